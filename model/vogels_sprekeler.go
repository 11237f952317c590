package model

var vogelsSprekeler = &PlasticityRule{
	Name:  "vogels_sprekeler",
	Title: "inhibitory plasticity that drives its targets to one rate",
	Equations: `at a spike of the target: |w| += eta k_plus
at a spike of the source: |w| += eta (k_minus - alpha)
k_plus and k_minus decay with tau; a spike adds 1
alpha = 2 rho tau (tau in s) makes rho (Hz) the rate of the targets`,
	Paper: "Vogels, Sprekeler, Zenke, Clopath & Gerstner 2011, Science 334:1569",
	Params: []Param{
		timeConstant("tau", 20, "decay of both traces"),
		{Name: "eta", Unit: "nS, pA or mV", Default: 0.001, Min: 0, Max: 1e6, Doc: "learning rate: change of the weight for a trace of 1"},
		{Name: "alpha", Unit: "1", Default: 0.12, Min: 0, Max: 1e6, Doc: "depression at every spike of the source; 2 rho tau"},
		wMax(100),
	},
	Pre:     []Var{{Name: "k_plus", Unit: "1", Doc: "trace of the source's spikes"}},
	Post:    []Var{{Name: "k_minus", Unit: "1", Doc: "trace of the target's spikes"}},
	Synapse: []Var{{Name: "w", Unit: "nS, pA or mV", Doc: "weight"}},
	Derived: []string{"rate", "eta", "alpha", "w_max"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		eta := p("eta")
		if p("w_max") < 0 {
			eta = -eta
		}
		return []float64{dt / p("tau"), eta, p("alpha"), p("w_max")}
	},
	AtPre: true, AtPost: true,
}
