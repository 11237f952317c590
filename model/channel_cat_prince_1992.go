package model

var catPrince1992 = &ChannelModel{
	Name:  "cat_prince_1992",
	Title: "low-threshold calcium current (T-type) of thalamic reticular cells",
	Equations: `g = g_max m^2 h, u = v - v_shift, dx/dt = phi_x (x_inf - x) / tau_x:
m_inf = 1 / (1 + exp(-(u + 52) / 7.4))   tau_m = 3 + 1 / (exp((u + 27) / 10) + exp(-(u + 102) / 15))
h_inf = 1 / (1 + exp((u + 80) / 5))      tau_h = 85 + 1 / (exp((u + 48) / 4) + exp(-(u + 407) / 50))`,
	Paper: "Huguenard & Prince 1992, J. Neurosci. 12:3804; Destexhe et al. 1994, J. Neurophysiol. 72:803",
	Ion:   IonCarries,
	Params: []Param{
		peak(1.75),
		shift(),
		speed("phi_m", 6.899, "speed of activation, 5^((T - 24) / 10); the default is for 36 degrees Celsius"),
		speed("phi_h", 3.737, "speed of inactivation, 3^((T - 24) / 10); the default is for 36 degrees Celsius"),
	},
	State:   []Var{gate("m", "activation"), gate("h", "inactivation")},
	Derived: []string{"g_max", "v_shift", "dt_m", "dt_h"},
	Derive: func(p Lookup, dt float64) []float64 {
		return []float64{p("g_max"), p("v_shift"), p("phi_m") * dt, p("phi_h") * dt}
	},
	Steady: func(p Lookup, v, _ float64) []float64 {
		u := v - p("v_shift")
		return []float64{logistic((u + 52) / 7.4), logistic(-(u + 80) / 5)}
	},
}
