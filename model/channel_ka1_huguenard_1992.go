package model

var ka1Huguenard1992 = &ChannelModel{
	Name:  "ka1_huguenard_1992",
	Title: "transient potassium current (A-type) of thalamic relay cells, the part that opens at more negative potentials",
	Equations: `g = g_max m^4 h, u = v - v_shift, dx/dt = phi (x_inf - x) / tau_x:
m_inf = 1 / (1 + exp(-(u + 60) / 8.5))   tau_m = 0.37 + 1 / (exp((u + 35.82) / 19.69) + exp(-(u + 79.69) / 12.7))
h_inf = 1 / (1 + exp((u + 78) / 6))   tau_h = 1 / (exp((u + 46.05) / 5) + exp(-(u + 238.4) / 37.45)) below -63 mV, else 19`,
	Paper: "Huguenard & McCormick 1992, J. Neurophysiol. 68:1373",
	Params: []Param{
		peak(30),
		reversal(-90),
		shift(),
		speed("phi", 1, "speed of the gates, Q10^((T - T0) / 10)"),
	},
	State:   []Var{gate("m", "activation"), gate("h", "inactivation")},
	Derived: []string{"g_max", "v_shift", "dt"},
	Derive:  deriveShifted,
	Steady: func(p Lookup, v, _ float64) []float64 {
		u := v - p("v_shift")
		return []float64{logistic((u + 60) / 8.5), logistic(-(u + 78) / 6)}
	},
}
