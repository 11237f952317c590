package model

import "math"

var nmda = &SynapseModel{
	Name:  "nmda",
	Title: "NMDA receptors of second order: rise, decay, saturation",
	Equations: `dx/dt = -x / tau_rise, x += w / g_max at an arrival
ds/dt = alpha x (1 - s) - s / tau_decay, g = g_max s
all synapses of the receptor are one pool of g_max; for saturation in each source give its projections the dynamics nmda_saturation`,
	Paper:   "Wang 1999, J. Neurosci. 19:9587; Wang 2002, Neuron 36:955",
	Outputs: []Output{OutputMagnesium, OutputConductance},
	Params: []Param{
		{Name: "tau_rise", Unit: "ms", Default: 2, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "time constant of the rise"},
		{Name: "tau_decay", Unit: "ms", Default: 100, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "time constant of the decay"},
		{Name: "alpha", Unit: "1/ms", Default: 0.5, Min: 0, Max: 1e3, Trainable: true, Doc: "rate of opening"},
		{Name: "g_max", Unit: "nS", Default: 1, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "conductance when all channels are open"},
		{Name: "e_rev", Unit: "mV", Default: 0, Min: -1e4, Max: 1e4, Trainable: true, Doc: "reversal potential"},
		paramMagnesium,
	},
	State: []Var{
		{Name: "s", Unit: "1", Doc: "open fraction"},
		{Name: "x", Unit: "nS", Doc: "weights that arrived, decaying with tau_rise"},
	},
	Derived:     []string{"decay_rise", "opening", "half_decay", "g_max"},
	NonNegative: true,
	Derive: func(p Lookup, dt float64, _ Scheme, _, _ float64) []float64 {
		rise := p("tau_rise")
		return []float64{math.Exp(-dt / rise), p("alpha") * rise * -math.Expm1(-dt/rise) / p("g_max"),
			math.Exp(-dt / (2 * p("tau_decay"))), p("g_max")}
	},
}
