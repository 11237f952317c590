package model

var stuartLandau = &NeuronModel{
	Name:  "stuart_landau",
	Title: "normal form of the Hopf bifurcation",
	Equations: `dx/dt = (a - x^2 - y^2) x - w y + i
dy/dt = (a - x^2 - y^2) y + w x
i: sum of stimuli, couplings and receptors; time in ms`,
	Paper: "Deco et al. 2017, Sci. Rep. 7:3095",
	Params: []Param{
		{Name: "a", Unit: "1/ms", Default: 0.25, Min: -1e3, Max: 1e3, Trainable: true, Doc: "above 0: a limit cycle of radius sqrt(a)"},
		{Name: "w", Unit: "rad/ms", Default: 0.2, Min: -1e3, Max: 1e3, Trainable: true, Doc: "angular frequency"},
	},
	State: []Var{
		{Name: "x", Unit: "1", Default: 0.1, Doc: "real part"},
		{Name: "y", Unit: "1", Doc: "imaginary part"},
	},
	Schemes: rungeKutta(),
	Derived: []string{"a", "w", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{p("a"), p("w"), dt}
	},
	Silent: true,
}
