package model

import "math"

var naHh1952 = &ChannelModel{
	Name:  "na_hh_1952",
	Title: "sodium current of the squid axon",
	Equations: `g = g_max m^3 h, u = v - v_shift, dx/dt = phi (alpha_x (1 - x) - beta_x x):
alpha_m = 0.1 (u + 40) / (1 - exp(-(u + 40) / 10))   beta_m = 4 exp(-(u + 65) / 18)
alpha_h = 0.07 exp(-(u + 65) / 20)                   beta_h = 1 / (1 + exp(-(u + 35) / 10))`,
	Paper: "Hodgkin & Huxley 1952, J. Physiol. 117:500",
	Params: []Param{
		peak(120),
		reversal(50),
		shift(),
		speed("phi", 1, "speed of the gates, 3^((T - 6.3) / 10) at T degrees Celsius"),
	},
	State:   []Var{gate("m", "activation"), gate("h", "inactivation")},
	Derived: []string{"g_max", "v_shift", "dt"},
	Derive:  deriveShifted,
	Steady: func(p Lookup, v, _ float64) []float64 {
		u := v - p("v_shift")
		return []float64{
			rests(exprelr(-(u+40)/10), 4*math.Exp(-(u+65)/18)),
			rests(0.07*math.Exp(-(u+65)/20), logistic((u+35)/10)),
		}
	},
}
