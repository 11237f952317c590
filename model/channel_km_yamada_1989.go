package model

var kmYamada1989 = &ChannelModel{
	Name:  "km_yamada_1989",
	Title: "non-inactivating potassium current (M-type)",
	Equations: `g = g_max m, u = v - v_shift, dm/dt = phi (m_inf - m) / tau_m:
m_inf = 1 / (1 + exp(-(u + 35) / 10))   tau_m = tau_max / (3.3 exp((u + 35) / 20) + exp(-(u + 35) / 20))`,
	Paper: "Yamada, Koch & Adams 1989, Methods in Neuronal Modeling, p. 97; Pospischil et al. 2008, Biol. Cybern. 99:427",
	Params: []Param{
		peak(0.004),
		reversal(-90),
		shift(),
		{Name: "tau_max", Unit: "ms", Default: 4000, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "about twice the longest time constant"},
		speed("phi", 1, "speed of the gates, Q10^((T - T0) / 10)"),
	},
	State:   []Var{gate("m", "activation")},
	Derived: []string{"g_max", "v_shift", "dt_tau"},
	Derive: func(p Lookup, dt float64) []float64 {
		return []float64{p("g_max"), p("v_shift"), p("phi") * dt / p("tau_max")}
	},
	Steady: func(p Lookup, v, _ float64) []float64 {
		return []float64{logistic((v - p("v_shift") + 35) / 10)}
	},
}
