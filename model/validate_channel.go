package model

import "strings"

// checkChannels checks the ion channels and ion pools of a population.
func checkChannels(p *problems, pop *Population, m *NeuronModel) {
	add := func(keys []string, format string, args ...any) { p.add("population", pop.Name, keys, format, args...) }
	if !m.Channels {
		if len(pop.Channels) > 0 {
			add([]string{"channel"}, "%s takes no ion channels; the model for them is %q", m.Name, conductance.Name)
		}
		if len(pop.Ions) > 0 {
			add([]string{"ion"}, "%s takes no ions; the model for them is %q", m.Name, conductance.Name)
		}
		return
	}
	if len(pop.Channels) == 0 {
		add([]string{"channel"}, "%s needs at least one ion channel, such as %q", m.Name, leak.Name)
	}
	if len(pop.Channels) > MaxChannels {
		add([]string{"channel"}, "%d ion channels, at most %d are possible", len(pop.Channels), MaxChannels)
	}
	if len(pop.Ions) > MaxIons {
		add([]string{"ion"}, "%d ions, at most %d are possible", len(pop.Ions), MaxIons)
	}
	checkNames(p, pop)
	for _, x := range pop.Ions {
		checkIon(p, pop, x)
	}
	for _, c := range pop.Channels {
		checkChannel(p, pop, c)
	}
}

// checkNames reports receptors, channels and ions that share a name: their
// variables could not be told apart.
func checkNames(p *problems, pop *Population) {
	kind := map[string]string{}
	note := func(what, name string) {
		switch {
		case name == "" || strings.Contains(name, "."):
			p.add("population", pop.Name, []string{what, name}, "%s %q: a name needs letters and no dot", what, name)
		case kind[name] != "":
			p.add("population", pop.Name, []string{what, name}, "%s %q: the name is that of a %s already", what, name, kind[name])
		}
		kind[name] = what
	}
	for _, r := range pop.Receptors {
		kind[r.Name] = "receptor"
	}
	for _, c := range pop.Channels {
		note("channel", c.Name)
	}
	for _, x := range pop.Ions {
		note("ion", x.Name)
	}
}

func checkChannel(p *problems, pop *Population, c *Channel) {
	keys := []string{"channel", c.Name}
	add := func(key, format string, args ...any) {
		p.add("population", pop.Name, append(keys, key), "channel %q: "+format, append([]any{c.Name}, args...)...)
	}
	m := FindChannel(c.Model)
	if m == nil {
		var names []string
		for _, x := range channels {
			names = append(names, x.Name)
		}
		add("model", "there is no channel model %q%s", c.Model, hint(c.Model, names))
		return
	}
	var pools []string
	for _, x := range pop.Ions {
		pools = append(pools, x.Name)
	}
	switch {
	case m.Ion == IonNone && c.Ion != "":
		add("ion", "%s does not depend on an ion", m.Name)
	case m.Ion != IonNone && c.Ion == "":
		add("ion", "%s needs an ion of the population%s", m.Name, hint("", pools))
	case m.Ion != IonNone && pop.ion(c.Ion) < 0:
		add("ion", "the population has no ion %q%s", c.Ion, hint(c.Ion, pools))
	}
	checkParams(p, "population", pop.Name, keys, m.Name, m.Params, c.Params, pop.Size)
	checkInitial(p, pop, append(keys, "initial"), m.Name, m.State, c.Initial, pop.Size)
}

func checkIon(p *problems, pop *Population, x *Ion) {
	keys := []string{"ion", x.Name}
	m := FindIon(x.Model)
	if m == nil {
		var names []string
		for _, y := range ions {
			names = append(names, y.Name)
		}
		p.add("population", pop.Name, append(keys, "model"), "ion %q: there is no ion model %q%s", x.Name, x.Model, hint(x.Model, names))
		return
	}
	before := len(p.list)
	checkParams(p, "population", pop.Name, keys, m.Name, m.Params, x.Params, pop.Size)
	for _, v := range m.State {
		if _, ok := x.Initial[v.Name]; ok && v.Follows {
			p.add("population", pop.Name, append(keys, "initial", v.Name), "ion %q: %s of %s follows from the others and takes no initial value", x.Name, v.Name, m.Name)
		}
	}
	checkInitial(p, pop, append(keys, "initial"), m.Name, m.State, x.Initial, pop.Size)
	if len(p.list) == before {
		checkReversal(p, pop, x, m)
	}
}

// checkReversal reports parameters without a reversal potential, where they are constant.
func checkReversal(p *problems, pop *Population, x *Ion, m *IonModel) {
	of := func(name string) float64 {
		if v, ok := x.Params[name]; ok {
			low, _ := v.Bounds()
			return low
		}
		return m.Params[indexOf(m.Params, func(y Param) bool { return y.Name == name })].Default
	}
	c := of(m.State[0].FromParam)
	if v, ok := x.Initial["c"]; ok {
		c, _ = v.Bounds()
	}
	if e := m.Reversal(of, c); !finite(e) {
		p.add("population", pop.Name, []string{"ion", x.Name}, "ion %q: the reversal potential at c = %g mM is %g mV; concentrations must be above 0 and z not 0", x.Name, c, e)
	}
}
