package model

import (
	"fmt"
	"math"
	"slices"
)

// checkPlasticity checks the plasticity of one projection.
func (n *Network) checkPlasticity(p *problems, x *Projection, dst *Population) {
	given := x.Plasticity
	add := func(key, format string, args ...any) {
		p.add("projection", x.Name, []string{"plasticity", key}, format, args...)
	}
	rule := FindPlasticity(given.Model)
	if rule == nil {
		var names []string
		for _, r := range plasticities {
			names = append(names, r.Name)
		}
		add("model", "there is no plasticity rule %q%s", given.Model, hint(given.Model, names))
		return
	}
	before := len(p.list)
	checkRuleParams(p, x, rule)
	if given.Pairing != "" && !slices.Contains(rule.Pairings, given.Pairing) {
		if len(rule.Pairings) == 0 {
			add("pairing", "%s has no choice of pairing", rule.Name)
		} else {
			add("pairing", "%s has no pairing %q%s", rule.Name, given.Pairing, hint(given.Pairing, rule.Pairings))
		}
	}
	switch {
	case rule.Modulated && n.Find(given.Modulator) == nil:
		add("modulator", "%s needs a modulator, the population whose spikes release it; there is no population %q%s", rule.Name, given.Modulator, hint(given.Modulator, n.populationNames()))
	case !rule.Modulated && given.Modulator != "":
		add("modulator", "%s has no modulator", rule.Name)
	}
	if rule.Watches != "" {
		if _, ok := dst.Variable(rule.Watches); !ok {
			add("model", "%s reads the state variable %q of its targets, which population %q (%s) has not", rule.Name, rule.Watches, dst.Name, dst.ModelName())
		}
	}
	if len(p.list) > before {
		return
	}
	lookup := rule.Lookup(given.Params)
	if rule.Interval != nil && !(math.Round(rule.Interval(lookup)/n.DT) >= 1) {
		add("params", "interval is %g ms, below one step (%g ms)", rule.Interval(lookup), n.DT)
	}
	if rule.Check != nil {
		if err := rule.Check(lookup); err != nil {
			add("params", "%v", err)
		}
	}
	checkPlasticWeights(p, x, lookup("w_max"))
}

// checkRuleParams checks names and ranges of a rule's parameters.
func checkRuleParams(p *problems, x *Projection, rule *PlasticityRule) {
	var names []string
	for _, row := range rule.Params {
		names = append(names, row.Name)
	}
	for _, name := range sortedKeys(x.Plasticity.Params) {
		v := x.Plasticity.Params[name]
		keys := []string{"plasticity", "params", name}
		k := slices.Index(names, name)
		if k < 0 {
			p.add("projection", x.Name, keys, "%s has no parameter %q%s", rule.Name, name, hint(name, names))
			continue
		}
		row := rule.Params[k]
		if !(v >= row.Min && v <= row.Max) || row.Open && v == row.Min {
			bound := "at least"
			if row.Open {
				bound = "above"
			}
			p.add("projection", x.Name, keys, "%s is %s, must be %s %g and at most %g", name, withUnit(v, row.Unit), bound, row.Min, row.Max)
		}
	}
	if v, ok := x.Plasticity.Params["w_max"]; ok && v == 0 {
		p.add("projection", x.Name, []string{"plasticity", "params", "w_max"}, "w_max is 0: no weight could be anything else")
	}
}

// withUnit writes a number with its unit, if it has one.
func withUnit(x float64, unit string) string {
	if unit == "1" {
		return fmt.Sprint(x)
	}
	return fmt.Sprintf("%g %s", x, unit)
}

// checkPlasticWeights checks that the weights begin between 0 and their bound.
func checkPlasticWeights(p *problems, x *Projection, wMax float64) {
	weight := x.Weight
	if x.Rule.Weights != nil {
		weight = Each(x.Rule.Weights...)
	}
	low, high := weight.Bounds()
	if !(low >= min(wMax, 0) && high <= max(wMax, 0)) {
		p.add("projection", x.Name, []string{"weight"}, "weights begin from %g to %g, but plastic weights stay between 0 and w_max (%g); bound the distribution with min and max, or change w_max", low, high, wMax)
	}
}

// ofProjection reports whether a recorder of this type has a projection as target.
func (t RecorderType) ofProjection() bool { return t == RecordWeights || t == RecordWeightHistogram }

// checkWeightRecorder checks a recorder of weights.
func (n *Network) checkWeightRecorder(p *problems, r *Recorder) {
	add := func(key, format string, args ...any) { p.add("record", r.Name, []string{key}, format, args...) }
	var plastic []string
	found := false
	for _, x := range n.Projections {
		if x.Plasticity != nil {
			plastic = append(plastic, x.Name)
			found = found || x.Name == r.Target
		}
	}
	switch {
	case !found && len(plastic) == 0:
		add("target", "no projection has plasticity, so that there are no weights to record")
	case !found:
		add("target", "there is no projection %q with plasticity%s", r.Target, hint(r.Target, plastic))
	}
	for _, k := range r.Synapses {
		if k < 0 {
			add("synapses", "synapse %d: synapses are numbered from 0", k)
			break
		}
	}
	if r.Bins < 0 || r.Bins > 1<<20 {
		add("bins", "bins is %d, must be from 1 to %d", r.Bins, 1<<20)
	}
}

// Projection returns the projection of that name, nil when there is none.
func (n *Network) Projection(name string) *Projection {
	for _, p := range n.Projections {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// FixedWeights returns an error for the first projection with plasticity or
// without stored synapses, for engines whose gradients hold only where every
// weight is a number that stays.
func (n *Network) FixedWeights() error {
	for _, x := range n.Projections {
		if x.Plasticity != nil {
			return &Error{[]string{"projection", x.Name, "plasticity"}, fmt.Sprintf("projection %q: weights with plasticity have no gradients; leave the plasticity out", x.Name)}
		}
		if x.Rule.Procedural {
			return &Error{[]string{"projection", x.Name, "rule"}, fmt.Sprintf("projection %q: procedural synapses have no gradients; leave procedural out", x.Name)}
		}
	}
	return nil
}
