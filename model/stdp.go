package model

var stdp = &PlasticityRule{
	Name:  "stdp",
	Title: "pair-based spike-timing dependent plasticity: additive, multiplicative or power law",
	Equations: `at a spike of the target: w += lambda w_max (1 - w/w_max)^mu_plus k_plus
at a spike of the source: w -= alpha lambda w_max (w/w_max)^mu_minus k_minus
k_plus and k_minus decay with tau_plus and tau_minus; a spike adds 1 (all_to_all) or sets 1 (nearest)
mu_plus = mu_minus = 0: additive (Song, Miller & Abbott), 1: multiplicative (Rubin, Lee & Sompolinsky), between: Guetig et al.`,
	Paper: "Guetig, Aharonov, Rotter & Sompolinsky 2003, J. Neurosci. 23:3697; Morrison, Diesmann & Gerstner 2008, Biol. Cybern. 98:459 (pairings)",
	Params: []Param{
		timeConstant("tau_plus", 20, "decay of the trace of the source (potentiation)"),
		timeConstant("tau_minus", 20, "decay of the trace of the target (depression)"),
		{Name: "lambda", Unit: "1", Default: 0.01, Min: 0, Max: 1, Doc: "learning rate"},
		{Name: "alpha", Unit: "1", Default: 1, Min: 0, Max: 1e6, Doc: "depression over potentiation"},
		{Name: "mu_plus", Unit: "1", Default: 1, Min: 0, Max: 100, Doc: "exponent of the weight dependence of potentiation"},
		{Name: "mu_minus", Unit: "1", Default: 1, Min: 0, Max: 100, Doc: "exponent of the weight dependence of depression"},
		wMax(100),
	},
	Pairings: []string{PairAll, PairNearest},
	Pre:      []Var{{Name: "k_plus", Unit: "1", Doc: "trace of the source's spikes"}},
	Post:     []Var{{Name: "k_minus", Unit: "1", Doc: "trace of the target's spikes"}},
	Synapse:  []Var{{Name: "w", Unit: "nS, pA or mV", Doc: "weight"}},
	Derived:  []string{"rate_plus", "rate_minus", "keep", "gain_plus", "gain_minus", "mu_plus", "mu_minus", "w_max", "inv_w_max"},
	Derive: func(p Lookup, dt float64, pairing string) []float64 {
		w := p("w_max")
		return []float64{dt / p("tau_plus"), dt / p("tau_minus"), keep(pairing), p("lambda") * w, p("alpha") * p("lambda") * w,
			p("mu_plus"), p("mu_minus"), w, 1 / w}
	},
	AtPre: true, AtPost: true,
}
