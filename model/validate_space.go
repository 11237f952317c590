package model

import (
	"math"
	"slices"
)

// RuleTypes lists the connectivity rules.
func RuleTypes() []RuleType {
	return []RuleType{AllToAll, OneToOne, FixedProbability, FixedIndegree, FixedOutdegree, FixedTotalNumber, Explicit,
		DistanceDependent, GridFour, GridEight, GridN, SmallWorld, ScaleFree, Clustered}
}

// checkSpace checks what a projection takes from distances, and whether it can be procedural.
func (n *Network) checkSpace(p *problems, x *Projection, src, dst *Population) {
	checkProcedural(p, x)
	add := func(key, format string, args ...any) { p.add("projection", x.Name, []string{key}, format, args...) }
	if !x.WeightProfile.known() {
		add("weight_profile", "there is no profile %q%s", x.WeightProfile.Type, hint(string(x.WeightProfile.Type), Profiles()))
	} else if x.Modulated() && !(x.WeightProfile.Range > 0 && !math.IsInf(x.WeightProfile.Range, 0)) {
		add("weight_profile", "the range is %g mm, must be above 0", x.WeightProfile.Range)
	}
	if !(x.Velocity >= 0) || math.IsInf(x.Velocity, 0) {
		add("velocity", "velocity is %g mm/ms, must be above 0, or 0 for delays without distance", x.Velocity)
	}
	if x.Modulated() && x.Rule.Weights != nil {
		add("weight_profile", "the rule lists the weights of its pairs; a profile would change them")
	}
	if x.Velocity > 0 && x.Rule.Delays != nil {
		add("velocity", "the rule lists the delays of its pairs; a velocity would change them")
	}
	if !x.Spatial() {
		return
	}
	for _, pop := range []*Population{src, dst} {
		if pop.Positions == nil {
			add("rule", "population %q has no positions, which a dependence on distance needs", pop.Name)
			return
		}
		if _, msg := pop.Positions.check(pop.Size); msg != "" {
			return // the population's own problem
		}
	}
	a, b := src.Positions, dst.Positions
	switch {
	case src.Size == 0 || dst.Size == 0:
	case a.Dimensions() != b.Dimensions():
		add("rule", "%q lies in %d dimensions, %q in %d; distances need one space", src.Name, a.Dimensions(), dst.Name, b.Dimensions())
	case a.Periodic != b.Periodic || a.Periodic && !slices.Equal(a.Extent, b.Extent):
		add("rule", "%q and %q do not lie in one space: both must be periodic with one extent, or neither", src.Name, dst.Name)
	}
}

// checkStructured checks the rules that depend on space or on an order of neurons.
func checkStructured(p *problems, x *Projection, src, dst *Population) {
	r := x.Rule
	add := func(key, format string, args ...any) {
		p.add("projection", x.Name, []string{"rule", key}, format, args...)
	}
	probability := func(key string, v float64) {
		if !(v >= 0 && v <= 1) {
			add(key, "%s is %g, must be from 0 to 1", key, v)
		}
	}
	switch r.Type {
	case DistanceDependent:
		probability("p", r.P)
		if !r.Profile.known() {
			add("profile", "there is no profile %q%s", r.Profile.Type, hint(string(r.Profile.Type), Profiles()))
		} else if r.Profile.Type != ProfileConstant && !(r.Profile.Range > 0 && !math.IsInf(r.Profile.Range, 0)) {
			add("range", "range is %g mm, must be above 0", r.Profile.Range)
		}
		if !(r.Cutoff >= 0) || math.IsInf(r.Cutoff, 0) {
			add("cutoff", "cutoff is %g mm, must be above 0, or 0 for none", r.Cutoff)
		}
	case GridFour, GridEight, GridN:
		checkGrid(add, r, src, dst)
	case SmallWorld, ScaleFree:
		if x.Source != x.Target {
			add("type", "%s joins a population to itself, not %q to %q", r.Type, src.Name, dst.Name)
		}
		switch {
		case r.Type == SmallWorld && (r.N < 0 || r.N%2 != 0 || r.N >= max(src.Size, 1)):
			add("n", "n is %d, must be even and below the %d neurons", r.N, src.Size)
		case r.Type == ScaleFree && (r.N < 1 || r.N >= max(src.Size, 1)):
			add("n", "n is %d, must be at least 1 and below the %d neurons", r.N, src.Size)
		}
		if r.Type == SmallWorld {
			probability("p", r.P)
		}
	case Clustered:
		probability("p", r.P)
		probability("p_out", r.POut)
		if r.Clusters < 1 || r.Clusters > max(min(src.Size, dst.Size), 1) {
			add("clusters", "clusters is %d, must be at least 1 and at most the neurons of both populations", r.Clusters)
		}
	}
}

func checkGrid(add func(key, format string, args ...any), r Rule, src, dst *Population) {
	for _, pop := range []*Population{src, dst} {
		if pop.Positions == nil || pop.Positions.Type != PositionsGrid {
			add("type", "%s needs populations on a grid, %q is not", r.Type, pop.Name)
			return
		}
	}
	if !slices.Equal(src.Positions.Shape, dst.Positions.Shape) {
		add("type", "%s needs grids of one shape: %q has %v, %q has %v", r.Type, src.Name, src.Positions.Shape, dst.Name, dst.Positions.Shape)
	} else if r.Type != GridN && len(src.Positions.Shape) != 2 {
		add("type", "%s needs a grid of 2 dimensions, %q has %d", r.Type, src.Name, len(src.Positions.Shape))
	}
	if src.Positions.Periodic != dst.Positions.Periodic {
		add("type", "%s needs both grids periodic, or neither", r.Type)
	}
	if r.Type == GridN && r.N < 0 {
		add("n", "n is %d, must not be negative", r.N)
	}
}
