package model

import (
	"fmt"
	"math"
)

// checkPopulation checks one population's model, sizes, parameters and receptors.
func (n *Network) checkPopulation(p *problems, pop *Population) {
	add := func(keys []string, format string, args ...any) { p.add("population", pop.Name, keys, format, args...) }
	if pop.Size < 0 {
		add([]string{"size"}, "size is %d, must not be negative", pop.Size)
		return
	}
	m := pop.Neuron()
	if m == nil {
		var names []string
		for _, x := range neurons {
			names = append(names, x.Name)
		}
		add([]string{"model"}, "there is no neuron model %q%s", pop.Model, hint(pop.Model, names))
		return
	}
	checkParams(p, "population", pop.Name, nil, m.Name, m.Params, pop.Params, pop.Size)
	checkInitial(p, pop, []string{"initial"}, m.Name, m.State, pop.Initial, pop.Size)
	if pop.Positions != nil {
		if key, msg := pop.Positions.check(pop.Size); msg != "" {
			add([]string{"positions", key}, "%s", msg)
		}
	}
	if m.Source && len(pop.Receptors) > 0 {
		add([]string{"receptor"}, "%s emits spikes only and takes no receptors", m.Name)
		return
	}
	if len(pop.Receptors) > MaxReceptors {
		add([]string{"receptor"}, "%d receptors, at most %d are possible", len(pop.Receptors), MaxReceptors)
	}
	for _, r := range pop.Receptors {
		checkReceptor(p, pop, r)
	}
	checkChannels(p, pop, m)
	if len(p.list) > 0 {
		return
	}
	if _, err := m.scheme(pop); err != nil {
		add([]string{"scheme"}, "%v", err)
		return
	}
	checkTimes(p, n, pop, m)
	checkCombined(p, n, pop, m)
}

// checkCombined runs the model's own check for every distinct member.
func checkCombined(p *problems, n *Network, pop *Population, m *NeuronModel) {
	if m == poissonSource {
		limit := 1000 / n.DT
		if _, high := pop.param(m.Params, "rate").Bounds(); high > limit {
			p.add("population", pop.Name, []string{"params", "rate"}, "rate %g Hz gives more than one spike in a step of %g ms; at most %g Hz", high, n.DT, limit)
		}
	}
	if m.Check == nil && m.File == nil || pop.Size == 0 {
		return
	}
	count := 1
	for _, v := range pop.Params {
		if !v.IsConst() {
			count = pop.Size
		}
	}
	draw := n.drawer(pop)
	for i := range count {
		if err := m.check(draw(m.Params, pop.Params, "", i), n.DT); err != nil {
			p.add("population", pop.Name, []string{"params"}, "%v", err)
			return
		}
	}
}

// check reports parameters that cannot be run, by the model's own rules.
func (m *NeuronModel) check(p Lookup, dt float64) error {
	if m.File != nil {
		_, err := m.checkOwn(p, dt)
		return err
	}
	return m.Check(p)
}

func checkTimes(p *problems, n *Network, pop *Population, m *NeuronModel) {
	if m != spikeSource {
		if pop.Times != nil {
			p.add("population", pop.Name, []string{"times"}, "only spike_source takes times, this is %s", m.Name)
		}
		return
	}
	if len(pop.Times) != pop.Size {
		p.add("population", pop.Name, []string{"times"}, "%d lists of times for %d members", len(pop.Times), pop.Size)
		return
	}
	for i, ts := range pop.Times {
		for k, t := range ts {
			switch {
			case !(math.Round(t/n.DT) >= 1 && t/n.DT < 1<<32):
				p.add("population", pop.Name, []string{"times"}, "member %d: time %g ms is before the first step's end (%g ms)", i, t, n.DT)
				return
			case k > 0 && t < ts[k-1]:
				p.add("population", pop.Name, []string{"times"}, "member %d: times must ascend, %g ms comes after %g ms", i, t, ts[k-1])
				return
			}
		}
	}
}

