package model

import "math"

var calciumDetailed = &IonModel{
	Name:  "calcium_detailed",
	Title: "calcium in a thin shell under the membrane, fed by the inward current, with Nernst's reversal potential",
	Equations: `dc/dt = max(-i / (2 F area depth), 0) + (c_rest - c) / tau, i the sum of the pool's currents
e = R T / (2 F) ln(c_out / c)`,
	Paper: "Destexhe et al. 1993, Biophys. J. 65:1538; Destexhe et al. 1994, J. Neurophysiol. 72:803",
	Params: []Param{
		{Name: "area", Unit: "um2", Default: 1e4, Min: 0, Max: 1e9, Open: true, Doc: "membrane area; 1e4 um2 are 1e-4 cm2"},
		{Name: "depth", Unit: "um", Default: 1, Min: 0, Max: 1e4, Open: true, Trainable: true, Doc: "depth of the shell"},
		{Name: "tau", Unit: "ms", Default: 5, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "time constant of removal"},
		{Name: "c_rest", Unit: "mM", Default: 2.4e-4, Min: 0, Max: 1e6, Open: true, Doc: "concentration without current"},
		{Name: "c_out", Unit: "mM", Default: 2, Min: 0, Max: 1e6, Open: true, Doc: "concentration outside"},
		{Name: "celsius", Unit: "degC", Default: 36, Min: -50, Max: 100, Doc: "temperature"},
	},
	State:   ionState("c_rest", false),
	Derived: []string{"c_rest", "gain", "fill", "c_out", "slope"},
	Derive: func(p Lookup, dt float64) []float64 {
		// pA / (C/mol um3) = 1e-12 / 1e-15 mol / (s l) = 1000 mM/ms
		perPA := 1000 / (2 * faraday * p("area") * p("depth"))
		return []float64{p("c_rest"), p("tau") * perPA, -math.Expm1(-dt / p("tau")), p("c_out"), nernstSlope(p("celsius"), 2)}
	},
	Reversal: func(p Lookup, c float64) float64 {
		return nernstSlope(p("celsius"), 2) * math.Log(p("c_out")/c)
	},
}
