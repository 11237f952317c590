package model

var morrisLecar = &NeuronModel{
	Name:  "morris_lecar",
	Title: "Morris and Lecar's model of the barnacle's muscle fibre",
	Equations: `c_m dv/dt = g_l (e_l - v) + g_ca m_inf (e_ca - v) + g_k w (e_k - v) + i_e + i_syn + sum_r g_r (e_rev_r - v)
dw/dt = phi cosh((v - v_3) / (2 v_4)) (w_inf - w)
m_inf = (1 + tanh((v - v_1) / v_2)) / 2
w_inf = (1 + tanh((v - v_3) / v_4)) / 2
spike at an upward crossing of v_th, no reset`,
	Paper: "Morris & Lecar 1981, Biophys. J. 35:193; parameters of Rinzel & Ermentrout 1998, Hopf case, for 1 uF/cm2 = 1 pF",
	Params: []Param{paramCM(20), paramGL(2), paramEL(-60),
		paramRate("g_ca", "nS", 4.4, "peak calcium conductance"), paramMV("e_ca", 120, "calcium reversal potential"),
		paramRate("g_k", "nS", 8, "peak potassium conductance"), paramMV("e_k", -84, "potassium reversal potential"),
		paramMV("v_1", -1.2, "half activation of calcium"), paramPositive("v_2", "mV", 18, "slope of it"),
		paramMV("v_3", 2, "half activation of potassium"), paramPositive("v_4", "mV", 30, "slope of it"),
		paramRate("phi", "1/ms", 0.04, "rate of potassium"),
		paramMV("v_th", 0, "upward crossings of it count as spikes"), paramIE(0)},
	State: []Var{
		{Name: "v", Unit: "mV", Default: -60.855, Doc: "membrane potential (default: rest)"},
		{Name: "w", Unit: "1", Default: 0.01493, Doc: "potassium activation (default: rest)"},
	},
	Schemes: ownSchemes(),
	Derived: []string{"g_l", "ge_l", "g_ca", "e_ca", "g_k", "e_k", "v_1", "per_v_2", "v_3", "per_v_4", "phi", "v_th", "i_e", "per_c", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{p("g_l"), p("g_l") * p("e_l"), p("g_ca"), p("e_ca"), p("g_k"), p("e_k"), p("v_1"), 2 / p("v_2"),
			p("v_3"), 1 / p("v_4"), p("phi") / 2, p("v_th"), p("i_e"), 1 / p("c_m"), dt}
	},
}

// ownSchemes are the schemes of models that spike without a reset, numbered as
// in their fragments.
func ownSchemes() []Scheme {
	return []Scheme{schemeRK4(), schemeExponentialEuler("each variable linearised in itself, with the others of the step's beginning; order 1"),
		schemeHeun(), schemeEuler(), schemeRK45()}
}

// gateSchemes are those of models with gating variables.
func gateSchemes() []Scheme {
	return []Scheme{
		{Name: "staggered", Outputs: everyOutput(), Held: true, Doc: "gates first, then v with the new gates; order 1"},
		{Name: "exponential_euler", Outputs: everyOutput(), Doc: "everything from the values of the step's beginning, as Brian2 does; order 1"},
		schemeRK4(), schemeHeun(), schemeEuler(), schemeRK45(),
	}
}
