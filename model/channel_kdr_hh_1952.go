package model

import "math"

var kdrHh1952 = &ChannelModel{
	Name:  "kdr_hh_1952",
	Title: "delayed rectifier potassium current of the squid axon",
	Equations: `g = g_max n^4, u = v - v_shift, dn/dt = phi (alpha (1 - n) - beta n):
alpha = 0.01 (u + 55) / (1 - exp(-(u + 55) / 10))   beta = 0.125 exp(-(u + 65) / 80)`,
	Paper: "Hodgkin & Huxley 1952, J. Physiol. 117:500",
	Params: []Param{
		peak(36),
		reversal(-77),
		shift(),
		speed("phi", 1, "speed of the gate, 3^((T - 6.3) / 10) at T degrees Celsius"),
	},
	State:   []Var{gate("n", "activation")},
	Derived: []string{"g_max", "v_shift", "dt"},
	Derive:  deriveShifted,
	Steady: func(p Lookup, v, _ float64) []float64 {
		u := v - p("v_shift")
		return []float64{rests(0.1*exprelr(-(u+55)/10), 0.125*math.Exp(-(u+65)/80))}
	},
}
