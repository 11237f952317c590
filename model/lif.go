package model

import (
	"fmt"
	"math"
)

var lif = &NeuronModel{
	Name:  "lif",
	Title: "leaky integrate-and-fire neuron with an absolute refractory time",
	Equations: `c_m dv/dt = g_l (e_l - v) + i_e + i_syn + sum_r g_r (e_rev_r - v)
spike when v >= v_th: v = v_reset, held there for t_ref
tau_m = c_m / g_l`,
	Paper: "Rotter & Diesmann 1999, Biol. Cybern. 81:381; Brette et al. 2007, J. Comput. Neurosci. 23:349",
	Params: []Param{
		{Name: "c_m", Unit: "pF", Default: 250, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "membrane capacitance"},
		{Name: "g_l", Unit: "nS", Default: 25, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "leak conductance"},
		{Name: "e_l", Unit: "mV", Default: -70, Min: -1e4, Max: 1e4, Trainable: true, Doc: "leak reversal potential"},
		{Name: "v_th", Unit: "mV", Default: -55, Min: -1e4, Max: 1e4, Trainable: true, Doc: "spike threshold"},
		{Name: "v_reset", Unit: "mV", Default: -70, Min: -1e4, Max: 1e4, Trainable: true, Doc: "potential after a spike"},
		{Name: "t_ref", Unit: "ms", Default: 2, Min: 0, Max: 1e4, Trainable: true, Doc: "absolute refractory time, rounded to steps"},
		{Name: "i_e", Unit: "pA", Default: 0, Min: -1e9, Max: 1e9, Trainable: true, Doc: "constant input current"},
	},
	Unit: [2]string{"e_l", "v_th"},
	State: []Var{
		{Name: "v", Unit: "mV", FromParam: "e_l", Doc: "membrane potential"},
		{Name: "refractory", Unit: "steps", Doc: "steps left in the refractory time"},
	},
	Schemes: []Scheme{
		{Name: "exact", Outputs: []Output{OutputCurrent, OutputVoltage}, Exact: true, Doc: "propagator of the linear equation; current and voltage receptors"},
		{Name: "exponential_euler", Outputs: []Output{OutputCurrent, OutputConductance, OutputVoltage}, Held: true, Doc: "conductances and currents held during the step"},
		{Name: "euler", Outputs: []Output{OutputCurrent, OutputConductance, OutputVoltage}, Doc: "forward Euler, conductances of the step's beginning"},
	},
	Derived: []string{"e_l", "g_l", "i_e", "r_m", "alpha", "dt_c", "v_th", "v_reset", "refractory_steps"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{p("e_l"), p("g_l"), p("i_e"), 1 / p("g_l"), math.Exp(-dt * p("g_l") / p("c_m")),
			dt / p("c_m"), p("v_th"), p("v_reset"), math.Round(p("t_ref") / dt)}
	},
	Check: func(p Lookup) error {
		if !(p("v_reset") < p("v_th")) {
			return fmt.Errorf("v_reset (%g mV) must be below v_th (%g mV)", p("v_reset"), p("v_th"))
		}
		return nil
	},
	Membrane: func(p Lookup) (tau, r float64) { return p("c_m") / p("g_l"), 1 / p("g_l") },
	Leaky:    &Leaky{C: "c_m", G: "g_l", E: "e_l", I: "i_e", Threshold: "v_th", Reset: "v_reset", Refractory: "t_ref"},
}
