package model

import "math"

var tanhRate = &NeuronModel{
	Name:  "tanh_rate",
	Title: "rate unit with a sigmoid gain, the unit of reservoirs",
	Equations: `tau dr/dt = -r + mu + tanh(g (i - theta))
i: sum of stimuli, couplings and receptors`,
	Paper: "Hahne et al. 2017, Front. Neuroinform. 11:34; Jaeger et al. 2007, Neural Networks 20:335",
	Params: []Param{
		{Name: "tau", Unit: "ms", Default: 10, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "time constant"},
		{Name: "mu", Unit: "1", Default: 0, Min: -1e9, Max: 1e9, Trainable: true, Doc: "mean drive, outside of the gain"},
		{Name: "g", Unit: "1", Default: 1, Min: -1e6, Max: 1e6, Trainable: true, Doc: "gain"},
		{Name: "theta", Unit: "1", Default: 0, Min: -1e9, Max: 1e9, Trainable: true, Doc: "threshold"},
	},
	State: []Var{{Name: "r", Unit: "1", Doc: "rate"}},
	Schemes: []Scheme{
		{Name: "exact", Outputs: []Output{OutputCurrent}, Doc: "propagator of the linear equation, the input held during the step"},
	},
	Derived: []string{"mu", "g", "theta", "decay"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{p("mu"), p("g"), p("theta"), math.Exp(-dt / p("tau"))}
	},
	Silent: true,
}
