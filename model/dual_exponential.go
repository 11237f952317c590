package model

import "math"

var dualExponential = &SynapseModel{
	Name:  "dual_exponential",
	Title: "conductance or current with a rise and a decay",
	Equations: `dx/dt = -x / tau_rise, dg/dt = a x - g / tau_decay, x += w at an arrival
g(t) = w (exp(-t / tau_decay) - exp(-t / tau_rise)) / n after one arrival: a and n are such that its peak is w,
at tau_rise tau_decay / (tau_decay - tau_rise) ln(tau_decay / tau_rise)`,
	Paper:   "Rotter & Diesmann 1999, Biol. Cybern. 81:381; Roth & van Rossum 2009, Computational Modeling Methods for Neuroscientists, eq. 6.4",
	Outputs: []Output{OutputCurrent, OutputConductance, OutputMagnesium},
	Params: []Param{
		{Name: "tau_rise", Unit: "ms", Default: 1, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "time constant of the rise"},
		{Name: "tau_decay", Unit: "ms", Default: 10, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "time constant of the decay"},
		{Name: "e_rev", Unit: "mV", Default: 0, Min: -1e4, Max: 1e4, Trainable: true, Doc: "reversal potential (output conductance or magnesium)"},
		paramMagnesium,
	},
	State: []Var{
		{Name: "g", Unit: "nS or pA", Doc: "conductance or current"},
		{Name: "x", Unit: "nS or pA", Doc: "weights that arrived, decaying with tau_rise"},
	},
	Derived: []string{"decay", "decay_rise", "transfer", "gain", "gain_rise"},
	Derive: func(p Lookup, dt float64, s Scheme, tauM, _ float64) []float64 {
		rise, decay := p("tau_rise"), p("tau_decay")
		course := dualCourse(rise, decay)
		gain, gainRise := 1.0, 0.0
		if s.Exact {
			gain, _ = exactGains(dt, decay, tauM)
			gainRise = heldGain(dt, tauM, min(rise, decay), course)
		}
		return []float64{math.Exp(-dt / decay), math.Exp(-dt / rise), course(dt), gain, gainRise}
	},
}

// dualCourse returns the course of g after x starts at 1: its peak is 1. It
// has no singularity at equal time constants, where it is an alpha function.
func dualCourse(rise, decay float64) func(t float64) float64 {
	d := (rise - decay) / (rise * decay) // 1/decay - 1/rise
	form := func(t float64) float64 {
		if d == 0 {
			return t * math.Exp(-t/decay)
		}
		return math.Exp(-t/decay) * math.Expm1(d*t) / d
	}
	peak := decay
	if q := (decay - rise) / rise; q != 0 {
		peak = decay * math.Log1p(q) / q
	}
	height := form(peak)
	return func(t float64) float64 { return form(t) / height }
}

// heldGain returns the constant current that, held over one step, has the same
// effect on an exactly integrated membrane as a current of the given course,
// whose fastest time constant is tau: Gauss and Legendre's rule of five points
// on pieces no longer than half a time constant, exact to rounding.
func heldGain(dt, tauM, tau float64, course func(t float64) float64) float64 {
	nodes := [5]float64{0, 0.5384693101056831, -0.5384693101056831, 0.9061798459386640, -0.9061798459386640}
	weights := [5]float64{0.5688888888888889, 0.4786286704993665, 0.4786286704993665, 0.2369268850561891, 0.2369268850561891}
	pieces := math.Ceil(2 * dt / min(tau, tauM))
	pieces = min(max(pieces, 4), 1<<16)
	h := dt / pieces
	sum := 0.0
	for k := range int(pieces) {
		for i, x := range nodes {
			at := h * (float64(k) + (x+1)/2)
			sum += weights[i] * h / 2 * math.Exp(-(dt-at)/tauM) * course(at)
		}
	}
	return sum / (-math.Expm1(-dt/tauM) * tauM)
}
