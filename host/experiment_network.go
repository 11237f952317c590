package host

import (
	"math"
	"slices"
	"strings"

	"github.com/galvani-sim/galvani/model"
)

// populationsOf decodes one [population.NAME]: one population, or one for each of its names.
func (t table) populationsOf(name string) []*model.Population {
	names, several := t.texts("names")
	if !several {
		if t.n.get("names") != nil {
			t.fail("names", "names: expected a list of strings, got %s", got(t.n.get("names")))
		}
		t.made(name)
		return []*model.Population{t.population(name)}
	}
	var list []*model.Population
	t.d.scoped(func() {
		outer := t.d.names
		for i, one := range names {
			t.d.names = outer.With("index", float64(i))
			t.made(one)
			list = append(list, t.population(one))
		}
	})
	return list
}

// scoped calls f and then takes back what it did to the names of expressions.
func (d *decoder) scoped(f func()) {
	outer := d.names
	f()
	d.names = outer
}

// population decodes one [population.NAME] as the population of that name.
func (t table) population(name string) *model.Population {
	p := &model.Population{
		Name:      name,
		Model:     t.text("model", ""),
		Scheme:    t.text("scheme", ""),
		Params:    t.values("params"),
		Initial:   t.values("initial"),
		Times:     t.times(),
		Positions: t.positions(),
	}
	p.Own = t.ownModel(p.Model)
	fields := populationFields
	if p.Times != nil && t.n.get("size") == nil {
		// The number of lists says the size.
		p.Size = len(p.Times)
		fields = without(fields, "size")
	} else {
		p.Size = t.whole("size", 0)
	}
	t.check("", fields)
	t.parts(name, "receptor", `{ model = "exponential", output = "conductance" }`, func(name string, t table) {
		p.Receptors = append(p.Receptors, t.receptor(name))
	})
	t.parts(name, "channel", `{ model = "leak" }`, func(name string, t table) { p.Channels = append(p.Channels, t.channel(name)) })
	t.parts(name, "ion", `{ model = "calcium_detailed" }`, func(name string, t table) { p.Ions = append(p.Ions, t.ion(name)) })
	return p
}

// parts calls f for every table [population.NAME.KEY.PART].
func (t table) parts(population, key, example string, f func(name string, t table)) {
	all, ok := t.child(key, "[population."+tomlKey(population)+"."+key+".NAME]")
	if !ok {
		return
	}
	for _, c := range all.n.children {
		if one, ok := all.child(c.key, example); ok {
			f(c.key, one)
		}
	}
}

// channel decodes one [population.NAME.channel.NAME].
func (t table) channel(name string) *model.Channel {
	t.check("", channelFields)
	return &model.Channel{Name: name, Model: t.text("model", ""), Ion: t.text("ion", ""),
		Params: t.values("params"), Initial: t.values("initial")}
}

// ion decodes one [population.NAME.ion.NAME].
func (t table) ion(name string) *model.Ion {
	t.check("", ionFields)
	return &model.Ion{Name: name, Model: t.text("model", ""), Params: t.values("params"), Initial: t.values("initial")}
}

// times decodes the spike times of a spike_source, nil when there are none.
func (t table) times() [][]float64 {
	c := t.n.get("times")
	if c == nil {
		return nil
	}
	if c.kind != kindArray {
		t.fail("times", "times: expected a list with a list of times for each member, got %s", got(c))
		return nil
	}
	times := make([][]float64, 0, len(c.children))
	for i, member := range c.children {
		if member.kind != kindArray {
			t.element("times", i, "expected a list of times, got "+got(member))
			return times
		}
		ts := make([]float64, 0, len(member.children))
		for _, x := range member.children {
			ms, msg := t.d.value(x)
			if msg != "" {
				t.element("times", i, msg)
				return times
			}
			ts = append(ts, ms)
		}
		times = append(times, ts)
	}
	return times
}

// receptor decodes one [population.NAME.receptor.NAME].
func (t table) receptor(name string) *model.Receptor {
	r := &model.Receptor{
		Name:    name,
		Model:   t.text("model", ""),
		Output:  model.Output(t.text("output", "")),
		Params:  t.values("params"),
		Initial: t.values("initial"),
	}
	t.check("", receptorFields)
	if m := model.FindSynapse(r.Model); m != nil && t.n.get("output") == nil {
		if len(m.Outputs) == 1 {
			r.Output = m.Outputs[0]
		} else {
			var names []string
			for _, o := range m.Outputs {
				names = append(names, string(o))
			}
			t.fail("output", "output must be given: %s has %s", m.Name, strings.Join(names, " and "))
		}
	}
	return r
}

// projections decodes one [projection.NAME]: one projection, or one for each
// pair of its lists of sources and targets, for which expressions may use the
// places source and target.
func (t table) projections(name string) []*model.Projection {
	sources, manySources := t.texts("source")
	targets, manyTargets := t.texts("target")
	var list []*model.Projection
	t.d.scoped(func() {
		outer := t.d.names
		for i, source := range sources {
			for j, target := range targets {
				full := name
				if manySources {
					full += "." + source
				}
				if manyTargets {
					full += "." + target
				}
				t.d.names = outer.With("source", float64(i)).With("target", float64(j))
				if t.number("where", 1) == 0 {
					continue
				}
				t.made(full)
				p := t.projection(full)
				p.Name, p.Source, p.Target = full, source, target
				list = append(list, p)
			}
		}
	})
	if len(sources) == 0 || len(targets) == 0 {
		t.projection(name) // for what else is wrong
	}
	return list
}

