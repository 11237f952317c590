package model

var leak = &ChannelModel{
	Name:      "leak",
	Title:     "a constant conductance",
	Equations: `g = g_max`,
	Paper:     "Hodgkin & Huxley 1952, J. Physiol. 117:500",
	Params: []Param{
		peak(0.1),
		reversal(-70),
	},
	State:   []Var{{Name: "g", Unit: "nS", Doc: "the conductance"}},
	Derived: []string{"g_max"},
	Derive:  func(p Lookup, _ float64) []float64 { return []float64{p("g_max")} },
	Steady:  func(p Lookup, _, _ float64) []float64 { return []float64{p("g_max")} },
}