func checkReceptor(p *problems, pop *Population, r *Receptor) {
	s := FindSynapse(r.Model)
	keys := []string{"receptor", r.Name}
	if s == nil {
		var names []string
		for _, x := range synapses {
			names = append(names, x.Name)
		}
		p.add("population", pop.Name, append(keys, "model"), "receptor %q: there is no receptor model %q%s", r.Name, r.Model, hint(r.Model, names))
		return
	}
	ok := false
	var names []string
	for _, o := range s.Outputs {
		ok = ok || o == r.Output
		names = append(names, string(o))
	}
	if !ok {
		p.add("population", pop.Name, append(keys, "output"), "receptor %q: %s has no output %q%s", r.Name, s.Name, r.Output, hint(string(r.Output), names))
	}
	checkParams(p, "population", pop.Name, keys, s.Name, s.Params, r.Params, pop.Size)
	checkInitial(p, pop, append(keys, "initial"), s.Name, s.State, r.Initial, pop.Size)
}

// checkParams checks given parameters against a model's table.
func checkParams(p *problems, kind, owner string, prefix []string, of string, table []Param, given map[string]Value, size int) {
	for _, name := range sortedKeys(given) {
		keys := append(append([]string{}, prefix...), "params", name)
		i := indexOf(table, func(x Param) bool { return x.Name == name })
		if i < 0 {
			var names []string
			for _, x := range table {
				names = append(names, x.Name)
			}
			p.add(kind, owner, keys, "%s has no parameter %q%s", of, name, hint(name, names))
			continue
		}
		row := table[i]
		checkDist(p, kind, owner, keys, given[name], size, row.Min, row.Max, row.Open)
	}
}

func checkInitial(p *problems, pop *Population, prefix []string, of string, table []Var, given map[string]Value, size int) {
	for _, name := range sortedKeys(given) {
		keys := append(append([]string{}, prefix...), name)
		if indexOf(table, func(x Var) bool { return x.Name == name }) < 0 {
			var names []string
			for _, x := range table {
				names = append(names, x.Name)
			}
			p.add("population", pop.Name, keys, "%s has no state variable %q%s", of, name, hint(name, names))
			continue
		}
		checkDist(p, "population", pop.Name, keys, given[name], size, math.Inf(-1), math.Inf(1), false)
	}
}

// checkDist checks a value: finite numbers, sound distribution parameters, a
// list of the right length, and the range where the value is bounded.
func checkDist(p *problems, kind, name string, keys []string, v Value, size int, low, high float64, open bool) {
	what := keys[len(keys)-1]
	add := func(format string, args ...any) { p.add(kind, name, keys, what+" "+format, args...) }
	if v.List != nil && size < 0 {
		add("takes a number or a distribution; lists belong to the explicit rule")
		return
	}
	if err := v.CheckDraw(size); err != nil {
		p.add(kind, name, keys, "%s: %v", what, err)
		return
	}
	a, b := v.Bounds()
	if v.Dist == Constant && v.List == nil {
		if !(a <= high) || !(a >= low) || (open && a <= low) {
			add("is %g, must be %s", a, rangeText(low, high, open))
		}
		return
	}
	if (!math.IsInf(a, 0) && (a < low || (open && a <= low && v.Dist == Constant))) || (!math.IsInf(b, 0) && b > high) {
		add("reaches from %g to %g, must be %s", a, b, rangeText(low, high, open))
	} else if (math.IsInf(a, 0) && !math.IsInf(low, 0) && low >= 0) && v.Dist == Normal {
		add("is a normal distribution without bounds, must be %s: give min and max", rangeText(low, high, open))
	}
}

// rangeText says a range in words: "above 0", "from 0 to 1000".
func rangeText(low, high float64, open bool) string {
	switch {
	case math.IsInf(low, 0) || math.IsInf(high, 0):
		return "a finite number"
	case open:
		return fmt.Sprintf("above %g and at most %g", low, high)
	default:
		return fmt.Sprintf("from %g to %g", low, high)
	}
}
