package model

import "math"

var clopath = &PlasticityRule{
	Name:  "clopath",
	Title: "voltage-based plasticity with low-pass filtered membrane potential of the target",
	Equations: `at a spike of the source: w -= a_ltd (u_minus - theta_minus)_+
in every step: w += dt a_ltp x (v - theta_plus)_+ (u_plus - theta_minus)_+
du_minus/dt = (v - u_minus) / tau_u_minus;  du_plus/dt = (v - u_plus) / tau_u_plus
dx/dt = -x / tau_x;  x += 1 / tau_x at a spike of the source
v is the target's membrane potential; for t_clamp after a spike it counts as v_clamp, since
integrate-and-fire neurons have no spike of their own (t_clamp = 0 for neurons that have one)
voltages reach the synapse after its delay`,
	Paper: "Clopath, Buesing, Vasilaki & Gerstner 2010, Nat. Neurosci. 13:344; Clopath & Gerstner 2010, Front. Synaptic Neurosci. 2:25 (v_clamp)",
	Params: []Param{
		timeConstant("tau_x", 15, "decay of the trace of the source"),
		timeConstant("tau_u_minus", 10, "low-pass filter of v for depression"),
		timeConstant("tau_u_plus", 7, "low-pass filter of v for potentiation"),
		{Name: "theta_minus", Unit: "mV", Default: -70.6, Min: -1e4, Max: 1e4, Doc: "threshold of the filtered potentials"},
		{Name: "theta_plus", Unit: "mV", Default: -45.3, Min: -1e4, Max: 1e4, Doc: "threshold of v for potentiation"},
		{Name: "a_ltd", Unit: "weight/mV", Default: 14e-5, Min: 0, Max: 1e6, Doc: "amplitude of depression"},
		{Name: "a_ltp", Unit: "weight/mV^2", Default: 8e-5, Min: 0, Max: 1e6, Doc: "amplitude of potentiation"},
		{Name: "v_clamp", Unit: "mV", Default: 33, Min: -1e4, Max: 1e4, Doc: "what v counts as during a spike"},
		{Name: "t_clamp", Unit: "ms", Default: 2, Min: 0, Max: 1e4, Doc: "how long a spike counts, from the step that found it, rounded to steps; 0: v as it is"},
		wMax(100),
	},
	Pre: []Var{{Name: "x", Unit: "1/ms", Doc: "trace of the source's spikes"}},
	Post: []Var{{Name: "u_minus", Unit: "mV", Doc: "filtered potential for depression"},
		{Name: "u_plus", Unit: "mV", Doc: "filtered potential for potentiation"},
		{Name: "ltp", Unit: "mV^2", Doc: "product of the rectified potentials"},
		{Name: "clamp", Unit: "steps", Doc: "steps left of a spike"}},
	Synapse: []Var{{Name: "w", Unit: "nS, pA or mV", Doc: "weight"}},
	Derived: []string{"rate_x", "jump_x", "gain_minus", "gain_plus", "theta_minus", "theta_plus", "a_ltd", "dt_a_ltp", "v_clamp", "clamp_steps", "w_max"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		sign := 1.0
		if p("w_max") < 0 {
			sign = -1
		}
		return []float64{dt / p("tau_x"), 1 / p("tau_x"), -math.Expm1(-dt / p("tau_u_minus")), -math.Expm1(-dt / p("tau_u_plus")),
			p("theta_minus"), p("theta_plus"), sign * p("a_ltd"), sign * dt * p("a_ltp"), p("v_clamp"), math.Round(p("t_clamp") / dt), p("w_max")}
	},
	AtPre: true, AtPost: true, Watches: "v",
}
