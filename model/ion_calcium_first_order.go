package model

import "math"

var calciumFirstOrder = &IonModel{
	Name:  "calcium_first_order",
	Title: "calcium in arbitrary units, fed by the inward current",
	Equations: `dc/dt = max(-alpha i, 0) - beta (c - c_rest), i the sum of the pool's currents in pA
e_rev constant; alpha is 0.13 / (ms uA/cm2) on 1e-4 cm2`,
	Paper: "Traub et al. 1991, J. Neurophysiol. 66:635; Pinsky & Rinzel 1994, J. Comput. Neurosci. 1:39",
	Params: []Param{
		{Name: "alpha", Unit: "mM/(ms pA)", Default: 1.3e-3, Min: 0, Max: 1e6, Trainable: true, Doc: "what one pA adds"},
		{Name: "beta", Unit: "1/ms", Default: 0.075, Min: 0, Max: 1e3, Open: true, Trainable: true, Doc: "rate of removal"},
		{Name: "c_rest", Unit: "mM", Default: 0, Min: 0, Max: 1e6, Doc: "concentration without current"},
		{Name: "e_rev", Unit: "mV", Default: 80, Min: -1e3, Max: 1e3, Trainable: true, Doc: "reversal potential"},
	},
	State:   ionState("c_rest", false),
	Derived: []string{"e_rev", "c_rest", "gain", "fill"},
	Derive: func(p Lookup, dt float64) []float64 {
		return []float64{p("e_rev"), p("c_rest"), p("alpha") / p("beta"), -math.Expm1(-p("beta") * dt)}
	},
	Reversal: func(p Lookup, _ float64) float64 { return p("e_rev") },
}
