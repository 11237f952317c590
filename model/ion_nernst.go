package model

import "math"

// The gas constant (J / (mol K)) and Faraday's (C / mol), exact in the SI of 2019.
const (
	gasConstant = 8.31446261815324
	faraday     = 96485.33212331
)

// nernstSlope returns R T / (z F) in mV at so many degrees Celsius.
func nernstSlope(celsius, valence float64) float64 {
	return 1000 * gasConstant * (celsius + 273.15) / (valence * faraday)
}

var nernst = &IonModel{
	Name:      "nernst",
	Title:     "an ion with constant concentrations and the reversal potential of Nernst's equation",
	Equations: "e = R T / (z F) ln(c_out / c)",
	Paper:     "Nernst 1888, Z. Phys. Chem. 2:613",
	Params: []Param{
		{Name: "c", Unit: "mM", Default: 2.4e-4, Min: 0, Max: 1e6, Open: true, Doc: "concentration inside"},
		{Name: "c_out", Unit: "mM", Default: 2, Min: 0, Max: 1e6, Open: true, Doc: "concentration outside"},
		{Name: "z", Unit: "1", Default: 2, Min: -4, Max: 4, Doc: "charge number of the ion, not 0"},
		{Name: "celsius", Unit: "degC", Default: 36, Min: -50, Max: 100, Doc: "temperature"},
	},
	State:    ionState("c", true),
	Derived:  []string{"e_rev"},
	Derive:   func(p Lookup, _ float64) []float64 { return []float64{nernstPotential(p)} },
	Reversal: func(p Lookup, _ float64) float64 { return nernstPotential(p) },
}

func nernstPotential(p Lookup) float64 {
	return nernstSlope(p("celsius"), p("z")) * math.Log(p("c_out")/p("c"))
}
