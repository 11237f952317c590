package model

import "math"

var gifPozzorini = &NeuronModel{
	Name:  "gif_pozzorini",
	Title: "generalised integrate-and-fire neuron with escape noise, NEST's gif_psc_exp",
	Equations: `c_m dv/dt = g_l (e_l - v) - stc_1 - stc_2 + i_e + i_syn + sum_r g_r (e_rev_r - v)
dstc_j/dt = -stc_j / tau_stc_j, dsfa_j/dt = -sfa_j / tau_sfa_j, j = 1, 2
rate = lambda_0 exp((v - v_t_star - sfa_1 - sfa_2) / delta_v)
spike with probability 1 - exp(-rate dt): stc_j += q_stc_j, sfa_j += q_sfa_j, v = v_reset, held there for t_ref`,
	Paper: "Mensi et al. 2012, J. Neurophysiol. 107:1756; Pozzorini et al. 2015, PLoS Comput. Biol. 11:e1004275",
	Params: []Param{paramCM(80), paramGL(4), paramEL(-70), paramVReset(-55), paramTRef(4),
		paramMV("v_t_star", -35, "threshold without adaptation"),
		paramPositive("delta_v", "mV", 0.5, "sharpness of the threshold"),
		paramPositive("lambda_0", "Hz", 1, "rate of spikes at the threshold"),
		paramTau("tau_stc_1", 10, "time constant of stc_1"), paramTau("tau_stc_2", 100, "time constant of stc_2"),
		paramFree("q_stc_1", "pA", 0, "current by a spike"), paramFree("q_stc_2", "pA", 0, "current by a spike"),
		paramTau("tau_sfa_1", 10, "time constant of sfa_1"), paramTau("tau_sfa_2", 100, "time constant of sfa_2"),
		paramFree("q_sfa_1", "mV", 0, "rise of the threshold by a spike"), paramFree("q_sfa_2", "mV", 0, "rise of the threshold by a spike"),
		paramIE(0)},
	State: []Var{varV("e_l"),
		{Name: "stc_1", Unit: "pA", Doc: "first spike-triggered current"},
		{Name: "stc_2", Unit: "pA", Doc: "second spike-triggered current"},
		{Name: "sfa_1", Unit: "mV", Doc: "first shift of the threshold"},
		{Name: "sfa_2", Unit: "mV", Doc: "second shift of the threshold"},
		varRefractory()},
	Schemes: []Scheme{
		{Name: "exact", Outputs: linearOutputs(), Exact: true, Doc: "propagator of the linear equations; current and voltage receptors"},
		schemeExponentialEuler("conductances held during the step; order 1"),
	},
	Derived: []string{"e_l", "g_l", "r_m", "alpha", "dt_c", "v_1", "v_2", "mean_1", "mean_2", "keep_stc_1", "keep_stc_2", "keep_sfa_1", "keep_sfa_2",
		"q_stc_1", "q_stc_2", "q_sfa_1", "q_sfa_2", "v_t_star", "per_delta", "expected", "v_reset", "i_e", "refractory_steps"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		keep := func(tau string) float64 { return math.Exp(-dt / p(tau)) }
		mean1, _ := exactGains(dt, p("tau_stc_1"), math.Inf(1))
		mean2, _ := exactGains(dt, p("tau_stc_2"), math.Inf(1))
		return []float64{p("e_l"), p("g_l"), 1 / p("g_l"), math.Exp(-dt * p("g_l") / p("c_m")), dt / p("c_m"),
			decayingOnV(p, dt, p("tau_stc_1")), decayingOnV(p, dt, p("tau_stc_2")), mean1, mean2,
			keep("tau_stc_1"), keep("tau_stc_2"), keep("tau_sfa_1"), keep("tau_sfa_2"),
			p("q_stc_1"), p("q_stc_2"), p("q_sfa_1"), p("q_sfa_2"), p("v_t_star"), 1 / p("delta_v"),
			p("lambda_0") * dt / 1000, p("v_reset"), p("i_e"), refractorySteps(p, dt)}
	},
	Random:   true,
	Membrane: leakyMembrane,
}
