package model

import "math"

var k2aHuguenard1992 = &ChannelModel{
	Name:  "k2a_huguenard_1992",
	Title: "slow potassium current (K2) of thalamic relay cells, the part that inactivates within some hundred ms",
	Equations: `g = g_max m h, u = v - v_shift, dx/dt = phi (x_inf - x) / tau_x:
m_inf = (1 / (1 + exp(-(u + 43) / 17)))^4   tau_m = 9.9 + 1 / (exp((u - 80.98) / 25.64) + exp(-(u + 132) / 17.953))
h_inf = 1 / (1 + exp((u + 58) / 10.6))      tau_h = 120 + 1 / (exp((u - 1329) / 200) + exp(-(u + 129.7) / 7.143))`,
	Paper: "Huguenard & McCormick 1992, J. Neurophysiol. 68:1373",
	Params: []Param{
		peak(10),
		reversal(-90),
		shift(),
		speed("phi", 1, "speed of the gates, Q10^((T - T0) / 10)"),
	},
	State:   []Var{gate("m", "activation"), gate("h", "inactivation")},
	Derived: []string{"g_max", "v_shift", "dt"},
	Derive:  deriveShifted,
	Steady:  steadyK2,
}

func steadyK2(p Lookup, v, _ float64) []float64 {
	u := v - p("v_shift")
	return []float64{math.Pow(logistic((u+43)/17), 4), logistic(-(u + 58) / 10.6)}
}
