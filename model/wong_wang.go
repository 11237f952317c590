package model

var wongWang = &NeuronModel{
	Name:  "wong_wang",
	Title: "local network reduced to its NMDA gating variable",
	Equations: `ds/dt = -s / tau_s + (1 - s) gamma H(u) / 1000,  u = w j_n s + i_0 + i
H(u) = (a u - b) / (1 - exp(-d (a u - b))) in Hz, recorded as rate
i: sum of stimuli, couplings and receptors, nA; long-range input: coupling of s with strength G j_n`,
	Paper: "Deco et al. 2013, J. Neurosci. 33:11239",
	Params: []Param{
		{Name: "tau_s", Unit: "ms", Default: 100, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "time constant of NMDA"},
		{Name: "gamma", Unit: "1", Default: 0.641, Min: 0, Max: 1e3, Trainable: true, Doc: "kinetic factor"},
		{Name: "w", Unit: "1", Default: 0.9, Min: -1e3, Max: 1e3, Trainable: true, Doc: "local recurrence"},
		{Name: "j_n", Unit: "nA", Default: 0.2609, Min: -1e3, Max: 1e3, Trainable: true, Doc: "synaptic coupling"},
		{Name: "i_0", Unit: "nA", Default: 0.3, Min: -1e3, Max: 1e3, Trainable: true, Doc: "external input"},
		{Name: "a", Unit: "Hz/nA", Default: 270, Min: 0, Max: 1e6, Trainable: true, Doc: "gain"},
		{Name: "b", Unit: "Hz", Default: 108, Min: -1e6, Max: 1e6, Trainable: true, Doc: "offset"},
		{Name: "d", Unit: "s", Default: 0.154, Min: 0, Max: 1e3, Open: true, Trainable: true, Doc: "curvature"},
	},
	State: []Var{
		{Name: "s", Unit: "1", Default: 0.001, Doc: "gating variable"},
		{Name: "rate", Unit: "Hz", Doc: "firing rate"},
	},
	Schemes: rungeKutta(),
	Derived: []string{"rate_s", "gamma", "w_j", "i_0", "a", "b", "d", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{1 / p("tau_s"), p("gamma") / 1000, p("w") * p("j_n"), p("i_0"), p("a"), p("b"), p("d"), dt}
	},
	Silent: true,
}
