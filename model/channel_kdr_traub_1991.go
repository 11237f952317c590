package model

import "math"

var kdrTraub1991 = &ChannelModel{
	Name:  "kdr_traub_1991",
	Title: "delayed rectifier potassium current of Traub and Miles",
	Equations: `g = g_max n^4, u = v - v_t, dn/dt = phi (alpha (1 - n) - beta n):
alpha = 0.032 (15 - u) / (exp((15 - u) / 5) - 1)   beta = 0.5 exp((10 - u) / 40)`,
	Paper: "Traub & Miles 1991, Neuronal Networks of the Hippocampus",
	Params: []Param{
		peak(10),
		reversal(-90),
		{Name: "v_t", Unit: "mV", Default: -60, Min: -1e3, Max: 1e3, Trainable: true, Doc: "shift of the rate functions, near the spike threshold"},
		speed("phi", 1, "speed of the gates, Q10^((T - T0) / 10)"),
	},
	State:   []Var{gate("n", "activation")},
	Derived: []string{"g_max", "v_t", "dt"},
	Derive:  func(p Lookup, dt float64) []float64 { return []float64{p("g_max"), p("v_t"), p("phi") * dt} },
	Steady:  steadyTraubK,
}

func steadyTraubK(p Lookup, v, _ float64) []float64 {
	u := v - p("v_t")
	return []float64{rests(0.16*exprelr((15-u)/5), 0.5*math.Exp((10-u)/40))}
}
