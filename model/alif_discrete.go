package model

import (
	"fmt"
	"math"
)

var alifDiscrete = &NeuronModel{
	Name:  "alif_discrete",
	Title: "leaky integrate-and-fire neuron with an adaptive threshold, in the discrete form for training",
	Equations: `c_m dv/dt = g_l (e_l - v) + i_e + i_syn + sum_r g_r (e_rev_r - v)
spike when v >= v_th + beta a; a = a exp(-dt / tau_a), + 1 at a spike
hard: v = v_reset, held there for t_ref; subtract: v = v - (v_th + beta a - e_l), no spike for t_ref`,
	Paper: "Bellec, Salaj, Subramoney, Legenstein & Maass 2018, NeurIPS 31",
	Params: []Param{
		{Name: "c_m", Unit: "pF", Default: 20, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "membrane capacitance"},
		{Name: "g_l", Unit: "nS", Default: 1, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "leak conductance"},
		{Name: "e_l", Unit: "mV", Default: 0, Min: -1e4, Max: 1e4, Trainable: true, Doc: "leak reversal potential"},
		{Name: "v_th", Unit: "mV", Default: 1, Min: -1e4, Max: 1e4, Trainable: true, Doc: "threshold without adaptation"},
		{Name: "v_reset", Unit: "mV", Default: 0, Min: -1e4, Max: 1e4, Trainable: true, Doc: "potential after a spike (scheme hard)"},
		{Name: "t_ref", Unit: "ms", Default: 0, Min: 0, Max: 1e4, Doc: "refractory time, rounded to steps"},
		{Name: "i_e", Unit: "pA", Default: 0, Min: -1e9, Max: 1e9, Trainable: true, Doc: "constant input current"},
		{Name: "beta", Unit: "mV", Default: 0, Min: -1e4, Max: 1e4, Trainable: true, Doc: "rise of the threshold by one spike"},
		{Name: "tau_a", Unit: "ms", Default: 200, Min: 0, Max: 1e7, Open: true, Trainable: true, Doc: "time constant of the adaptation"},
	},
	Unit: [2]string{"e_l", "v_th"},
	State: []Var{
		{Name: "v", Unit: "mV", FromParam: "e_l", Doc: "membrane potential"},
		{Name: "a", Unit: "spikes", Doc: "adaptation"},
		{Name: "refractory", Unit: "steps", Doc: "steps left in the refractory time"},
	},
	Schemes: []Scheme{
		{Name: "hard", Outputs: []Output{OutputCurrent, OutputConductance, OutputVoltage}, Held: true, Doc: "exponential Euler; a spike sets v to v_reset"},
		{Name: "subtract", Outputs: []Output{OutputCurrent, OutputConductance, OutputVoltage}, Held: true, Doc: "exponential Euler; a spike subtracts the threshold's distance from e_l"},
	},
	Derived: []string{"e_l", "g_l", "i_e", "dt_c", "v_th", "v_reset", "beta", "rho", "refractory_steps"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{p("e_l"), p("g_l"), p("i_e"), dt / p("c_m"), p("v_th"), p("v_reset"), p("beta"),
			math.Exp(-dt / p("tau_a")), math.Round(p("t_ref") / dt)}
	},
	Check: func(p Lookup) error {
		if !(p("v_reset") < p("v_th") && p("e_l") < p("v_th")) {
			return fmt.Errorf("e_l (%g mV) and v_reset (%g mV) must be below v_th (%g mV)", p("e_l"), p("v_reset"), p("v_th"))
		}
		return nil
	},
}
