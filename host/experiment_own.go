package host

import (
	"path/filepath"
	"strings"

	"github.com/galvani-sim/galvani/model"
)

// ownSuffix tells the file of a user's own model from the name of a built-in one.
const ownSuffix = ".glsl"

// ownModel loads the model of a population that names a file, relative to the
// experiment file; nil when the name is that of a built-in model.
func (t table) ownModel(name string) *model.NeuronModel {
	if !strings.HasSuffix(name, ownSuffix) {
		return nil
	}
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(t.d.file), path)
	}
	if m, ok := t.d.own[path]; ok {
		return m
	}
	m, err := LoadNeuron(path)
	if err != nil {
		t.fail("model", "model: %v", err)
		return nil
	}
	if t.d.own == nil {
		t.d.own = map[string]*model.NeuronModel{}
	}
	t.d.own[path] = m
	return m
}

// ownModel names the file of a user's own model by its full path: the
// experiment that is written may stand elsewhere.
func (t *tomlWriter) ownModel(p *model.Population) {
	path, err := filepath.Abs(p.Own.File.Path)
	if err != nil || !strings.HasSuffix(path, ownSuffix) {
		t.fail("population %q: its model must have a file NAME%s to be named in an experiment file", p.Name, ownSuffix)
	}
	t.text("model", path)
}
