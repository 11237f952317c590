package model

var kLeak = &ChannelModel{
	Name:      "k_leak",
	Title:     "a constant potassium conductance, which neuromodulators close",
	Equations: `g = g_max`,
	Paper:     "McCormick & Huguenard 1992, J. Neurophysiol. 68:1384",
	Params: []Param{
		peak(0.005),
		reversal(-90),
	},
	State:   []Var{{Name: "g", Unit: "nS", Doc: "the conductance"}},
	Derived: []string{"g_max"},
	Derive:  func(p Lookup, _ float64) []float64 { return []float64{p("g_max")} },
	Steady:  func(p Lookup, _, _ float64) []float64 { return []float64{p("g_max")} },
}
