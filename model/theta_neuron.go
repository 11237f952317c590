package model

var thetaNeuron = &NeuronModel{
	Name:  "theta_neuron",
	Title: "canonical neuron near the onset of firing, by its phase",
	Equations: `tau dtheta/dt = (1 - cos theta) + (1 + cos theta) (eta + i)
spike when theta passes pi: theta continues at theta - 2 pi
i: sum of stimuli, couplings and receptors`,
	Paper: "Ermentrout & Kopell 1986, SIAM J. Appl. Math. 46:233",
	Params: []Param{
		{Name: "tau", Unit: "ms", Default: 10, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "time constant"},
		{Name: "eta", Unit: "1", Default: 0.1, Min: -1e6, Max: 1e6, Trainable: true, Doc: "constant input; above 0 it fires with rate sqrt(eta) / (pi tau)"},
	},
	State:   []Var{{Name: "theta", Unit: "rad", Doc: "phase, from -pi to pi"}},
	Schemes: rungeKutta(),
	Derived: []string{"rate", "eta", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{1 / p("tau"), p("eta"), dt}
	},
}
