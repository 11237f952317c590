package model

import "math"

var wilsonCowan = &NeuronModel{
	Name:  "wilson_cowan",
	Title: "excitatory and inhibitory activity of a population",
	Equations: `tau_e de/dt = -e + (1 - r_e e) S(c_ee e - c_ei i + p + x; a_e, theta_e)
tau_i di/dt = -i + (1 - r_i i) S(c_ie e - c_ii i + q; a_i, theta_i)
S(u; a, theta) = 1 / (1 + exp(-a (u - theta))) - 1 / (1 + exp(a theta))
x: sum of stimuli, couplings and receptors`,
	Paper: "Wilson & Cowan 1972, Biophys. J. 12:1",
	Params: []Param{
		{Name: "tau_e", Unit: "ms", Default: 10, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "time constant of e"},
		{Name: "tau_i", Unit: "ms", Default: 10, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "time constant of i"},
		{Name: "c_ee", Unit: "1", Default: 12, Min: -1e6, Max: 1e6, Trainable: true, Doc: "excitation of e"},
		{Name: "c_ei", Unit: "1", Default: 4, Min: -1e6, Max: 1e6, Trainable: true, Doc: "inhibition of e"},
		{Name: "c_ie", Unit: "1", Default: 13, Min: -1e6, Max: 1e6, Trainable: true, Doc: "excitation of i"},
		{Name: "c_ii", Unit: "1", Default: 11, Min: -1e6, Max: 1e6, Trainable: true, Doc: "inhibition of i"},
		{Name: "a_e", Unit: "1", Default: 1.2, Min: 0, Max: 1e3, Trainable: true, Doc: "slope of e's gain function"},
		{Name: "theta_e", Unit: "1", Default: 2.8, Min: -1e3, Max: 1e3, Trainable: true, Doc: "where that is steepest"},
		{Name: "a_i", Unit: "1", Default: 1, Min: 0, Max: 1e3, Trainable: true, Doc: "slope of i's gain function"},
		{Name: "theta_i", Unit: "1", Default: 4, Min: -1e3, Max: 1e3, Trainable: true, Doc: "where that is steepest"},
		{Name: "r_e", Unit: "1", Default: 1, Min: 0, Max: 1e3, Trainable: true, Doc: "refractory fraction of e"},
		{Name: "r_i", Unit: "1", Default: 1, Min: 0, Max: 1e3, Trainable: true, Doc: "refractory fraction of i"},
		{Name: "p", Unit: "1", Default: 0, Min: -1e6, Max: 1e6, Trainable: true, Doc: "drive of e"},
		{Name: "q", Unit: "1", Default: 0, Min: -1e6, Max: 1e6, Trainable: true, Doc: "drive of i"},
	},
	State: []Var{
		{Name: "e", Unit: "1", Doc: "excitatory activity"},
		{Name: "i", Unit: "1", Doc: "inhibitory activity"},
	},
	Schemes: rungeKutta(),
	Derived: []string{"rate_e", "rate_i", "c_ee", "c_ei", "c_ie", "c_ii", "a_e", "theta_e", "a_i", "theta_i",
		"r_e", "r_i", "p", "q", "base_e", "base_i", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{1 / p("tau_e"), 1 / p("tau_i"), p("c_ee"), p("c_ei"), p("c_ie"), p("c_ii"),
			p("a_e"), p("theta_e"), p("a_i"), p("theta_i"), p("r_e"), p("r_i"), p("p"), p("q"),
			1 / (1 + math.Exp(p("a_e")*p("theta_e"))), 1 / (1 + math.Exp(p("a_i")*p("theta_i"))), dt}
	},
	Silent: true,
}
