package host

import (
	"fmt"
	"math"
	"path/filepath"

	"github.com/galvani-sim/galvani/model"
)

var couplingFields = []field{
	{"type", "string", "", "", `"additive" (w x), "diffusive" (w (x - own x)) or "sine" (w sin(x - own x))`},
	{"source", "string", "", "", "population whose state acts"},
	{"target", "string", "", "", "population it acts on"},
	{"variable", "string", "", "", `state variable of the source: a neuron's ("v") or a receptor's ("ampa.g")`},
	{"target_variable", "string", "", "as variable", "the target's own variable, of diffusive and sine couplings"},
	{"rule", "table", "", "", `who is coupled: a connectivity rule or "connectome", see below`},
	{"weight", "value", "", "", "w, in the unit of the target's input over that of the variable (nS for v); not with a rule that lists weights"},
	{"strength", "number", "", "1", "multiplies all weights, which then are a number or listed"},
	{"delay", "value", "ms", "0", "time it takes, 0 or more, rounded to whole steps; not with a rule that lists delays"},
}

// connectomeRule is the rule that only couplings have.
const connectomeRule = "connectome"

var connectomeVariants = []variant{{connectomeRule, "the tracts between the regions of a brain: listed weights and delays", []field{
	{"file", "string", "", "a synthetic one", "npz file with weights and lengths (mm), both of shape (targets, sources)"},
	{"speed", "number", "mm/ms", "5", "of conduction; a delay is length over speed"},
	{"seed", "whole number", "", "1", "of the synthetic connectome"}}}}

// coupling decodes one [coupling.NAME].
func (t table) coupling(name string, n *model.Network) *model.Coupling {
	c := &model.Coupling{Name: name, Type: model.CouplingType(t.text("type", "")), Source: t.text("source", ""), Target: t.text("target", ""),
		Variable: t.text("variable", ""), TargetVariable: t.text("target_variable", "")}
	strength := t.number("strength", 1)
	listed := map[string]bool{}
	if r, ok := t.connectome(); ok {
		c.Rule = r.tracts(n.Find(c.Source), n.Find(c.Target))
		listed["weight"], listed["delay"] = true, true
	} else {
		c.Rule = t.rule()
		listed["weight"], listed["delay"] = c.Rule.Weights != nil, c.Rule.Delays != nil
	}
	fields := couplingFields
	for _, key := range []string{"weight", "delay"} {
		if !listed[key] {
			continue
		}
		fields = without(fields, key)
		if t.n.get(key) != nil {
			t.fail(key, "%s: the rule lists the %ss already", key, key)
		}
	}
	t.check("", fields, onlyGiven(t, "weight", "delay"))
	if !listed["weight"] {
		c.Weight = t.modelValue("weight")
	}
	if t.n.get("delay") != nil && !listed["delay"] {
		c.Delay = t.modelValue("delay")
	}
	switch {
	case strength == 1:
	case listed["weight"]:
		c.Rule.Weights = times(strength, c.Rule.Weights)
	case c.Weight.List != nil:
		c.Weight.List = times(strength, c.Weight.List)
	case c.Weight.IsConst():
		c.Weight.A *= strength
	default:
		t.fail("strength", "strength: multiplies numbers and lists, but the weight is a distribution; put the factor into it")
	}
	return c
}

func times(k float64, xs []float64) []float64 {
	out := make([]float64, len(xs))
	for i, x := range xs {
		out[i] = k * x
	}
	return out
}

// connectome returns the rule's table when it is that of a connectome.
func (t table) connectome() (table, bool) {
	c := t.n.get("rule")
	if c == nil {
		return table{}, false
	}
	if c.kind == kindString && c.text == connectomeRule {
		text := &node{kind: kindTable, at: c.at}
		text.add(&node{kind: kindString, key: "type", at: c.at, text: c.text})
		return table{t.d, text, append(append([]string{}, t.path...), "rule")}, true
	}
	if c.kind != kindTable || c.get("type") == nil || c.get("type").text != connectomeRule {
		return table{}, false
	}
	return t.child("rule", `{ type = "connectome", speed = 5 }`)
}

// tracts decodes the rule of a connectome between two populations of as many regions.
func (t table) tracts(source, target *model.Population) model.Rule {
	t.check(connectomeRule, ruleFields[:1], connectomeVariants[0].fields)
	none := model.Rule{Type: model.Explicit, Weights: []float64{}, Delays: []float64{}}
	speed, seed, file := t.number("speed", 5), t.seed("seed", 1), t.text("file", "")
	if !(speed > 0) {
		t.fail("speed", "%s is %g mm/ms, must be above 0", t.label("speed"), speed)
		return none
	}
	if source == nil || target == nil {
		return none // reported as missing populations
	}
	if source.Size != target.Size {
		t.fail("type", "a connectome joins populations of one size: %q has %d regions, %q has %d", source.Name, source.Size, target.Name, target.Size)
		return none
	}
	c := model.SyntheticConnectome(source.Size, seed)
	if file != "" {
		if !filepath.IsAbs(file) {
			file = filepath.Join(filepath.Dir(t.d.file), file)
		}
		var err error
		if c, err = ReadConnectome(file); err != nil {
			t.fail("file", "%v", err)
			return none
		}
		if c.Regions != source.Size {
			t.fail("file", "%s has %d regions, population %q has %d", file, c.Regions, source.Name, source.Size)
			return none
		}
	}
	return c.Rule(1, speed)
}

// ReadConnectome reads a connectome from an npz file: arrays "weights" and
// "lengths" (mm) of shape (targets, sources).
func ReadConnectome(path string) (*model.Connectome, error) {
	arrays, err := readNPZFile(path)
	if err != nil {
		return nil, fmt.Errorf("read connectome: %w", err)
	}
	c := &model.Connectome{}
	for _, x := range []struct {
		name string
		to   *[]float64
	}{{"weights", &c.Weights}, {"lengths", &c.Lengths}} {
		a, ok := arrays[x.name]
		if !ok {
			return nil, fmt.Errorf("read connectome %s: there is no array %q%s", path, x.name, suggestion(x.name, sortedNames(arrays)))
		}
		if *x.to, err = a.floats(); err != nil {
			return nil, fmt.Errorf("read connectome %s: %s: %w", path, x.name, err)
		}
	}
	c.Regions = int(math.Round(math.Sqrt(float64(len(c.Weights)))))
	if err := c.Check(); err != nil {
		return nil, fmt.Errorf("read connectome %s: %w", path, err)
	}
	return c, nil
}

// coupling writes one [coupling.NAME]; connectomes as their pairs.
func (t *tomlWriter) coupling(c *model.Coupling) {
	t.header("coupling", c.Name)
	t.text("type", string(c.Type))
	t.text("source", c.Source)
	t.text("target", c.Target)
	t.text("variable", c.Variable)
	if c.TargetVariable != "" {
		t.text("target_variable", c.TargetVariable)
	}
	t.rule(c.Projection())
	if c.Rule.Weights == nil {
		t.raw("weight", t.value(c.Weight))
	}
	if c.Rule.Delays == nil {
		t.raw("delay", t.value(c.Delay))
	}
}
