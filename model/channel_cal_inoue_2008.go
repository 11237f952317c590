package model

var calInoue2008 = &ChannelModel{
	Name:  "cal_inoue_2008",
	Title: "calcium current (L-type) of olfactory bulb interneurons",
	Equations: `g = g_max m^2 h, u = v - v_shift, dx/dt = phi (x_inf - x) / tau_x:
m_inf = 1 / (1 + exp(-(u + 10) / 4))   tau_m = 0.4 + 0.7 / (exp(-(u + 5) / 15) + exp((u + 5) / 15))
h_inf = 1 / (1 + exp((u + 25) / 2))    tau_h = 300 + 100 / (exp((u + 40) / 9.5) + exp(-(u + 40) / 9.5))`,
	Paper: "Inoue & Strowbridge 2008, J. Neurophysiol. 99:187",
	Ion:   IonCarries,
	Params: []Param{
		peak(1),
		shift(),
		speed("phi", 1, "speed of the gates, Q10^((T - T0) / 10)"),
	},
	State:   []Var{gate("m", "activation"), gate("h", "inactivation")},
	Derived: []string{"g_max", "v_shift", "dt"},
	Derive:  deriveShifted,
	Steady: func(p Lookup, v, _ float64) []float64 {
		u := v - p("v_shift")
		return []float64{logistic((u + 10) / 4), logistic(-(u + 25) / 2)}
	},
}
