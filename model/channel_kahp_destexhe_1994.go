package model

var kahpDestexhe1994 = &ChannelModel{
	Name:      "kahp_destexhe_1994",
	Title:     "potassium current that calcium opens (slow after-hyperpolarisation)",
	Equations: `g = g_max m^2, dm/dt = phi (alpha c^2 (1 - m) - beta m), c the calcium concentration`,
	Paper:     "Destexhe et al. 1994, J. Neurophysiol. 72:803",
	Ion:       IonReads,
	Params: []Param{
		peak(10),
		reversal(-95),
		{Name: "alpha", Unit: "1/(ms mM2)", Default: 48, Min: 0, Max: 1e9, Trainable: true, Doc: "rate of opening"},
		{Name: "beta", Unit: "1/ms", Default: 0.03, Min: 0, Max: 1e3, Open: true, Trainable: true, Doc: "rate of closing"},
		speed("phi", 1, "speed of the gate, 3^((T - 22) / 10) at T degrees Celsius"),
	},
	State:   []Var{gate("m", "activation")},
	Derived: []string{"g_max", "alpha", "beta", "dt"},
	Derive: func(p Lookup, dt float64) []float64 {
		return []float64{p("g_max"), p("alpha"), p("beta"), p("phi") * dt}
	},
	Steady: func(p Lookup, _, c float64) []float64 { return []float64{rests(p("alpha")*c*c, p("beta"))} },
}
