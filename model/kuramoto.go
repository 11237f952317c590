package model

import "math"

var kuramoto = &NeuronModel{
	Name:  "kuramoto",
	Title: "phase oscillator",
	Equations: `dtheta/dt = 2 pi frequency + i, theta kept from -pi to pi
i: sum of stimuli, couplings (type sine) and receptors, rad/ms`,
	Paper: "Kuramoto 1984, Chemical Oscillations, Waves, and Turbulence",
	Params: []Param{
		{Name: "frequency", Unit: "Hz", Default: 40, Min: -1e5, Max: 1e5, Trainable: true, Doc: "natural frequency"},
	},
	State: []Var{{Name: "theta", Unit: "rad", Doc: "phase"}},
	Schemes: []Scheme{
		{Name: "exact", Outputs: []Output{OutputCurrent}, Doc: "exact while the input is held during the step"},
	},
	Derived: []string{"w", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{2 * math.Pi * p("frequency") / 1000, dt}
	},
	Silent: true,
}
