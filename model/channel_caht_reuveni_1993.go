package model

import "math"

var cahtReuveni1993 = &ChannelModel{
	Name:  "caht_reuveni_1993",
	Title: "high-threshold calcium current with slow inactivation, of cortical pyramidal cells",
	Equations: `g = g_max m^2 h, u = v - v_shift, dx/dt = phi (alpha_x (1 - x) - beta_x x):
alpha_m = 0.055 (-27 - u) / (exp((-27 - u) / 3.8) - 1)   beta_m = 0.94 exp((-75 - u) / 17)
alpha_h = 0.000457 exp((-13 - u) / 50)                   beta_h = 0.0065 / (1 + exp((-15 - u) / 28))`,
	Paper: "Reuveni et al. 1993, J. Neurosci. 13:4609",
	Ion:   IonCarries,
	Params: []Param{
		peak(1),
		shift(),
		speed("phi", 2.953, "speed of the gates, 2.3^((T - 23) / 10); the default is for 36 degrees Celsius"),
	},
	State:   []Var{gate("m", "activation"), gate("h", "inactivation")},
	Derived: []string{"g_max", "v_shift", "dt"},
	Derive:  deriveShifted,
	Steady: func(p Lookup, v, _ float64) []float64 {
		u := v - p("v_shift")
		return []float64{
			rests(0.209*exprelr((-27-u)/3.8), 0.94*math.Exp((-75-u)/17)),
			rests(0.000457*math.Exp((-13-u)/50), 0.0065*logistic((u+15)/28)),
		}
	},
}
