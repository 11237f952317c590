package model

var wangBuzsaki = &NeuronModel{
	Name:  "wang_buzsaki",
	Title: "fast-spiking interneuron of Wang and Buzsaki",
	Equations: `c_m dv/dt = g_l (e_l - v) + g_na m_inf^3 h (e_na - v) + g_k n^4 (e_k - v) + i_e + i_syn + sum_r g_r (e_rev_r - v)
dx/dt = phi (alpha_x (1 - x) - beta_x x) for x = h, n; m_inf = alpha_m / (alpha_m + beta_m):
alpha_m = 0.1 (v + 35) / (1 - exp(-0.1 (v + 35)))    beta_m = 4 exp(-(v + 60) / 18)
alpha_h = 0.07 exp(-(v + 58) / 20)                   beta_h = 1 / (1 + exp(-0.1 (v + 28)))
alpha_n = 0.01 (v + 34) / (1 - exp(-0.1 (v + 34)))   beta_n = 0.125 exp(-(v + 44) / 80)
spike at an upward crossing of v_spike, no reset`,
	Paper: "Wang & Buzsaki 1996, J. Neurosci. 16:6402, for 1 uF/cm2 = 100 pF",
	Params: []Param{paramCM(100), paramGL(10), paramEL(-65),
		paramRate("g_na", "nS", 3500, "peak sodium conductance"), paramMV("e_na", 55, "sodium reversal potential"),
		paramRate("g_k", "nS", 900, "peak potassium conductance"), paramMV("e_k", -90, "potassium reversal potential"),
		paramRate("phi", "1", 5, "temperature factor of the rates of h and n"),
		paramMV("v_spike", 0, "upward crossings of it count as spikes"), paramIE(0)},
	State: []Var{
		{Name: "v", Unit: "mV", Default: -64.018, Doc: "membrane potential (default: rest)"},
		{Name: "h", Unit: "1", Default: 0.7808, Doc: "sodium inactivation (default: rest)"},
		{Name: "n", Unit: "1", Default: 0.0891, Doc: "potassium activation (default: rest)"},
	},
	Schemes: gateSchemes(),
	Derived: []string{"g_l", "ge_l", "g_na", "e_na", "g_k", "e_k", "phi", "v_spike", "i_e", "per_c", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{p("g_l"), p("g_l") * p("e_l"), p("g_na"), p("e_na"), p("g_k"), p("e_k"), p("phi"), p("v_spike"), p("i_e"), 1 / p("c_m"), dt}
	},
}
