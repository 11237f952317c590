package model

import "math"

var adex = &NeuronModel{
	Name:  "adex",
	Title: "adaptive exponential integrate-and-fire neuron",
	Equations: `c_m dv/dt = g_l (e_l - v) + g_l delta_t exp((v - v_th) / delta_t) - w + i_e + i_syn + sum_r g_r (e_rev_r - v)
tau_w dw/dt = a (v - e_l) - w
spike when v >= v_peak: w += b, v = v_reset, held there for t_ref`,
	Paper: "Brette & Gerstner 2005, J. Neurophysiol. 94:3637; NEST's aeif_cond_exp",
	Params: []Param{paramCM(281), paramGL(30), paramEL(-70.6),
		paramMV("v_th", -50.4, "threshold of the upstroke, V_T of the paper"),
		paramPositive("delta_t", "mV", 2, "sharpness of the upstroke"),
		paramFree("a", "nS", 4, "adaptation by the potential"),
		paramFree("b", "pA", 80.5, "adaptation by a spike"),
		paramTau("tau_w", 144, "time constant of the adaptation"),
		paramVPeak(0), paramVReset(-60), paramTRef(0), paramIE(0)},
	Unit:    [2]string{"e_l", "v_peak"},
	State:   []Var{varV("e_l"), {Name: "w", Unit: "pA", Doc: "adaptation current"}, varRefractory()},
	Schemes: upstrokeSchemes(),
	Derived: []string{"g_l", "e_l", "v_th", "delta_t", "per_delta", "v_peak", "v_reset", "refractory_steps", "a", "b", "per_tau_w", "keep_w", "i_e", "per_c", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{p("g_l"), p("e_l"), p("v_th"), p("delta_t"), 1 / p("delta_t"), p("v_peak"), p("v_reset"),
			refractorySteps(p, dt), p("a"), p("b"), 1 / p("tau_w"), math.Exp(-dt / p("tau_w")), p("i_e"), 1 / p("c_m"), dt}
	},
	Check: checkUpstroke,
}
