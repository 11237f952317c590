package model

var perfect = &NeuronModel{
	Name:  "if",
	Title: "perfect integrate-and-fire neuron, a membrane without leak",
	Equations: `c_m dv/dt = i_e + i_syn + sum_r g_r (e_rev_r - v)
spike when v >= v_th: v = v_reset, held there for t_ref`,
	Paper:  "Gerstein & Mandelbrot 1964, Biophys. J. 4:41",
	Params: []Param{paramCM(250), paramMV("v_th", -55, "spike threshold"), paramVReset(-70), paramTRef(2), paramIE(0)},
	Unit:   [2]string{"v_reset", "v_th"},
	State:  []Var{varV("v_reset"), varRefractory()},
	Schemes: []Scheme{
		{Name: "exact", Outputs: linearOutputs(), Exact: true, Doc: "sum of the inputs; current and voltage receptors"},
		{Name: "exponential_euler", Outputs: everyOutput(), Held: true, Doc: "conductances and currents held during the step"},
		schemeEuler(),
	},
	Derived: []string{"i_e", "dt_c", "v_th", "v_reset", "refractory_steps"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{p("i_e"), dt / p("c_m"), p("v_th"), p("v_reset"), refractorySteps(p, dt)}
	},
	Check:    func(p Lookup) error { return below(p, "v_reset", "v_th") },
	Membrane: func(p Lookup) (tau, r float64) { return noLeak, noLeak / p("c_m") },
}
