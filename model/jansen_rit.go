package model

var jansenRit = &NeuronModel{
	Name:  "jansen_rit",
	Title: "cortical column of three cell types; alpha rhythm",
	Equations: `y0'' = a_exc b_exc S(y1 - y2) - 2 b_exc y0' - b_exc^2 y0
y1'' = a_exc b_exc (p + x + 0.8 c S(c y0)) - 2 b_exc y1' - b_exc^2 y1
y2'' = a_inh b_inh 0.25 c S(0.25 c y0) - 2 b_inh y2' - b_inh^2 y2
S(u) = 2 e0 / (1 + exp(r (v0 - u))),  v = y1 - y2,  rate = S(v),  z0 = y0' and so on
x: sum of stimuli, couplings and receptors, Hz`,
	Paper: "Jansen & Rit 1995, Biol. Cybern. 73:357",
	Params: []Param{
		{Name: "a_exc", Unit: "mV", Default: 3.25, Min: 0, Max: 1e3, Trainable: true, Doc: "largest excitatory potential"},
		{Name: "a_inh", Unit: "mV", Default: 22, Min: 0, Max: 1e3, Trainable: true, Doc: "largest inhibitory potential"},
		{Name: "b_exc", Unit: "1/ms", Default: 0.1, Min: 0, Max: 1e3, Open: true, Trainable: true, Doc: "rate of excitatory synapses"},
		{Name: "b_inh", Unit: "1/ms", Default: 0.05, Min: 0, Max: 1e3, Open: true, Trainable: true, Doc: "rate of inhibitory synapses"},
		{Name: "c", Unit: "1", Default: 135, Min: 0, Max: 1e5, Trainable: true, Doc: "number of synapses"},
		{Name: "e0", Unit: "Hz", Default: 2.5, Min: 0, Max: 1e3, Trainable: true, Doc: "half the largest rate"},
		{Name: "v0", Unit: "mV", Default: 6, Min: -1e3, Max: 1e3, Trainable: true, Doc: "potential of half the largest rate"},
		{Name: "r", Unit: "1/mV", Default: 0.56, Min: 0, Max: 1e3, Trainable: true, Doc: "slope"},
		{Name: "p", Unit: "Hz", Default: 220, Min: -1e6, Max: 1e6, Trainable: true, Doc: "mean input"},
	},
	State: []Var{
		{Name: "v", Unit: "mV", Doc: "y1 - y2: potential of the pyramidal cells, the encephalogram"},
		{Name: "y0", Unit: "mV", Doc: "what the pyramidal cells cause"},
		{Name: "y1", Unit: "mV", Doc: "excitation of the pyramidal cells"},
		{Name: "y2", Unit: "mV", Doc: "inhibition of the pyramidal cells"},
		{Name: "z0", Unit: "mV/ms", Doc: "dy0/dt"},
		{Name: "z1", Unit: "mV/ms", Doc: "dy1/dt"},
		{Name: "z2", Unit: "mV/ms", Doc: "dy2/dt"},
		{Name: "rate", Unit: "Hz", Doc: "rate of the pyramidal cells, S(v): what couplings to other columns send"},
	},
	Schemes: rungeKutta(),
	Derived: []string{"b_exc", "b_inh", "g_exc", "g_inh", "c1", "c2", "c3", "c4", "two_e0", "v0", "r", "p", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		c := p("c")
		return []float64{p("b_exc"), p("b_inh"), p("a_exc") * p("b_exc") / 1000, p("a_inh") * p("b_inh") / 1000,
			c, 0.8 * c, 0.25 * c, 0.25 * c, 2 * p("e0"), p("v0"), p("r"), p("p"), dt}
	},
	Silent: true,
}
