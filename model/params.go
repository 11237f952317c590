package model

import (
	"fmt"
	"math"
)

// Rows that the tables of many neuron models share; the names are NEST's.

func paramCM(pF float64) Param {
	return Param{Name: "c_m", Unit: "pF", Default: pF, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "membrane capacitance"}
}

func paramGL(nS float64) Param {
	return Param{Name: "g_l", Unit: "nS", Default: nS, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "leak conductance"}
}

func paramEL(mV float64) Param {
	return Param{Name: "e_l", Unit: "mV", Default: mV, Min: -1e4, Max: 1e4, Trainable: true, Doc: "leak reversal potential"}
}

func paramVReset(mV float64) Param {
	return Param{Name: "v_reset", Unit: "mV", Default: mV, Min: -1e4, Max: 1e4, Trainable: true, Doc: "potential after a spike"}
}

func paramVPeak(mV float64) Param {
	return Param{Name: "v_peak", Unit: "mV", Default: mV, Min: -1e4, Max: 1e4, Doc: "potential at which the upstroke counts as a spike"}
}

func paramTRef(ms float64) Param {
	return Param{Name: "t_ref", Unit: "ms", Default: ms, Min: 0, Max: 1e4, Trainable: true, Doc: "absolute refractory time, rounded to steps"}
}

func paramIE(pA float64) Param {
	return Param{Name: "i_e", Unit: "pA", Default: pA, Min: -1e9, Max: 1e9, Trainable: true, Doc: "constant input current"}
}

// paramMV is a potential that no sign or order is known of.
func paramMV(name string, def float64, doc string) Param {
	return Param{Name: name, Unit: "mV", Default: def, Min: -1e4, Max: 1e4, Trainable: true, Doc: doc}
}

// paramTau is a time constant, above 0.
func paramTau(name string, ms float64, doc string) Param {
	return Param{Name: name, Unit: "ms", Default: ms, Min: 0, Max: 1e7, Open: true, Trainable: true, Doc: doc}
}

// paramFree is a number of either sign.
func paramFree(name, unit string, def float64, doc string) Param {
	return Param{Name: name, Unit: unit, Default: def, Min: -1e9, Max: 1e9, Trainable: true, Doc: doc}
}

// paramPositive is a number above 0.
func paramPositive(name, unit string, def float64, doc string) Param {
	return Param{Name: name, Unit: unit, Default: def, Min: 0, Max: 1e9, Open: true, Trainable: true, Doc: doc}
}

// paramRate is a number from 0 on.
func paramRate(name, unit string, def float64, doc string) Param {
	return Param{Name: name, Unit: unit, Default: def, Min: 0, Max: 1e9, Trainable: true, Doc: doc}
}

// varRefractory counts the steps that are left of t_ref.
func varRefractory() Var {
	return Var{Name: "refractory", Unit: "steps", Doc: "steps left in the refractory time"}
}

// varV is the membrane potential; it starts at the value of a parameter.
func varV(from string) Var {
	return Var{Name: "v", Unit: "mV", FromParam: from, Doc: "membrane potential"}
}

func everyOutput() []Output { return []Output{OutputCurrent, OutputConductance, OutputVoltage} }

// linearOutputs are those that keep a linear membrane linear.
func linearOutputs() []Output { return []Output{OutputCurrent, OutputVoltage} }

// linearSchemes are the schemes of a model that is linear without conductances.
func linearSchemes() []Scheme {
	return []Scheme{
		{Name: "exact", Outputs: linearOutputs(), Exact: true, Doc: "propagator of the linear equations; current and voltage receptors"},
		{Name: "exponential_euler", Outputs: everyOutput(), Held: true, Doc: "conductances and currents held during the step"},
		{Name: "euler", Outputs: everyOutput(), Doc: "forward Euler, conductances of the step's beginning"},
	}
}

// The Runge-Kutta schemes of shaders/lib/schemes.glsl. Receptors act with their
// mean over the step, so order 2 is the most that synaptic input allows.
func schemeRK4() Scheme {
	return Scheme{Name: "rk4", Outputs: everyOutput(), Average: true, Doc: "classical Runge-Kutta method; order 4, under synaptic input 2"}
}

func schemeHeun() Scheme {
	return Scheme{Name: "heun", Outputs: everyOutput(), Average: true, Doc: "explicit trapezoidal rule; order 2"}
}

func schemeEuler() Scheme {
	return Scheme{Name: "euler", Outputs: everyOutput(), Doc: "forward Euler; order 1"}
}

func schemeRK45() Scheme {
	return Scheme{Name: "rk45", Outputs: everyOutput(), Average: true, Adaptive: true, Doc: "Dormand and Prince's method; divides the step until the error of v is below 1e-5 in each part"}
}

func schemeExponentialEuler(doc string) Scheme {
	return Scheme{Name: "exponential_euler", Outputs: everyOutput(), Held: true, Doc: doc}
}

// upstrokeSchemes are the schemes of integrate-and-fire models with an upstroke
// of their own, numbered as in their fragments.
func upstrokeSchemes() []Scheme {
	return []Scheme{schemeRK4(), schemeExponentialEuler("linearised in v; what adapts sees v of the step's beginning"),
		schemeHeun(), schemeEuler(), schemeRK45()}
}

// refractorySteps rounds t_ref to steps.
func refractorySteps(p Lookup, dt float64) float64 { return math.Round(p("t_ref") / dt) }

// below reports that one potential is not below another.
func below(p Lookup, low, high string) error {
	if !(p(low) < p(high)) {
		return fmt.Errorf("%s (%g mV) must be below %s (%g mV)", low, p(low), high, p(high))
	}
	return nil
}

// leakyMembrane returns tau_m (ms) and the resistance (GOhm) of c_m and g_l.
func leakyMembrane(p Lookup) (tau, r float64) { return p("c_m") / p("g_l"), 1 / p("g_l") }
