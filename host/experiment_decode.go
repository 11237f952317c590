package host

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/galvani-sim/galvani/model"
	"github.com/galvani-sim/galvani/model/expr"
)

// decoder turns the tree of a file into an Experiment and collects what is wrong.
type decoder struct {
	file     string
	root     *node
	names    expr.Scope // what expressions may use
	problems []located
	prefix   string            // of the area being made, "V1."
	origins  map[string]origin // entries whose names do not stand in the file
	// initialise lists projections whose weights depend on the number of their synapses.
	initialise []initialised
	own        map[string]*model.NeuronModel // the models of files, by path
}

// origin is the table that made an entry whose name does not stand in the
// file: projection "in.exc" comes from [projection.in] with a list of targets,
// population "V1.e" from a template.
type origin struct {
	path []string
	n    *node
}

// located is a problem and where it is; path is empty for the file as a whole.
type located struct {
	path    []string
	msg     string
	outside bool // not in the file: a constant to be set
	hidden  bool // said already in other words: a missing key whose name is misspelt
}

// table is a table of the file and the path that leads to it.
type table struct {
	d    *decoder
	n    *node
	path []string
}

// fail notes a problem of one key of the table; the key need not exist.
func (t table) fail(key, format string, args ...any) {
	path := append(append([]string{}, t.path...), key)
	msg := fmt.Sprintf(format, args...)
	if what := describePath(t.path); what != "" {
		msg = what + ": " + msg
	}
	t.d.problems = append(t.d.problems, located{path: path, msg: msg})
}

// label names a key in messages: "size", "rule.p", "params.tau_m".
func (t table) label(key string) string {
	_, path := splitTemplate(t.path)
	depth := 2
	if len(path) > 2 && slices.Contains(parts, path[2]) {
		depth = 4
	}
	if len(path) <= depth {
		return key
	}
	return strings.Join(path[depth:], ".") + "." + key
}

// check reports keys that are not in the lists and keys of them that are
// missing; of names the type of table whose keys they are, when there are several types.
func (t table) check(of string, lists ...[]field) {
	var known, meant []string
	for _, list := range lists {
		for _, f := range list {
			known = append(known, f.key)
		}
	}
	if of != "" {
		of = " of " + of
	}
	for _, c := range t.n.children {
		if !slices.Contains(known, c.key) {
			meant = append(meant, model.Suggest(c.key, known))
			t.fail(c.key, "unknown key %q%s%s", c.key, of, suggestion(c.key, known))
		}
	}
	for _, list := range lists {
		for _, f := range list {
			if f.must() && f.kind != "tables" && t.n.get(f.key) == nil {
				what, _, _ := strings.Cut(f.doc, ",")
				t.fail(f.key, "%s must be given: %s", t.label(f.key), what)
				t.d.problems[len(t.d.problems)-1].hidden = slices.Contains(meant, f.key)
			}
		}
	}
}

// suggestion is how a message about an unknown name ends.
func suggestion(name string, among []string) string {
	if s := model.Suggest(name, among); s != "" {
		return fmt.Sprintf(" (did you mean %q?)", s)
	}
	return fmt.Sprintf(" (there is %s)", strings.Join(among, ", "))
}

// child returns the table under key; ok is false when there is none, or when
// it is no table, which is then reported.
func (t table) child(key, example string) (table, bool) {
	c := t.n.get(key)
	if c == nil {
		return table{}, false
	}
	if c.kind != kindTable {
		t.fail(key, "%s: expected a table such as %s, got %s", t.label(key), example, got(c))
		return table{}, false
	}
	return table{t.d, c, append(append([]string{}, t.path...), key)}, true
}

// entries calls f for every table of a section, such as every [population.NAME].
func (t table) entries(section string, f func(name string, t table)) {
	s, ok := t.child(section, "["+section+".NAME]")
	if !ok {
		return
	}
	for _, c := range s.n.children {
		if c.kind != kindTable {
			s.d.problems = append(s.d.problems, located{
				path: append(append([]string{}, s.path...), c.key),
				msg:  fmt.Sprintf("%s: expected a table [%s.%s], got %s", section, section, tomlKey(c.key), got(c))})
			continue
		}
		f(c.key, table{t.d, c, append(append([]string{}, s.path...), c.key)})
	}
}

