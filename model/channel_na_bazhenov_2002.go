package model

var naBazhenov2002 = &ChannelModel{
	Name:  "na_bazhenov_2002",
	Title: "fast sodium current of cortical and thalamic cells",
	Equations: `g = g_max m^3 h, u = v - v_t, dx/dt = phi (alpha_x (1 - x) - beta_x x):
alpha_m = 0.32 (13 - u) / (exp((13 - u) / 4) - 1)   beta_m = 0.28 (u - 40) / (exp((u - 40) / 5) - 1)
alpha_h = 0.128 exp((17 - u) / 18)                  beta_h = 4 / (1 + exp((40 - u) / 5))`,
	Paper: "Bazhenov et al. 2002, J. Neurosci. 22:8691; Traub & Miles 1991",
	Params: []Param{
		peak(90),
		reversal(50),
		{Name: "v_t", Unit: "mV", Default: -50, Min: -1e3, Max: 1e3, Trainable: true, Doc: "shift of the rate functions, near the spike threshold"},
		speed("phi", 1, "speed of the gates, 3^((T - 36) / 10) at T degrees Celsius"),
	},
	State:   []Var{gate("m", "activation"), gate("h", "inactivation")},
	Derived: []string{"g_max", "v_t", "dt"},
	Derive:  func(p Lookup, dt float64) []float64 { return []float64{p("g_max"), p("v_t"), p("phi") * dt} },
	Steady:  steadyTraubNa,
}
