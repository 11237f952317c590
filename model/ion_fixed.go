package model

var fixedIon = &IonModel{
	Name:      "fixed",
	Title:     "an ion whose concentration and reversal potential stay as they are",
	Equations: "c, e_rev constant",
	Paper:     "Hodgkin & Huxley 1952, J. Physiol. 117:500",
	Params: []Param{
		{Name: "e_rev", Unit: "mV", Default: 120, Min: -1e3, Max: 1e3, Trainable: true, Doc: "reversal potential"},
		{Name: "c", Unit: "mM", Default: 2.4e-4, Min: 0, Max: 1e6, Doc: "concentration inside"},
	},
	State:    ionState("c", true),
	Derived:  []string{"e_rev"},
	Derive:   func(p Lookup, _ float64) []float64 { return []float64{p("e_rev")} },
	Reversal: func(p Lookup, _ float64) float64 { return p("e_rev") },
}

// ionState is the state of an ion pool, whose concentration starts at the
// parameter's value; a constant one cannot start elsewhere.
func ionState(param string, constant bool) []Var {
	return []Var{
		{Name: "c", Unit: "mM", FromParam: param, Follows: constant, Doc: "concentration inside"},
		{Name: "e", Unit: "mV", Follows: true, Doc: "reversal potential"},
	}
}
