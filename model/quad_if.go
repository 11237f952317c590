package model

var quadIf = &NeuronModel{
	Name:  "quad_if",
	Title: "quadratic integrate-and-fire neuron",
	Equations: `c_m dv/dt = k (v - e_l) (v - v_c) + i_e + i_syn + sum_r g_r (e_rev_r - v)
spike when v >= v_peak: v = v_reset, held there for t_ref`,
	Paper: "Latham, Richmond, Nelson & Nirenberg 2000, J. Neurophysiol. 83:808",
	Params: []Param{paramCM(100), paramPositive("k", "nS/mV", 0.7, "curvature"), paramEL(-60),
		paramMV("v_c", -40, "potential above which v runs away without input"),
		paramVPeak(35), paramVReset(-50), paramTRef(0), paramIE(0)},
	Unit:    [2]string{"e_l", "v_peak"},
	State:   []Var{varV("e_l"), varRefractory()},
	Schemes: upstrokeSchemes(),
	Derived: []string{"k", "e_l", "v_c", "v_peak", "v_reset", "refractory_steps", "i_e", "per_c", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{p("k"), p("e_l"), p("v_c"), p("v_peak"), p("v_reset"), refractorySteps(p, dt), p("i_e"), 1 / p("c_m"), dt}
	},
	Check: func(p Lookup) error { return below(p, "v_reset", "v_peak") },
}
