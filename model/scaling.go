package model

var scaling = &PlasticityRule{
	Name:  "scaling",
	Title: "homeostatic synaptic scaling: all inputs of a neuron times one factor that holds its rate",
	Equations: `every interval: w *= exp(interval / tau_w (1 - r / rate_target))
r is the rate of the target: its spikes filtered with tau_rate`,
	Paper: "Turrigiano, Leslie, Desai, Rutherford & Nelson 1998, Nature 391:892; van Rossum, Bi & Turrigiano 2000, J. Neurosci. 20:8812, eq. 5",
	Params: []Param{
		{Name: "rate_target", Unit: "Hz", Default: 5, Min: 0, Max: 1e6, Open: true, Doc: "rate at which the weights stand still"},
		timeConstant("tau_rate", 1000, "filter of the rate estimate"),
		timeConstant("tau_w", 10000, "time constant of the weights of a silent neuron"),
		timeConstant("interval", 100, "time between changes of the weights, rounded to steps"),
		wMax(100),
	},
	Pre:     []Var{{Name: "unused", Unit: "1", Doc: "the rule does not look at its sources"}},
	Post:    []Var{{Name: "rate", Unit: "1", Doc: "filtered rate over rate_target"}},
	Synapse: []Var{{Name: "w", Unit: "nS, pA or mV", Doc: "weight"}},
	Derived: []string{"decay_rate", "jump", "gain", "w_max"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{dt / p("tau_rate"), 1000 / (p("tau_rate") * p("rate_target")), p("interval") / p("tau_w"), p("w_max")}
	},
	Swept:    true,
	Interval: func(p Lookup) float64 { return p("interval") },
}