// projection decodes what is the same for every pair of populations.
func (t table) projection(name string) *model.Projection {
	fields := projectionFields
	rule := t.rule()
	for _, key := range []string{"weight", "delay"} {
		listed := t.n.get("rule").get(key+"s") != nil
		if rule.File != "" {
			// What the projection says itself goes before what the file holds.
			list := map[string]*[]float64{"weight": &rule.Weights, "delay": &rule.Delays}[key]
			if t.n.get(key) != nil {
				*list = nil
			}
			listed = *list != nil
		}
		if !listed {
			continue
		}
		fields = without(fields, key)
		if t.n.get(key) != nil {
			t.fail(key, "%s: the rule lists the %ss already", key, key)
		}
	}
	t.check("", fields, onlyGiven(t, "weight", "delay"))
	x := &model.Projection{Receptor: t.text("receptor", ""), Rule: rule, Delay: t.modelValue("delay"),
		WeightProfile: t.profile("weight_profile"), Velocity: t.number("velocity", 0), Plasticity: t.plasticity(),
		Dynamics: t.dynamics()}
	if kind, gain, ok := t.initialiser("weight"); ok {
		t.d.initialise = append(t.d.initialise, initialised{t.d.prefix + name, kind, gain, append(slices.Clone(t.path), "weight")})
		return x
	}
	x.Weight = t.modelValue("weight")
	return x
}

// dynamics decodes the presynaptic dynamics of a projection, nil when there are none.
func (t table) dynamics() *model.Dynamics {
	d, ok := t.child("dynamics", `{ model = "tsodyks_markram" }`)
	if !ok {
		return nil
	}
	d.check("", dynamicsFields)
	return &model.Dynamics{Model: d.text("model", ""), Params: d.values("params")}
}

// made notes that the entry of that name comes from this table.
func (t table) made(name string) {
	last := len(t.path) - 1
	if t.d.prefix+name != t.path[last] {
		t.d.origins[entryKey(t.path[last-1], t.d.prefix+name)] = origin{slices.Clone(t.path), t.n}
	}
}

// rule decodes the rule of a projection; a string is short for { type = "..." }.
func (t table) rule() model.Rule {
	if c := t.n.get("rule"); c != nil && c.kind == kindString {
		text := &node{kind: kindTable, at: c.at}
		text.add(&node{kind: kindString, key: "type", at: c.at, text: c.text})
		return table{t.d, text, append(append([]string{}, t.path...), "rule")}.ruleTable()
	}
	r, ok := t.child("rule", `{ type = "fixed_probability", p = 0.1 }`)
	if !ok {
		return model.Rule{}
	}
	return r.ruleTable()
}

func (t table) ruleTable() model.Rule {
	v, ok := t.variant("connectivity rule", ruleVariants)
	if !ok {
		return model.Rule{Type: model.AllToAll}
	}
	t.check(v.name, ruleFields, v.fields)
	if v.name == fileRule {
		return t.ruleFile()
	}
	return model.Rule{
		Type:        model.RuleType(v.name),
		Profile:     model.Profile{Type: model.ProfileType(t.text("profile", "")), Range: t.number("range", 0)},
		Cutoff:      t.number("cutoff", 0),
		Clusters:    t.whole("clusters", 0),
		POut:        t.number("p_out", 0),
		Procedural:  t.yes("procedural", false),
		P:           t.number("p", 0),
		N:           t.whole("n", 0),
		NoAutapses:  !t.yes("autapses", true),
		NoMultapses: !t.yes("multapses", true),
		Sources:     t.indices("sources"),
		Targets:     t.indices("targets"),
		Weights:     t.numbers("weights"),
		Delays:      t.numbers("delays"),
	}
}

// variant finds which type the table is of; when it is none, that is reported.
func (t table) variant(what string, among []variant) (variant, bool) {
	if t.n.get("type") == nil {
		t.fail("type", "%s must be given: %s", t.label("type"), strings.Join(variantNames(among), ", "))
		return variant{}, false
	}
	before := len(t.d.problems)
	name := t.text("type", "")
	v, ok := findVariant(among, name)
	if !ok && len(t.d.problems) == before {
		t.fail("type", "there is no %s %q%s", what, name, suggestion(name, variantNames(among)))
	}
	return v, ok
}

func (t table) indices(key string) []uint32 {
	list := t.wholes(key, math.MaxUint32)
	if list == nil {
		return nil
	}
	out := make([]uint32, len(list))
	for i, k := range list {
		out[i] = uint32(k)
	}
	return out
}

// without returns the list with one row gone.
func without(list []field, key string) []field {
	var out []field
	for _, f := range list {
		if f.key != key {
			out = append(out, f)
		}
	}
	return out
}

// onlyGiven returns rows for those keys that the table has, so that a key
// reported for a reason of its own is not reported as unknown too.
func onlyGiven(t table, keys ...string) []field {
	var out []field
	for _, k := range keys {
		if t.n.get(k) != nil {
			out = append(out, field{key: k, fallback: none})
		}
	}
	return out
}
