package model

import "math"

var hindmarshRose = &NeuronModel{
	Name:  "hindmarsh_rose",
	Title: "bursting neuron of Hindmarsh and Rose, three variables without units",
	Equations: `dv/dt = y - a v^3 + b v^2 - z + i_e + i_syn + sum_r g_r (e_rev_r - v)
dy/dt = c - d v^2 - y
dz/dt = r (s (v - v_rest) - z)
spike at an upward crossing of v_th, no reset; no units but ms, a current of 1 pA counts as 1`,
	Paper: "Hindmarsh & Rose 1984, Proc. R. Soc. Lond. B 221:87",
	Params: []Param{
		paramFree("a", "1", 1, "cubic term"),
		paramFree("b", "1", 3, "quadratic term"),
		paramFree("c", "1", 1, "constant of the recovery"),
		paramFree("d", "1", 5, "quadratic term of the recovery"),
		paramRate("r", "1/ms", 0.01, "rate of the adaptation"),
		paramFree("s", "1", 4, "adaptation by the potential"),
		paramFree("v_rest", "1", -1.6, "potential without adaptation"),
		paramFree("v_th", "1", 1, "upward crossings of it count as spikes"),
		{Name: "i_e", Unit: "1", Default: 0, Min: -1e9, Max: 1e9, Trainable: true, Doc: "constant input"},
	},
	State: []Var{
		{Name: "v", Unit: "1", Default: -1.6, Doc: "membrane potential"},
		{Name: "y", Unit: "1", Default: -11.8, Doc: "fast recovery (default: 1 - 5 v^2 at -1.6)"},
		{Name: "z", Unit: "1", Doc: "slow adaptation"},
	},
	Schemes: ownSchemes(),
	Derived: []string{"a", "b", "c", "d", "r", "s", "v_rest", "v_th", "i_e", "keep_y", "keep_z", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{p("a"), p("b"), p("c"), p("d"), p("r"), p("s"), p("v_rest"), p("v_th"), p("i_e"),
			math.Exp(-dt), math.Exp(-p("r") * dt), dt}
	},
}
