package model

import (
	"math"
	"slices"
)

// ProceduralLevels is the number of equally likely weights of a procedural
// projection whose weights are drawn: the quantiles at (k + 1/2)/4096. Kernels
// then need integers only. Of a normal distribution they keep the mean, 0.9998
// of the standard deviation, and reach to 3.7 of these on either side.
const ProceduralLevels = 4096

// Quantile returns the value below which a draw falls with probability u in
// (0, 1), inside the bounds, for constants and the distributions uniform,
// normal, lognormal and exponential; NaN for others.
func (v Value) Quantile(u float64) float64 {
	if v.Bounded && v.Dist != Constant {
		low, high := v.cdf(v.Min), v.cdf(v.Max)
		u = low + u*(high-low)
	}
	x := math.NaN()
	switch v.Dist {
	case Constant:
		if v.List == nil {
			return v.A
		}
		return x
	case Uniform:
		x = v.A + u*(v.B-v.A)
	case Normal:
		x = v.A + v.B*NormalQuantile(u)
	case Lognormal:
		x = math.Exp(v.A + v.B*NormalQuantile(u))
	case Exponential:
		x = -v.A * math.Log1p(-u)
	}
	if v.Bounded {
		x = min(max(x, v.Min), v.Max)
	}
	return x
}

// checkProcedural reports a projection whose rows no kernel can make anew.
func checkProcedural(p *problems, x *Projection) {
	r := x.Rule
	if !r.Procedural {
		return
	}
	add := func(keys []string, format string, args ...any) { p.add("projection", x.Name, keys, format, args...) }
	rule := []string{"rule", "procedural"}
	switch {
	case r.Type != FixedProbability && r.Type != FixedOutdegree:
		add(rule, "%s cannot be procedural; fixed_probability and fixed_outdegree can", r.Type)
	case r.Type == FixedOutdegree && r.NoMultapses:
		add(rule, "fixed_outdegree without multapses cannot be procedural: a row would have to remember its targets")
	case r.Type == FixedProbability && r.P == 1:
		add(rule, "p is 1: use all_to_all, which is not drawn")
	}
	if !slices.Contains([]Dist{Constant, Uniform, Normal, Lognormal, Exponential}, x.Weight.Dist) || x.Weight.List != nil || x.Modulated() {
		add([]string{"weight"}, "weights of a procedural projection are constant, uniform, normal, lognormal or exponential, without a profile")
	}
	if x.Dynamics != nil {
		add([]string{"dynamics"}, "presynaptic dynamics act through stored synapses; a procedural projection has none")
	}
	if x.Plasticity != nil {
		add([]string{"plasticity"}, "a procedural projection keeps no weights that could change")
	}
	if !x.UniformDelay() {
		add([]string{"delay"}, "the delay of a procedural projection is constant")
	}
}
