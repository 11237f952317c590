package model

var delta = &SynapseModel{
	Name:      "delta",
	Title:     "every spike shifts the membrane potential by its weight",
	Equations: `v += w at an arrival`,
	Outputs:   []Output{OutputVoltage},
	State:     []Var{{Name: "jump", Unit: "mV", Doc: "the shift of the last step"}},
	Derived:   []string{"gain"},
	Derive:    func(Lookup, float64, Scheme, float64, float64) []float64 { return []float64{1} },
}
