package model

import "math"

var gabaB = &SynapseModel{
	Name:  "gaba_b",
	Title: "GABA-B receptors: kinetic model with G proteins",
	Equations: `dr/dt = k1 c (1 - r) - k2 r, dS/dt = k3 r - k4 S, g = g_max S^4 / (S^4 + kd), s = S / kd^(1/4)
c = t w / g_max during t_max after the arrival of weight w
all synapses of the receptor are one pool of g_max: simultaneous pulses add their transmitter and saturate it`,
	Paper:   "Destexhe, Bal, McCormick & Sejnowski 1996, J. Neurophysiol. 76:2049",
	Outputs: []Output{OutputConductance},
	Params: append([]Param{
		{Name: "k1", Unit: "1/(mM ms)", Default: 0.09, Min: 0, Max: 1e3, Trainable: true, Doc: "binding rate"},
		{Name: "k2", Unit: "1/ms", Default: 0.0012, Min: 0, Max: 1e3, Open: true, Trainable: true, Doc: "unbinding rate"},
		{Name: "k3", Unit: "uM/ms", Default: 0.18, Min: 0, Max: 1e3, Trainable: true, Doc: "production of G proteins"},
		{Name: "k4", Unit: "1/ms", Default: 0.034, Min: 0, Max: 1e3, Open: true, Trainable: true, Doc: "decay of G proteins"},
		{Name: "kd", Unit: "uM^4", Default: 100, Min: 0, Max: 1e12, Open: true, Trainable: true, Doc: "dissociation constant of G proteins and channels"},
	}, pulseParams(0.5, 0.3, -95)...),
	State: append([]Var{
		{Name: "r", Unit: "1", Doc: "bound fraction"},
		{Name: "s", Unit: "kd^(1/4)", Doc: "G proteins"},
	}, pulseState...),
	Derived:     []string{"bind", "unbind", "drive", "loss", "g_max", "steps"},
	NonNegative: true,
	Derive: func(p Lookup, dt float64, _ Scheme, _, _ float64) []float64 {
		return []float64{p("k1") * p("t") * dt / p("g_max"), p("k2") * dt, p("k3") * dt / math.Sqrt(math.Sqrt(p("kd"))),
			p("k4") * dt, p("g_max"), pulseSteps(p, dt)}
	},
}
