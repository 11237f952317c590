package model

import "math"

var fitzhughNagumo = &NeuronModel{
	Name:  "fitzhugh_nagumo",
	Title: "excitable neuron of FitzHugh and Nagumo, two variables without units",
	Equations: `dv/dt = v - v^3 / 3 - w + i_e + i_syn + sum_r g_r (e_rev_r - v)
tau dw/dt = v + a - b w
spike at an upward crossing of v_th, no reset; no units but ms, a current of 1 pA counts as 1`,
	Paper: "FitzHugh 1961, Biophys. J. 1:445; Nagumo, Arimoto & Yoshizawa 1962, Proc. IRE 50:2061",
	Params: []Param{
		paramFree("a", "1", 0.7, "offset of the recovery"),
		paramRate("b", "1", 0.8, "decay of the recovery"),
		paramTau("tau", 12.5, "time constant of the recovery"),
		paramFree("v_th", "1", 1, "upward crossings of it count as spikes"),
		{Name: "i_e", Unit: "1", Default: 0, Min: -1e9, Max: 1e9, Trainable: true, Doc: "constant input"},
	},
	State: []Var{
		{Name: "v", Unit: "1", Default: -1.19941, Doc: "membrane potential (default: rest)"},
		{Name: "w", Unit: "1", Default: -0.62426, Doc: "recovery (default: rest)"},
	},
	Schemes: ownSchemes(),
	Derived: []string{"a", "b", "per_tau", "keep_w", "gain_w", "v_th", "i_e", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		z := p("b") * dt / p("tau")
		gain := dt / p("tau")
		if z > 0 {
			gain *= -math.Expm1(-z) / z
		}
		return []float64{p("a"), p("b"), 1 / p("tau"), math.Exp(-z), gain, p("v_th"), p("i_e"), dt}
	},
}
