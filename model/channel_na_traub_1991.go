package model

import "math"

var naTraub1991 = &ChannelModel{
	Name:  "na_traub_1991",
	Title: "fast sodium current of Traub and Miles",
	Equations: `g = g_max m^3 h, u = v - v_t, dx/dt = phi (alpha_x (1 - x) - beta_x x):
alpha_m = 0.32 (13 - u) / (exp((13 - u) / 4) - 1)   beta_m = 0.28 (u - 40) / (exp((u - 40) / 5) - 1)
alpha_h = 0.128 exp((17 - u) / 18)                  beta_h = 4 / (1 + exp((40 - u) / 5))`,
	Paper: "Traub & Miles 1991, Neuronal Networks of the Hippocampus",
	Params: []Param{
		peak(120),
		reversal(50),
		{Name: "v_t", Unit: "mV", Default: -63, Min: -1e3, Max: 1e3, Trainable: true, Doc: "shift of the rate functions, near the spike threshold"},
		speed("phi", 1, "speed of the gates, Q10^((T - T0) / 10)"),
	},
	State:   []Var{gate("m", "activation"), gate("h", "inactivation")},
	Derived: []string{"g_max", "v_t", "dt"},
	Derive:  func(p Lookup, dt float64) []float64 { return []float64{p("g_max"), p("v_t"), p("phi") * dt} },
	Steady:  steadyTraubNa,
}

func steadyTraubNa(p Lookup, v, _ float64) []float64 {
	u := v - p("v_t")
	return []float64{
		rests(1.28*exprelr((13-u)/4), 1.4*exprelr((u-40)/5)),
		rests(0.128*math.Exp((17-u)/18), 4*logistic((u-40)/5)),
	}
}
