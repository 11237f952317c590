package model

import "math"

var qifRate = &NeuronModel{
	Name:  "qif_rate",
	Title: "mean field of quadratic integrate-and-fire neurons",
	Equations: `tau dr/dt = delta / (pi tau) + 2 r v
tau dv/dt = v^2 + eta + j tau r + i - (pi tau r)^2
i: sum of stimuli, couplings and receptors; r in spikes/ms`,
	Paper: "Montbrio, Pazo & Roxin 2015, Phys. Rev. X 5:021028",
	Params: []Param{
		{Name: "tau", Unit: "ms", Default: 1, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "membrane time constant"},
		{Name: "eta", Unit: "1", Default: -5, Min: -1e6, Max: 1e6, Trainable: true, Doc: "centre of the excitabilities"},
		{Name: "delta", Unit: "1", Default: 1, Min: 0, Max: 1e6, Trainable: true, Doc: "half width of the excitabilities"},
		{Name: "j", Unit: "1", Default: 15, Min: -1e6, Max: 1e6, Trainable: true, Doc: "recurrent weight"},
	},
	State: []Var{
		{Name: "r", Unit: "1/ms", Doc: "firing rate of a neuron"},
		{Name: "v", Unit: "1", Default: -2, Doc: "mean membrane potential"},
	},
	Schemes: rungeKutta(),
	Derived: []string{"rate", "spread", "eta", "j_tau", "pi_tau", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		tau := p("tau")
		return []float64{1 / tau, p("delta") / (math.Pi * tau * tau), p("eta"), p("j") * tau, math.Pi * tau, dt}
	},
	Silent: true,
}
