package model

var stdpDopamine = &PlasticityRule{
	Name:  "stdp_dopamine",
	Title: "reward-modulated spike-timing dependent plasticity: eligibility times dopamine",
	Equations: `dc/dt = -c / tau_c;  c += a_plus k_plus at a spike of the target, c -= a_minus k_minus at one of the source
dn/dt = -n / tau_n;  n += 1 / tau_n at every spike of the modulator population
dw/dt = c (n - b), integrated exactly between events, bounded at each
k_plus and k_minus decay with tau_plus and tau_minus; a spike adds 1`,
	Paper: "Izhikevich 2007, Cereb. Cortex 17:2443; Potjans, Morrison & Diesmann 2010, Front. Comput. Neurosci. 4:141",
	Params: []Param{
		timeConstant("tau_plus", 20, "decay of the trace of the source"),
		timeConstant("tau_minus", 20, "decay of the trace of the target"),
		timeConstant("tau_c", 1000, "decay of the eligibility"),
		timeConstant("tau_n", 200, "decay of the dopamine concentration"),
		{Name: "a_plus", Unit: "nS, pA or mV", Default: 1, Min: -1e6, Max: 1e6, Doc: "eligibility of a spike of the target after one of the source"},
		{Name: "a_minus", Unit: "nS, pA or mV", Default: 1.5, Min: -1e6, Max: 1e6, Doc: "loss of eligibility of a spike of the source after one of the target"},
		{Name: "b", Unit: "1/ms", Default: 0, Min: -1e6, Max: 1e6, Doc: "baseline dopamine concentration"},
		wMax(200),
	},
	Pre:  []Var{{Name: "k_plus", Unit: "1", Doc: "trace of the source's spikes"}},
	Post: []Var{{Name: "k_minus", Unit: "1", Doc: "trace of the target's spikes"}},
	Synapse: []Var{{Name: "w", Unit: "nS, pA or mV", Doc: "weight, at the synapse's last event"},
		{Name: "c", Unit: "nS, pA or mV", Doc: "eligibility, at the synapse's last event"}},
	Derived: []string{"rate_plus", "rate_minus", "rate_c", "rate_n", "rate_cn", "tau_cn", "tau_c_b", "release", "a_plus", "a_minus", "w_max"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		c, n := p("tau_c"), p("tau_n")
		return []float64{dt / p("tau_plus"), dt / p("tau_minus"), dt / c, dt / n, dt * (c + n) / (c * n), c * n / (c + n), c * p("b"), 1 / n,
			p("a_plus"), p("a_minus"), p("w_max")}
	},
	AtPre: true, AtPost: true, Modulated: true, Swept: true,
}
