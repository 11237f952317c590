package model

import "math"

var balloonWindkessel = &NeuronModel{
	Name:  "balloon_windkessel",
	Title: "blood flow of a region and its BOLD signal",
	Equations: `dsignal/dt = epsilon i - kappa signal - gamma flow,  dflow/dt = signal
tau dvolume/dt = flow - (V^(1/alpha) - 1)
tau ddeoxy/dt = F (1 - (1 - rho)^(1/F)) / rho - V^(1/alpha) Q / V
F = 1 + flow, V = 1 + volume, Q = 1 + deoxy: relative to rest; t in s
bold = v_0 (7 rho (1 - Q) + 2 (1 - Q / V) + (2 rho - 0.2) (1 - V))
i: neural activity, given by a coupling`,
	Paper: "Friston, Harrison & Penny 2003, NeuroImage 19:1273",
	Params: []Param{
		{Name: "epsilon", Unit: "1", Default: 0.5, Min: 0, Max: 1e6, Trainable: true, Doc: "efficacy of the activity"},
		{Name: "kappa", Unit: "1/s", Default: 0.65, Min: 0, Max: 1e3, Trainable: true, Doc: "decay of the signal"},
		{Name: "gamma", Unit: "1/s", Default: 0.41, Min: 0, Max: 1e3, Trainable: true, Doc: "feedback of the flow"},
		{Name: "tau", Unit: "s", Default: 0.98, Min: 0, Max: 1e3, Open: true, Trainable: true, Doc: "transit time of blood"},
		{Name: "alpha", Unit: "1", Default: 0.32, Min: 0, Max: 10, Open: true, Trainable: true, Doc: "Grubb's exponent"},
		{Name: "rho", Unit: "1", Default: 0.34, Min: 0, Max: 0.999, Open: true, Trainable: true, Doc: "resting oxygen extraction"},
		{Name: "v_0", Unit: "1", Default: 0.02, Min: 0, Max: 1, Trainable: true, Doc: "resting volume of blood"},
	},
	State: []Var{
		{Name: "bold", Unit: "1", Doc: "relative change of the measured signal"},
		{Name: "signal", Unit: "1/s", Doc: "vasodilatory signal"},
		{Name: "flow", Unit: "1", Doc: "relative change of the inflow"},
		{Name: "volume", Unit: "1", Doc: "relative change of the volume"},
		{Name: "deoxy", Unit: "1", Doc: "relative change of deoxyhaemoglobin"},
	},
	Schemes: rungeKutta(),
	Derived: []string{"epsilon", "kappa", "gamma", "rate", "power", "rho", "log_rest", "v_0", "k_1", "k_3", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		rho := p("rho")
		return []float64{p("epsilon"), p("kappa"), p("gamma"), 1 / p("tau"), 1 / p("alpha"), rho,
			math.Log(1 - rho), p("v_0"), 7 * rho, 2*rho - 0.2, dt / 1000}
	},
	Silent: true,
}
