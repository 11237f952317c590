package model

import "math"

var lifSfa = &NeuronModel{
	Name:  "lif_sfa",
	Title: "leaky integrate-and-fire neuron with spike-frequency adaptation",
	Equations: `c_m dv/dt = g_l (e_l - v) - w + i_e + i_syn + sum_r g_r (e_rev_r - v)
tau_sfa dw/dt = -w
spike when v >= v_th: w += q_sfa, v = v_reset, held there for t_ref`,
	Paper: "Benda & Herz 2003, Neural Computation 15:2523",
	Params: []Param{paramCM(250), paramGL(25), paramEL(-70), paramMV("v_th", -55, "spike threshold"), paramVReset(-70),
		paramTau("tau_sfa", 100, "time constant of the adaptation"),
		paramFree("q_sfa", "pA", 50, "adaptation by a spike"),
		paramTRef(2), paramIE(0)},
	Unit:    [2]string{"e_l", "v_th"},
	State:   []Var{varV("e_l"), {Name: "w", Unit: "pA", Doc: "adaptation current"}, varRefractory()},
	Schemes: linearSchemes(),
	Derived: []string{"e_l", "g_l", "i_e", "r_m", "alpha", "keep_w", "w_v", "mean_w", "slope_w", "dt_c", "v_th", "v_reset", "q_sfa", "refractory_steps"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		tau := p("tau_sfa")
		mean, _ := exactGains(dt, tau, math.Inf(1))
		return []float64{p("e_l"), p("g_l"), p("i_e"), 1 / p("g_l"), math.Exp(-dt * p("g_l") / p("c_m")),
			math.Exp(-dt / tau), decayingOnV(p, dt, tau), mean, dt / tau, dt / p("c_m"),
			p("v_th"), p("v_reset"), p("q_sfa"), refractorySteps(p, dt)}
	},
	Check:    func(p Lookup) error { return below(p, "v_reset", "v_th") },
	Membrane: leakyMembrane,
}

// decayingOnV returns what a current of 1 pA at a step's beginning that decays
// with tau adds in the step to the v of a leaky membrane, mV.
func decayingOnV(p Lookup, dt, tau float64) float64 {
	tauM, r := leakyMembrane(p)
	gain, _ := exactGains(dt, tau, tauM)
	return gain * r * -math.Expm1(-dt/tauM)
}
