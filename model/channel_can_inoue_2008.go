package model

var canInoue2008 = &ChannelModel{
	Name:  "can_inoue_2008",
	Title: "non-selective cation current that calcium and depolarisation open (CAN)",
	Equations: `g = g_max m c / (c + c_half), c the calcium concentration, u = v - v_shift, dm/dt = phi (m_inf - m) / tau_m:
m_inf = 1 / (1 + exp(-(u + 43) / 5.2))   tau_m = 1.6 + 2.7 / (exp(-(u + 55) / 15) + exp((u + 55) / 15))`,
	Paper: "Inoue & Strowbridge 2008, J. Neurophysiol. 99:187",
	Ion:   IonReads,
	Params: []Param{
		peak(1),
		reversal(10),
		shift(),
		{Name: "c_half", Unit: "mM", Default: 0.2, Min: 0, Max: 1e3, Open: true, Trainable: true, Doc: "concentration that opens half of the channels"},
		speed("phi", 1, "speed of the gates, Q10^((T - T0) / 10)"),
	},
	State:   []Var{gate("m", "activation")},
	Derived: []string{"g_max", "v_shift", "c_half", "dt"},
	Derive: func(p Lookup, dt float64) []float64 {
		return []float64{p("g_max"), p("v_shift"), p("c_half"), p("phi") * dt}
	},
	Steady: func(p Lookup, v, _ float64) []float64 {
		return []float64{logistic((v - p("v_shift") + 43) / 5.2)}
	},
}
