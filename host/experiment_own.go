package host

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
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

// ownModel names the file of a user's own model.
func (t *tomlWriter) ownModel(p *model.Population) {
	path, err := t.path(p.Own.File)
	if err == nil && !strings.HasSuffix(path, ownSuffix) {
		err = fmt.Errorf("the file of %s must be called NAME%s, not %q", p.Own.Name, ownSuffix, path)
	}
	if err != nil {
		t.fail("population %q: model: %w", p.Name, err)
	}
	t.text("model", path)
}

// fullPath names the file of a model where it is.
func fullPath(f *model.File) (string, error) { return filepath.Abs(f.Path) }

// Files returns what a folder needs to run the experiment again, whatever
// becomes of the files it was made from: the resolved experiment, under the
// given name, and beside it a copy of every model of the user's own. A file that
// the folder has already is used when it is that model, and else left alone: the
// copy then is called NAME-2.glsl or the next name that is free.
func (e *Experiment) Files(folder, name string) []File {
	copies := map[string]string{} // by digest
	taken := map[string]bool{}
	var models []File
	for _, p := range e.Network.Populations {
		if p.Own == nil || copies[p.Own.File.Digest()] != "" {
			continue
		}
		text := p.Own.File.Text
		base, there := p.Own.Name+ownSuffix, false
		for k := 2; ; k++ {
			have, err := os.ReadFile(filepath.Join(folder, base))
			there = err == nil && bytes.Equal(have, text)
			if !taken[base] && (there || errors.Is(err, fs.ErrNotExist)) {
				break
			}
			base = fmt.Sprintf("%s-%d%s", p.Own.Name, k, ownSuffix)
		}
		taken[base], copies[p.Own.File.Digest()] = true, base
		if there {
			continue
		}
		models = append(models, File{base, func(w io.Writer) error { _, err := w.Write(text); return err }})
	}
	beside := func(f *model.File) (string, error) { return "./" + copies[f.Digest()], nil }
	return append([]File{{name, func(w io.Writer) error { return e.writeTOML(w, beside) }}}, models...)
}
