package model

import "math"

var exponential = &SynapseModel{
	Name:      "exponential",
	Title:     "conductance or current that jumps at a spike and decays",
	Equations: `dg/dt = -g / tau, g += w at an arrival`,
	Paper:     "Rotter & Diesmann 1999, Biol. Cybern. 81:381",
	Outputs:   []Output{OutputCurrent, OutputConductance, OutputMagnesium},
	Params: []Param{
		{Name: "tau", Unit: "ms", Default: 5, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "decay time constant"},
		{Name: "e_rev", Unit: "mV", Default: 0, Min: -1e4, Max: 1e4, Trainable: true, Doc: "reversal potential (output conductance or magnesium)"},
		paramMagnesium,
	},
	State:   []Var{{Name: "g", Unit: "nS or pA", Doc: "conductance or current"}},
	Derived: []string{"decay", "gain"},
	Derive: func(p Lookup, dt float64, s Scheme, tauM, _ float64) []float64 {
		gain := 1.0
		if s.Exact {
			gain, _ = exactGains(dt, p("tau"), tauM)
		}
		return []float64{math.Exp(-dt / p("tau")), gain}
	},
	Linear: &Linear{Tau: "tau", Jump: 1},
}

// exactGains returns the constant currents that, held over one step, have the
// same effect on an exactly integrated membrane as a synaptic current that
// starts at 1 and decays with tau (first result), and as one that follows
// (t/tau) exp(-t/tau) (second): with a = 1/tauM, b = 1/tau, d = a-b, the
// convolutions exp(-a dt) * integral of exp(d s) {1, s/tau} ds over the step,
// divided by that of a constant current. A membrane without leak has tauM = Inf;
// the currents are then the means over the step.
func exactGains(dt, tau, tauM float64) (decaying, rising float64) {
	d := 1/tauM - 1/tau
	z := d * dt
	var c0, c1 float64 // integrals of exp(d s), s exp(d s) from 0 to dt
	if math.Abs(z) < 1e-2 {
		c0 = dt * (1 + z/2*(1+z/3*(1+z/4*(1+z/5))))
		c1 = dt * dt * (1.0/2 + z/3 + z*z/8 + z*z*z/30 + z*z*z*z/144)
	} else {
		c0 = math.Expm1(z) / d
		c1 = (math.Exp(z)*(z-1) + 1) / (d * d)
	}
	alpha := math.Exp(-dt / tauM)
	held := dt
	if !math.IsInf(tauM, 1) {
		held = -math.Expm1(-dt/tauM) * tauM
	}
	return alpha * c0 / held, alpha * c1 / tau / held
}