// experiment decodes the whole file.
func (d *decoder) experiment(set map[string]float64) *Experiment {
	t := table{d: d, n: d.root}
	t.check("", topFields)
	d.names = t.constants(set, newScope(), nil)
	e := &Experiment{
		Name:     t.text("name", strings.TrimSuffix(filepath.Base(d.file), filepath.Ext(d.file))),
		Title:    t.text("title", ""),
		Duration: t.number("duration", 1000),
		Device:   t.text("device", "auto"),
	}
	if e.Duration < 0 {
		t.fail("duration", "duration is %g ms, must not be negative", e.Duration)
	}
	n := &model.Network{Name: e.Name, DT: t.number("dt", 0.1), Seed: t.seed("seed", 1)}
	e.Network = n
	t.populations(n)
	t.areas(n)
	if p := d.root.get("population"); (p == nil || p.kind == kindTable && len(p.children) == 0) && d.root.get("area") == nil {
		t.fail("population", "there is no population: add a table [population.NAME]")
	}
	t.links(n)
	d.initialiseWeights(n)
	e.Losses = t.losses(n)
	e.Grad = t.grad(n, e.Losses)
	e.Fit = t.fit(e.Grad)
	e.Train = t.training(n)
	if d.root.get("record") == nil && len(n.Recorders) == 0 {
		for _, p := range n.Populations {
			r := &model.Recorder{Name: "spikes." + p.Name, Type: model.RecordSpikes, Target: p.Name}
			if m := p.Neuron(); m != nil && m.Silent {
				r.Name, r.Type, r.Variables = "state."+p.Name, model.RecordState, []string{m.State[0].Name}
			}
			n.Recorders = append(n.Recorders, r)
		}
	}
	return e
}

// populations decodes every [population.NAME].
func (t table) populations(n *model.Network) {
	t.entries("population", func(name string, t table) { n.Populations = append(n.Populations, t.populationsOf(name)...) })
}

// links decodes what refers to populations.
func (t table) links(n *model.Network) {
	t.entries("projection", func(name string, t table) { n.Projections = append(n.Projections, t.projections(name)...) })
	t.entries("coupling", func(name string, t table) { n.Couplings = append(n.Couplings, t.coupling(name, n)) })
	t.entries("stimulus", func(name string, t table) { n.Stimuli = append(n.Stimuli, t.stimuli(name)...) })
	t.entries("record", func(name string, t table) { n.Recorders = append(n.Recorders, t.recorders(name, n)...) })
}

// validate adds what the model finds, except where the file has said so already.
func (d *decoder) validate(n *model.Network) {
	var own []located
	for _, e := range flatten(n.Validate()) {
		p := located{path: e.Path, msg: e.Msg}
		if len(p.path) >= 2 {
			if from, ok := d.origins[entryKey(p.path[0], p.path[1])]; ok {
				template, _ := splitTemplate(from.path)
				p.msg = strings.ReplaceAll(p.msg, strconv.Quote(p.path[1]), strconv.Quote(from.path[len(from.path)-1]))
				if template != "" {
					p.msg = "template " + strconv.Quote(template) + ": " + p.msg
				}
				p.path = append(slices.Clone(from.path), p.path[2:]...)
			}
		}
		known := false
		for _, q := range d.problems {
			known = known || !q.outside && related(p.path, q.path)
		}
		if !known {
			own = append(own, p)
		}
	}
	d.problems = append(d.problems, own...)
}

// report gives every problem its place in the file.
func (d *decoder) report(lines lineIndex) error {
	var list []Problem
	for _, p := range d.problems {
		line, column := 0, 0
		if !p.outside {
			line, column = lines.position(resolvePath(d.root, p.path).at)
		}
		if !p.hidden {
			list = append(list, Problem{line, column, p.msg})
		}
	}
	return reportProblems(d.file, list)
}

// flatten lists the errors of Network.Validate, which joins them.
func flatten(err error) []*model.Error {
	switch e := err.(type) {
	case nil:
		return nil
	case *model.Error:
		return []*model.Error{e}
	case interface{ Unwrap() []error }:
		var list []*model.Error
		for _, x := range e.Unwrap() {
			list = append(list, flatten(x)...)
		}
		return list
	}
	return []*model.Error{{Msg: err.Error()}}
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

func sortedNames[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
