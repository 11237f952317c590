package model

import "math"

var pinskyRinzel = &NeuronModel{
	Name:  "pinsky_rinzel",
	Title: "CA3 pyramidal neuron of Pinsky and Rinzel, a soma and a dendrite",
	Equations: `c_m dv/dt = g_l (e_l - v) + g_na m_inf^2 h (e_na - v) + g_kdr n (e_k - v) + (g_c (v_d - v) + i_e + (1 - f_d) i_in) / p
c_m dv_d/dt = g_l (e_l - v_d) + g_ca s^2 (e_ca - v_d) + (g_ahp q + g_kc c min(ca / 250, 1)) (e_k - v_d) + (g_c (v - v_d) + i_d + f_d i_in) / (1 - p)
dca/dt = phi_ca g_ca s^2 (e_ca - v_d) - beta_ca ca
dx/dt = alpha_x (1 - x) - beta_x x for x = h, n, s, c, q; m_inf = alpha_m / (alpha_m + beta_m), with u = v + 60, w = v_d + 60:
alpha_m = 0.32 (13.1 - u) / (exp((13.1 - u) / 4) - 1)     beta_m = 0.28 (u - 40.1) / (exp((u - 40.1) / 5) - 1)
alpha_h = 0.128 exp((17 - u) / 18)                        beta_h = 4 / (1 + exp((40 - u) / 5))
alpha_n = 0.016 (35.1 - u) / (exp((35.1 - u) / 5) - 1)    beta_n = 0.25 exp(0.5 - 0.025 u)
alpha_s = 1.6 / (1 + exp(-0.072 (w - 65)))                beta_s = 0.02 (w - 51.1) / (exp((w - 51.1) / 5) - 1)
alpha_c + beta_c = 2 exp((6.5 - w) / 27); alpha_c is all of it above w = 50, below exp((w - 10) / 11 - (w - 6.5) / 27) / 18.975
alpha_q = min(0.00002 ca, 0.01)                           beta_q = 0.001
i_in = i_syn + sum_r g_r (e_rev_r - v or v_d)
spike at an upward crossing of v_spike at the soma, no reset`,
	Paper: "Pinsky & Rinzel 1994, J. Comput. Neurosci. 1:39, erratum 2:275; rest at -60 mV, 1 uF/cm2 = 100 pF",
	Params: []Param{paramCM(300), paramGL(10), paramEL(-60),
		paramRate("g_na", "nS", 3000, "peak sodium conductance"), paramMV("e_na", 60, "sodium reversal potential"),
		paramRate("g_kdr", "nS", 1500, "peak delayed rectifier conductance"), paramMV("e_k", -75, "potassium reversal potential"),
		paramRate("g_ca", "nS", 1000, "peak calcium conductance"), paramMV("e_ca", 80, "calcium reversal potential"),
		paramRate("g_ahp", "nS", 80, "peak slow calcium-activated conductance"),
		paramRate("g_kc", "nS", 1500, "peak fast calcium-activated conductance"),
		paramRate("g_c", "nS", 210, "coupling of soma and dendrite"),
		{Name: "p", Unit: "1", Default: 0.5, Min: 0.01, Max: 0.99, Doc: "part of the membrane that is the soma"},
		{Name: "f_d", Unit: "1", Default: 0, Min: 0, Max: 1, Doc: "part of stimuli and synaptic input that reaches the dendrite"},
		paramRate("phi_ca", "1/(pA ms)", 0.0013, "calcium by the calcium current"),
		paramPositive("beta_ca", "1/ms", 0.075, "decay of calcium"),
		paramMV("v_spike", 0, "upward crossings of it count as spikes"), paramIE(0),
		paramFree("i_d", "pA", 0, "constant input current of the dendrite")},
	State: []Var{
		{Name: "v", Unit: "mV", Default: -64.6, Doc: "potential of the soma"},
		{Name: "v_d", Unit: "mV", Default: -64.5, Doc: "potential of the dendrite"},
		{Name: "h", Unit: "1", Default: 0.999, Doc: "sodium inactivation"},
		{Name: "n", Unit: "1", Default: 0.001, Doc: "potassium activation"},
		{Name: "s", Unit: "1", Default: 0.009, Doc: "calcium activation"},
		{Name: "c", Unit: "1", Default: 0.007, Doc: "activation of the fast calcium-activated potassium"},
		{Name: "q", Unit: "1", Default: 0.01, Doc: "activation of the slow one"},
		{Name: "ca", Unit: "1", Default: 0.2, Doc: "calcium"},
	},
	Schemes: gateSchemes(),
	Derived: []string{"g_l", "ge_l", "g_na", "e_na", "g_kdr", "g_ca", "e_ca", "g_ahp", "g_kc", "e_k", "g_soma", "g_dend", "i_soma", "i_dend",
		"in_soma", "in_dend", "phi_ca", "beta_ca", "keep_ca", "per_beta", "v_spike", "per_c", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		soma, dend, beta := p("p"), 1-p("p"), p("beta_ca")
		return []float64{p("g_l"), p("g_l") * p("e_l"), p("g_na"), p("e_na"), p("g_kdr"), p("g_ca"), p("e_ca"), p("g_ahp"), p("g_kc"), p("e_k"),
			p("g_c") / soma, p("g_c") / dend, p("i_e") / soma, p("i_d") / dend, (1 - p("f_d")) / soma, p("f_d") / dend,
			p("phi_ca"), beta, math.Exp(-beta * dt), -math.Expm1(-beta*dt) / beta, p("v_spike"), 1 / p("c_m"), dt}
	},
}
