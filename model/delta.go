package model

var delta = &SynapseModel{
	Name:      "delta",
	Title:     "every spike shifts the membrane potential by its weight",
	Equations: `v += w at an arrival`,
	Paper:     "Stein 1965, Biophys. J. 5:173",
	Outputs:   []Output{OutputVoltage},
	State:     []Var{{Name: "jump", Unit: "mV", Doc: "the shift of the last step"}},
	Derived:   []string{"gain"},
	Derive:    func(Lookup, float64, Scheme, float64, float64) []float64 { return []float64{1} },
}
