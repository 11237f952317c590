package model

import "math"

var alpha = &SynapseModel{
	Name:  "alpha",
	Title: "conductance or current of the form of an alpha function",
	Equations: `dx/dt = -x / tau, dg/dt = (x - g) / tau, x += e w at an arrival
g(t) = w (t / tau) exp(1 - t / tau) after one arrival: its peak w is tau after the arrival`,
	Paper:   "Rotter & Diesmann 1999, Biol. Cybern. 81:381",
	Outputs: []Output{OutputCurrent, OutputConductance, OutputMagnesium},
	Params: []Param{
		{Name: "tau", Unit: "ms", Default: 2, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "time constant"},
		{Name: "e_rev", Unit: "mV", Default: 0, Min: -1e4, Max: 1e4, Trainable: true, Doc: "reversal potential (output conductance or magnesium)"},
		paramMagnesium,
	},
	State: []Var{
		{Name: "g", Unit: "nS or pA", Doc: "conductance or current"},
		{Name: "x", Unit: "nS or pA", Doc: "rise"},
	},
	Derived: []string{"decay", "slope", "jump", "gain", "gain_x"},
	Derive: func(p Lookup, dt float64, s Scheme, tauM, _ float64) []float64 {
		gain, gainX := 1.0, 0.0
		if s.Exact {
			gain, gainX = exactGains(dt, p("tau"), tauM)
		}
		return []float64{math.Exp(-dt / p("tau")), dt / p("tau"), math.E, gain, gainX}
	},
	Linear: &Linear{Tau: "tau", Alpha: true, Jump: math.E},
}
