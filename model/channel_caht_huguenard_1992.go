package model

var cahtHuguenard1992 = &ChannelModel{
	Name:  "caht_huguenard_1992",
	Title: "high-threshold calcium current of thalamic relay cells, without inactivation",
	Equations: `g = g_max m^2, u = v - v_shift, dm/dt = phi (alpha (1 - m) - beta m):
alpha = 1.6 / (1 + exp(-0.072 (u - 5)))   beta = 0.02 (u - 1.31) / (exp((u - 1.31) / 5.36) - 1)`,
	Paper: "McCormick & Huguenard 1992, J. Neurophysiol. 68:1384; Kay & Wong 1987, J. Physiol. 392:603",
	Ion:   IonCarries,
	Params: []Param{
		peak(2),
		shift(),
		speed("phi", 4.656, "speed of the gate, 3^((T - 22) / 10); the default is for 36 degrees Celsius"),
	},
	State:   []Var{gate("m", "activation")},
	Derived: []string{"g_max", "v_shift", "dt"},
	Derive:  deriveShifted,
	Steady: func(p Lookup, v, _ float64) []float64 {
		u := v - p("v_shift")
		return []float64{rests(1.6*logistic(0.072*(u-5)), 0.1072*exprelr((u-1.31)/5.36))}
	},
}
