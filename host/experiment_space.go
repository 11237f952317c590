package host

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"

	"github.com/galvani-sim/galvani/model"
)

// positions decodes the positions of a population, nil when there are none.
func (t table) positions() *model.Positions {
	s, ok := t.child("positions", `{ type = "grid", shape = [10, 10], extent = [1.0, 1.0] }`)
	if !ok {
		return nil
	}
	v, ok := s.variant("kind of positions", positionsVariants)
	if !ok {
		return nil
	}
	s.check(v.name, positionsFields, v.fields)
	return &model.Positions{
		Type:     model.PositionsType(v.name),
		Extent:   s.numbers("extent"),
		Shape:    s.wholes("shape", model.MaxNeurons),
		Points:   s.points(),
		Periodic: s.yes("periodic", false),
	}
}

// points decodes a list of points.
func (t table) points() [][]float64 {
	c := t.n.get("points")
	if c == nil {
		return nil
	}
	if c.kind != kindArray {
		t.fail("points", "points: expected a list of points, got %s", got(c))
		return nil
	}
	out := make([][]float64, len(c.children))
	for i, p := range c.children {
		if p.kind != kindArray {
			t.element("points", i, "expected a list of coordinates, got "+got(p))
			return out
		}
		for _, x := range p.children {
			v, msg := t.d.value(x)
			if msg != "" {
				t.element("points", i, msg)
				return out
			}
			out[i] = append(out[i], v)
		}
	}
	return out
}

// profile decodes { gaussian = range } and its like.
func (t table) profile(key string) model.Profile {
	s, ok := t.child(key, "{ gaussian = 0.1 }")
	if !ok {
		return model.Profile{}
	}
	if len(s.n.children) != 1 || !slices.Contains(model.Profiles(), s.n.children[0].key) {
		t.fail(key, "%s: expected one profile with its range, such as { gaussian = 0.1 }; there are %v", t.label(key), model.Profiles())
		return model.Profile{}
	}
	name := s.n.children[0].key
	return model.Profile{Type: model.ProfileType(name), Range: s.number(name, 0)}
}

// initialised is a projection whose weights wait for the whole network.
type initialised struct {
	projection string // its full name
	kind       model.Initialiser
	gain       float64
	path       []string
}

// initialiser reads { kaiming_normal = gain } and its like; ok is false for any other value.
func (t table) initialiser(key string) (kind model.Initialiser, gain float64, ok bool) {
	c := t.n.get(key)
	if c == nil || c.kind != kindTable || len(c.children) != 1 || !slices.Contains(model.Initialisers(), model.Initialiser(c.children[0].key)) {
		return "", 0, false
	}
	s, _ := t.child(key, "")
	name := c.children[0].key
	return model.Initialiser(name), s.number(name, 1), true
}

// initialiseWeights gives those projections their distributions.
func (d *decoder) initialiseWeights(n *model.Network) {
	for _, x := range d.initialise {
		for _, p := range n.Projections {
			if p.Name != x.projection {
				continue
			}
			v, err := n.Initialise(p, x.kind, x.gain)
			if err != nil {
				d.problems = append(d.problems, located{path: x.path, msg: err.Error()})
			}
			p.Weight = v
		}
	}
}

// ruleFile reads the pairs of a rule from an npz file.
func (t table) ruleFile() model.Rule {
	path := t.text("file", "")
	if path == "" {
		return model.Rule{Type: model.Explicit}
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(t.d.file), path)
	}
	r, err := ReadPairs(path)
	if full, absErr := filepath.Abs(path); absErr == nil {
		r.File = full // written experiments may stand elsewhere
	}
	if err != nil {
		t.fail("file", "rule.file: %v", err)
		return model.Rule{Type: model.Explicit}
	}
	r.NoAutapses = !t.yes("autapses", true)
	r.NoMultapses = !t.yes("multapses", true)
	return r
}

// ReadPairs reads an explicit rule from an npz file: either the arrays sources
// and targets, with weights and delays if it has them (one for each pair), or
// indptr and indices, as scipy.sparse.save_npz writes a csr matrix, whose rows
// are sources and whose data, if there, are the weights.
func ReadPairs(path string) (model.Rule, error) {
	arrays, err := readNPZFile(path, "sources", "targets", "weights", "delays", "indptr", "indices", "data")
	if err != nil {
		return model.Rule{}, err
	}
	r := model.Rule{Type: model.Explicit, File: path}
	fail := func(name string, err error) (model.Rule, error) {
		return model.Rule{}, fmt.Errorf("array %q of %s: %w", name, path, err)
	}
	indices := func(name string, to *[]uint32) error {
		a, ok := arrays[name]
		if !ok {
			return fmt.Errorf("%s has no array %q; pairs are sources and targets, or indptr and indices", path, name)
		}
		if *to, err = a.indices(); err != nil {
			return fmt.Errorf("array %q of %s: %w", name, path, err)
		}
		return nil
	}
	weights := "weights"
	if _, csr := arrays["indptr"]; csr {
		var ptr []uint32
		if err := indices("indptr", &ptr); err != nil {
			return model.Rule{}, err
		}
		if err := indices("indices", &r.Targets); err != nil {
			return model.Rule{}, err
		}
		if r.Sources, err = expandRows(ptr, len(r.Targets)); err != nil {
			return fail("indptr", err)
		}
		weights = "data"
	} else {
		if err := indices("sources", &r.Sources); err != nil {
			return model.Rule{}, err
		}
		if err := indices("targets", &r.Targets); err != nil {
			return model.Rule{}, err
		}
	}
	for name, to := range map[string]*[]float64{weights: &r.Weights, "delays": &r.Delays} {
		if a, ok := arrays[name]; ok {
			if *to, err = a.floats(); err != nil {
				return fail(name, err)
			}
		}
	}
	return r, nil
}

// expandRows turns row offsets into the row of every entry.
func expandRows(ptr []uint32, entries int) ([]uint32, error) {
	if len(ptr) == 0 || ptr[0] != 0 || int(ptr[len(ptr)-1]) != entries || !slices.IsSorted(ptr) || entries > math.MaxUint32 {
		return nil, fmt.Errorf("row offsets must ascend from 0 to the %d entries", entries)
	}
	out := make([]uint32, 0, entries)
	for row := range len(ptr) - 1 {
		for range ptr[row+1] - ptr[row] {
			out = append(out, uint32(row))
		}
	}
	return out, nil
}
