package model

var stdpTriplet = &PlasticityRule{
	Name:  "stdp_triplet",
	Title: "triplet spike-timing dependent plasticity",
	Equations: `at a spike of the target: w += r1 (a_plus + a_plus_triplet o2)
at a spike of the source: w -= o1 (a_minus + a_minus_triplet r2)
r1, r2 (source) and o1, o2 (target) decay with tau_plus, tau_plus_triplet, tau_minus, tau_minus_triplet
a spike adds 1 (all_to_all) or sets 1 (nearest), after the weight has changed`,
	Paper: "Pfister & Gerstner 2006, J. Neurosci. 26:9673, eqs. 2 to 4; defaults: their fit to visual cortex, all-to-all",
	Params: []Param{
		timeConstant("tau_plus", 16.8, "decay of r1"),
		timeConstant("tau_plus_triplet", 101, "decay of r2 (tau_x)"),
		timeConstant("tau_minus", 33.7, "decay of o1"),
		timeConstant("tau_minus_triplet", 125, "decay of o2 (tau_y)"),
		{Name: "a_plus", Unit: "nS, pA or mV", Default: 5e-10, Min: -1e6, Max: 1e6, Doc: "potentiation of a pair"},
		{Name: "a_plus_triplet", Unit: "nS, pA or mV", Default: 6.2e-3, Min: -1e6, Max: 1e6, Doc: "potentiation of a triplet"},
		{Name: "a_minus", Unit: "nS, pA or mV", Default: 7e-3, Min: -1e6, Max: 1e6, Doc: "depression of a pair"},
		{Name: "a_minus_triplet", Unit: "nS, pA or mV", Default: 2.3e-4, Min: -1e6, Max: 1e6, Doc: "depression of a triplet"},
		wMax(100),
	},
	Pairings: []string{PairAll, PairNearest},
	Pre: []Var{{Name: "r1", Unit: "1", Doc: "fast trace of the source"},
		{Name: "r2", Unit: "1", Doc: "slow trace of the source"}},
	Post: []Var{{Name: "o1", Unit: "1", Doc: "fast trace of the target"},
		{Name: "o2", Unit: "1", Doc: "slow trace of the target"}},
	Synapse: []Var{{Name: "w", Unit: "nS, pA or mV", Doc: "weight"}},
	Derived: []string{"rate_plus", "rate_x", "rate_minus", "rate_y", "keep", "a_plus", "a_plus_triplet", "a_minus", "a_minus_triplet", "w_max"},
	Derive: func(p Lookup, dt float64, pairing string) []float64 {
		return []float64{dt / p("tau_plus"), dt / p("tau_plus_triplet"), dt / p("tau_minus"), dt / p("tau_minus_triplet"), keep(pairing),
			p("a_plus"), p("a_plus_triplet"), p("a_minus"), p("a_minus_triplet"), p("w_max")}
	},
	AtPre: true, AtPost: true,
}
