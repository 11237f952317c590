package model

import "math"

var nmdaDiscrete = &SynapseModel{
	Name:  "nmda_discrete",
	Title: "NMDA receptors of second order, in the discrete form for training",
	Equations: `dx/dt = -x / tau_rise, x += w / g_max at an arrival
ds/dt = alpha x (1 - s) - s / tau_decay, g = g_max s, by exponential Euler with the x of the step's end`,
	Paper:       "Wang 1999, J. Neurosci. 19:9587; Wang 2002, Neuron 36:955",
	Outputs:     nmda.Outputs,
	Params:      nmda.Params,
	State:       nmda.State,
	Derived:     []string{"decay_rise", "opening", "closing", "g_max"},
	NonNegative: true,
	Derive: func(p Lookup, dt float64, _ Scheme, _, _ float64) []float64 {
		return []float64{math.Exp(-dt / p("tau_rise")), p("alpha") * dt / p("g_max"), dt / p("tau_decay"), p("g_max")}
	},
}
