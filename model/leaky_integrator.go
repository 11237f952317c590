package model

import "math"

var leakyIntegrator = &NeuronModel{
	Name:      "leaky_integrator",
	Title:     "membrane that never spikes, the readout of a network",
	Equations: `c_m dv/dt = g_l (e_l - v) + i_e + i_syn + sum_r g_r (e_rev_r - v)`,
	Paper:     "Lapicque 1907, J. Physiol. Pathol. Gen. 9:620",
	Params:    []Param{paramCM(250), paramGL(25), paramEL(-70), paramIE(0)},
	State:     []Var{varV("e_l")},
	Schemes:   linearSchemes(),
	Derived:   []string{"e_l", "g_l", "i_e", "r_m", "alpha", "dt_c"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{p("e_l"), p("g_l"), p("i_e"), 1 / p("g_l"), math.Exp(-dt * p("g_l") / p("c_m")), dt / p("c_m")}
	},
	Silent:   true,
	Membrane: leakyMembrane,
	Leaky:    &Leaky{C: "c_m", G: "g_l", E: "e_l", I: "i_e"},
}
