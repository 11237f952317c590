package model

var poissonSource = &NeuronModel{
	Name:      "poisson_source",
	Title:     "independent Poisson spike trains, one for each member",
	Equations: `a spike in a step with probability rate dt`,
	Paper:     "Salmon et al. 2011, Proc. SC11, doi:10.1145/2063384.2063405 (the generator of the draws)",
	Params: []Param{
		{Name: "rate", Unit: "Hz", Default: 10, Min: 0, Max: 1e6, Doc: "mean rate; rate dt may not pass 1"},
	},
	State:   []Var{{Name: "count", Unit: "1", Doc: "spikes emitted so far"}},
	Schemes: []Scheme{{Name: "bernoulli", Doc: "one draw for each member and step"}},
	Derived: []string{"p_spike"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{p("rate") * dt / 1000}
	},
	Source: true,
	Random: true,
}
