package model

var mccullochPitts = &NeuronModel{
	Name:  "mcculloch_pitts",
	Title: "binary threshold neuron in discrete time",
	Equations: `h = sum of the weights that arrive in the step + bias
y = 1 and a spike when h >= theta, else y = 0`,
	Paper: "McCulloch & Pitts 1943, Bull. Math. Biophys. 5:115",
	Params: []Param{
		paramFree("theta", "1", 1, "threshold"),
		paramFree("bias", "1", 0, "constant input"),
	},
	State: []Var{
		{Name: "h", Unit: "1", Doc: "total input of the step"},
		{Name: "y", Unit: "1", Doc: "1 in a step with a spike"},
	},
	Schemes: []Scheme{{Name: "synchronous", Outputs: linearOutputs(), Doc: "all neurons in every step"}},
	Derived: []string{"theta", "bias"},
	Derive: func(p Lookup, _ float64, _ string) []float64 {
		return []float64{p("theta"), p("bias")}
	},
}
