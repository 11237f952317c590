package model

var catHuguenard1992 = &ChannelModel{
	Name:  "cat_huguenard_1992",
	Title: "low-threshold calcium current (T-type) of thalamic relay cells",
	Equations: `g = g_max m^2 h, u = v - v_shift, dx/dt = phi_x (x_inf - x) / tau_x:
m_inf = 1 / (1 + exp(-(u + 57) / 6.2))   tau_m = 0.612 + 1 / (exp(-(u + 132) / 16.7) + exp((u + 16.8) / 18.2))
h_inf = 1 / (1 + exp((u + 81) / 4))      tau_h = exp((u + 467) / 66.6) below -80 mV, else 28 + exp(-(u + 22) / 10.5)
in 2 mM calcium Destexhe et al. 1996 take v_shift = -2 mV`,
	Paper: "Huguenard & McCormick 1992, J. Neurophysiol. 68:1373",
	Ion:   IonCarries,
	Params: []Param{
		peak(2),
		shift(),
		speed("phi_m", 4.573, "speed of activation, 3.55^((T - 24) / 10); the default is for 36 degrees Celsius"),
		speed("phi_h", 3.737, "speed of inactivation, 3^((T - 24) / 10); the default is for 36 degrees Celsius"),
	},
	State:   []Var{gate("m", "activation"), gate("h", "inactivation")},
	Derived: []string{"g_max", "v_shift", "dt_m", "dt_h"},
	Derive: func(p Lookup, dt float64) []float64 {
		return []float64{p("g_max"), p("v_shift"), p("phi_m") * dt, p("phi_h") * dt}
	},
	Steady: func(p Lookup, v, _ float64) []float64 {
		u := v - p("v_shift")
		return []float64{logistic((u + 57) / 6.2), logistic(-(u + 81) / 4)}
	},
}
