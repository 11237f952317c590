package model

var hHuguenard1992 = &ChannelModel{
	Name:  "h_huguenard_1992",
	Title: "cation current that hyperpolarisation opens (h) of thalamic relay cells",
	Equations: `g = g_max m, u = v - v_shift, dm/dt = phi (m_inf - m) / tau_m:
m_inf = 1 / (1 + exp((u + 75) / 5.5))   tau_m = 1 / (exp(-0.086 u - 14.59) + exp(0.0701 u - 1.87))`,
	Paper: "Huguenard & McCormick 1992, J. Neurophysiol. 68:1373",
	Params: []Param{
		peak(0.02),
		reversal(-43),
		shift(),
		speed("phi", 1, "speed of the gates, Q10^((T - T0) / 10)"),
	},
	State:   []Var{gate("m", "activation")},
	Derived: []string{"g_max", "v_shift", "dt"},
	Derive:  deriveShifted,
	Steady: func(p Lookup, v, _ float64) []float64 {
		return []float64{logistic(-(v - p("v_shift") + 75) / 5.5)}
	},
}
