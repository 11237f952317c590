package model

var fitzhughNagumoRate = &NeuronModel{
	Name:  "fitzhugh_nagumo_rate",
	Title: "activity of a region as a FitzHugh-Nagumo oscillator",
	Equations: `dx/dt = -alpha x^3 + beta x^2 + gamma x - y + i
tau dy/dt = x - delta - epsilon y
i: sum of stimuli, couplings and receptors; time in ms`,
	Paper: "Kostova, Ravindran & Schonbek 2004, Int. J. Bifurcat. Chaos 14:913",
	Params: []Param{
		{Name: "alpha", Unit: "1", Default: 3, Min: 0, Max: 1e6, Trainable: true, Doc: "factor of x^3"},
		{Name: "beta", Unit: "1", Default: 4, Min: -1e6, Max: 1e6, Trainable: true, Doc: "factor of x^2"},
		{Name: "gamma", Unit: "1", Default: -1.5, Min: -1e6, Max: 1e6, Trainable: true, Doc: "factor of x"},
		{Name: "delta", Unit: "1", Default: 0, Min: -1e6, Max: 1e6, Trainable: true, Doc: "offset of the recovery"},
		{Name: "epsilon", Unit: "1", Default: 0.5, Min: 0, Max: 1e6, Trainable: true, Doc: "decay of the recovery"},
		{Name: "tau", Unit: "ms", Default: 20, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "time constant of the recovery"},
	},
	State: []Var{
		{Name: "x", Unit: "1", Doc: "activity"},
		{Name: "y", Unit: "1", Doc: "recovery"},
	},
	Schemes: rungeKutta(),
	Derived: []string{"alpha", "beta", "gamma", "delta", "epsilon", "rate", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{p("alpha"), p("beta"), p("gamma"), p("delta"), p("epsilon"), 1 / p("tau"), dt}
	},
	Silent: true,
}
