package model

import "math"

var ampa = kinetic("ampa", "AMPA receptors: kinetic model with two states", 0.98, 0.18, 0.5, 0.5, 0)

var gabaA = kinetic("gaba_a", "GABA-A receptors: kinetic model with two states", 0.53, 0.18, 1, 1, -80)

// kinetic makes the model of a receptor with a bound and an unbound state.
func kinetic(name, title string, alpha, beta, t, tMax, eRev float64) *SynapseModel {
	return &SynapseModel{
		Name:  name,
		Title: title,
		Equations: `ds/dt = alpha c (1 - s) - beta s, g = g_max s
c = t w / g_max during t_max after the arrival of weight w
all synapses of the receptor are one pool of g_max: simultaneous pulses add their transmitter and saturate it`,
		Paper:   "Destexhe, Mainen & Sejnowski 1994, Neural Comput. 6:14",
		Outputs: []Output{OutputConductance},
		Params: append([]Param{
			{Name: "alpha", Unit: "1/(mM ms)", Default: alpha, Min: 0, Max: 1e3, Trainable: true, Doc: "binding rate"},
			{Name: "beta", Unit: "1/ms", Default: beta, Min: 0, Max: 1e3, Open: true, Trainable: true, Doc: "unbinding rate"},
		}, pulseParams(t, tMax, eRev)...),
		State:       append([]Var{{Name: "s", Unit: "1", Doc: "open fraction"}}, pulseState...),
		Derived:     []string{"bind", "unbind", "g_max", "steps"},
		NonNegative: true,
		Derive: func(p Lookup, dt float64, _ Scheme, _, _ float64) []float64 {
			return []float64{p("alpha") * p("t") * dt / p("g_max"), p("beta") * dt, p("g_max"), pulseSteps(p, dt)}
		},
	}
}

// pulseParams are the parameters of receptors that transmitter opens.
func pulseParams(t, tMax, eRev float64) []Param {
	return []Param{
		{Name: "t", Unit: "mM", Default: t, Min: 0, Max: 1e3, Trainable: true, Doc: "transmitter that a spike of weight g_max releases"},
		{Name: "t_max", Unit: "ms", Default: tMax, Min: 0, Max: 1e4, Open: true, Doc: "time it stays, rounded to steps, at least one"},
		{Name: "g_max", Unit: "nS", Default: 1, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "conductance when all channels are open"},
		{Name: "e_rev", Unit: "mV", Default: eRev, Min: -1e4, Max: 1e4, Trainable: true, Doc: "reversal potential"},
	}
}

// pulseState are the state variables of lib/pulse.glsl.
var pulseState = []Var{
	{Name: "c", Unit: "nS", Doc: "weight of the transmitter in the cleft"},
	{Name: "left", Unit: "steps", Doc: "steps until it is gone"},
}

func pulseSteps(p Lookup, dt float64) float64 { return max(math.Round(p("t_max")/dt), 1) }
