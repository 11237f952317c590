package model

import (
	"math"
	"strings"
)

// checkCoupling checks one coupling.
func (n *Network) checkCoupling(p *problems, c *Coupling) {
	const kind = "coupling"
	add := func(key, format string, args ...any) { p.add(kind, c.Name, []string{key}, format, args...) }
	known := false
	var names []string
	for _, t := range CouplingTypes() {
		known = known || t == c.Type
		names = append(names, string(t))
	}
	if !known {
		add("type", "there is no coupling %q%s", c.Type, hint(string(c.Type), names))
	}
	src := n.target(p, kind, c.Name, "source", c.Source)
	dst := n.target(p, kind, c.Name, "target", c.Target)
	if src == nil || dst == nil {
		return
	}
	for _, x := range []struct {
		pop      *Population
		key      string
		variable string
	}{{src, "variable", c.Variable}, {dst, "target_variable", c.OwnVariable()}} {
		if x.key == "target_variable" && c.Type == Additive {
			if c.TargetVariable != "" {
				add(x.key, "an additive coupling does not read the target's variable")
			}
			continue
		}
		if m := x.pop.Neuron(); m != nil && m.Host {
			add(x.key, "population %q (%s) has no state that could be coupled", x.pop.Name, m.Name)
		} else if _, ok := x.pop.Variable(x.variable); !ok {
			add(x.key, "population %q has no state variable %q%s", x.pop.Name, x.variable, hint(x.variable, x.pop.variableNames()))
		}
	}
	if m := dst.Neuron(); m != nil && m.Source {
		add("target", "population %q only emits spikes (%s) and cannot be driven", dst.Name, m.Name)
	}
	n.checkCoupledRule(p, c, src, dst)
	size := -1
	switch c.Rule.Type {
	case AllToAll:
		size = src.Size * dst.Size
		if c.Rule.NoAutapses && src == dst {
			size -= src.Size
		}
	case OneToOne:
		size = src.Size
	}
	if c.Rule.Weights == nil {
		checkDist(p, kind, c.Name, []string{"weight"}, c.Weight, size, math.Inf(-1), math.Inf(1), false)
	}
	for k, w := range c.Rule.Weights {
		if math.IsNaN(w) || math.IsInf(w, 0) {
			p.add(kind, c.Name, []string{"rule", "weights"}, "weight %d is %g, must be finite", k, w)
			break
		}
	}
	delays := c.Delay
	key := []string{"delay"}
	if c.Rule.Delays != nil {
		delays, key = Each(c.Rule.Delays...), []string{"rule", "delays"}
		size = len(c.Rule.Delays)
	}
	checkDist(p, kind, c.Name, key, delays, size, math.Inf(-1), math.Inf(1), false)
	low, high := delays.Bounds()
	if delays.List != nil && len(delays.List) == 0 {
		return
	}
	switch {
	case math.IsInf(low, 0) || math.IsInf(high, 0) || math.IsNaN(low) || math.IsNaN(high):
		p.add(kind, c.Name, key, "a delay distribution needs bounds: min of at least 0, and max")
	case low < 0:
		p.add(kind, c.Name, key, "delay %g ms must not be negative", low)
	case math.Round(high/n.DT) > MaxDelaySteps:
		p.add(kind, c.Name, key, "delay %g ms is above the longest that is kept (%d steps, %g ms)", high, MaxDelaySteps, MaxDelaySteps*n.DT)
	}
}

// Projection returns a projection with the coupling's rule, between its
// populations: what draws the pairs.
func (c *Coupling) Projection() *Projection {
	return &Projection{Name: c.Name, Source: c.Source, Target: c.Target, Rule: c.Rule}
}

// checkCoupledRule checks the rule as that of a projection.
func (n *Network) checkCoupledRule(p *problems, c *Coupling, src, dst *Population) {
	own := &problems{}
	checkRule(own, c.Projection(), src, dst)
	n.checkSpace(own, c.Projection(), src, dst)
	for _, err := range own.list {
		if e, ok := err.(*Error); ok {
			_, said, _ := strings.Cut(e.Msg, ": ")
			p.add("coupling", c.Name, e.Path[2:], "%s", said)
		}
	}
}

// checkSilent reports spikes that are asked of a model that has none.
func checkSilent(p *problems, kind, name, key string, pop *Population, instead string) {
	if m := pop.Neuron(); m != nil && m.Silent {
		p.add(kind, name, []string{key}, "population %q (%s) never spikes; %s", pop.Name, m.Name, instead)
	}
}
