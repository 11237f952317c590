package model

import (
	"fmt"
	"math"
)

// peak is the row of a channel's peak conductance; density is the published one.
func peak(density float64) Param {
	return Param{Name: "g_max", Unit: "nS", Default: density * 100, Min: 0, Max: 1e9, Trainable: true, Doc: fmt.Sprintf("peak conductance; %g mS/cm2 on 1e-4 cm2", density)}
}

// reversal is the row of a channel's reversal potential.
func reversal(mV float64) Param {
	return Param{Name: "e_rev", Unit: "mV", Default: mV, Min: -1e3, Max: 1e3, Trainable: true, Doc: "reversal potential"}
}

// shift is the row of a shift of the rate functions.
func shift() Param {
	return Param{Name: "v_shift", Unit: "mV", Default: 0, Min: -1e3, Max: 1e3, Trainable: true, Doc: "moves the rate functions to the right"}
}

// speed is the row of a temperature factor.
func speed(name string, factor float64, doc string) Param {
	return Param{Name: name, Unit: "1", Default: factor, Min: 0, Max: 1e3, Open: true, Trainable: true, Doc: doc}
}

// gate is the row of a gating variable.
func gate(name, doc string) Var { return Var{Name: name, Unit: "1", Doc: doc} }

// logistic is 1 / (1 + exp(-x)).
func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// exprelr is x / (exp(x) - 1), 1 at x = 0.
func exprelr(x float64) float64 {
	if x == 0 {
		return 1
	}
	return x / math.Expm1(x)
}

// rests is where a gate with these rates rests.
func rests(alpha, beta float64) float64 { return alpha / (alpha + beta) }

// The parameters of channels with one conductance, one shift and one speed.
func deriveShifted(p Lookup, dt float64) []float64 {
	return []float64{p("g_max"), p("v_shift"), p("phi") * dt}
}
