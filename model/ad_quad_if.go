package model

import "math"

var adQuadIf = &NeuronModel{
	Name:  "ad_quad_if",
	Title: "quadratic integrate-and-fire neuron with an adaptation current",
	Equations: `c_m dv/dt = k (v - e_l) (v - v_c) - w + i_e + i_syn + sum_r g_r (e_rev_r - v)
tau_w dw/dt = a (v - e_l) - w
spike when v >= v_peak: w += b, v = v_reset, held there for t_ref`,
	Paper: "Izhikevich 2007, Dynamical Systems in Neuroscience, section 8.1.4 (there a is 1 / tau_w, b is a, d is b)",
	Params: []Param{paramCM(100), paramPositive("k", "nS/mV", 0.7, "curvature"), paramEL(-60),
		paramMV("v_c", -40, "potential above which v runs away without input"),
		paramFree("a", "nS", -2, "adaptation by the potential"),
		paramFree("b", "pA", 100, "adaptation by a spike"),
		paramTau("tau_w", 33.3, "time constant of the adaptation"),
		paramVPeak(35), paramVReset(-50), paramTRef(0), paramIE(0)},
	Unit:    [2]string{"e_l", "v_peak"},
	State:   []Var{varV("e_l"), {Name: "w", Unit: "pA", Doc: "adaptation current"}, varRefractory()},
	Schemes: upstrokeSchemes(),
	Derived: []string{"k", "e_l", "v_c", "v_peak", "v_reset", "refractory_steps", "a", "b", "per_tau_w", "keep_w", "i_e", "per_c", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{p("k"), p("e_l"), p("v_c"), p("v_peak"), p("v_reset"), refractorySteps(p, dt), p("a"), p("b"),
			1 / p("tau_w"), math.Exp(-dt / p("tau_w")), p("i_e"), 1 / p("c_m"), dt}
	},
	Check: func(p Lookup) error { return below(p, "v_reset", "v_peak") },
}
