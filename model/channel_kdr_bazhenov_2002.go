package model

var kdrBazhenov2002 = &ChannelModel{
	Name:  "kdr_bazhenov_2002",
	Title: "delayed rectifier potassium current of cortical and thalamic cells",
	Equations: `g = g_max n^4, u = v - v_t, dn/dt = phi (alpha (1 - n) - beta n):
alpha = 0.032 (15 - u) / (exp((15 - u) / 5) - 1)   beta = 0.5 exp((10 - u) / 40)`,
	Paper: "Bazhenov et al. 2002, J. Neurosci. 22:8691; Traub & Miles 1991",
	Params: []Param{
		peak(10),
		reversal(-90),
		{Name: "v_t", Unit: "mV", Default: -50, Min: -1e3, Max: 1e3, Trainable: true, Doc: "shift of the rate functions, near the spike threshold"},
		speed("phi", 1, "speed of the gate, 3^((T - 36) / 10) at T degrees Celsius"),
	},
	State:   []Var{gate("n", "activation")},
	Derived: []string{"g_max", "v_t", "dt"},
	Derive:  func(p Lookup, dt float64) []float64 { return []float64{p("g_max"), p("v_t"), p("phi") * dt} },
	Steady:  steadyTraubK,
}
