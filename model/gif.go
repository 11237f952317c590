package model

import "math"

var gif = &NeuronModel{
	Name:  "gif",
	Title: "generalised leaky integrate-and-fire neuron of Mihalas and Niebur",
	Equations: `c_m dv/dt = g_l (e_l - v) + i_1 + i_2 + i_e + i_syn + sum_r g_r (e_rev_r - v)
dv_th/dt = a (v - e_l) - b (v_th - v_th_inf)
di_j/dt = -k_j i_j, j = 1, 2
spike when v >= v_th: i_j = r_j i_j + a_j, v_th = max(v_th, v_th_reset), v = v_reset, held there for t_ref`,
	Paper: "Mihalas & Niebur 2009, Neural Computation 21:704",
	Params: []Param{paramCM(200), paramGL(10), paramEL(-70), paramVReset(-70),
		paramMV("v_th_inf", -50, "threshold at rest"),
		paramMV("v_th_reset", -60, "least threshold after a spike"),
		paramFree("a", "1/ms", 0, "threshold by the potential"),
		paramRate("b", "1/ms", 0.01, "rate at which the threshold returns"),
		paramRate("k_1", "1/ms", 0.2, "decay of i_1"),
		paramRate("k_2", "1/ms", 0.02, "decay of i_2"),
		paramFree("r_1", "1", 0, "part of i_1 that a spike leaves"),
		paramFree("r_2", "1", 1, "part of i_2 that a spike leaves"),
		paramFree("a_1", "pA", 0, "added to i_1 by a spike"),
		paramFree("a_2", "pA", 0, "added to i_2 by a spike"),
		paramTRef(0), paramIE(0)},
	Unit: [2]string{"e_l", "v_th_inf"},
	State: []Var{varV("e_l"),
		{Name: "v_th", Unit: "mV", FromParam: "v_th_inf", Doc: "threshold"},
		{Name: "i_1", Unit: "pA", Doc: "first spike-induced current"},
		{Name: "i_2", Unit: "pA", Doc: "second spike-induced current"},
		varRefractory()},
	Schemes: []Scheme{
		{Name: "exact", Outputs: linearOutputs(), Exact: true, Doc: "propagator of the linear equations; current and voltage receptors"},
		schemeExponentialEuler("conductances, and for the threshold v, held during the step; order 1"),
	},
	Derived: []string{"e_l", "g_l", "dt_c", "v_v", "v_i", "v_1", "v_2", "t_t", "t_v", "t_i", "t_1", "t_2", "t_held", "keep_1", "keep_2",
		"v_th_inf", "v_th_reset", "v_reset", "r_1", "r_2", "a_1", "a_2", "i_e", "refractory_steps"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		out := []float64{p("e_l"), p("g_l"), dt / p("c_m")}
		out = append(out, movingThreshold(p, dt, p("a"), p("b"), p("k_1"), p("k_2"))...)
		return append(out, math.Exp(-p("k_1")*dt), math.Exp(-p("k_2")*dt), p("v_th_inf"), p("v_th_reset"), p("v_reset"),
			p("r_1"), p("r_2"), p("a_1"), p("a_2"), p("i_e"), refractorySteps(p, dt))
	},
	Check:    func(p Lookup) error { return below(p, "v_reset", "v_th_reset") },
	Membrane: leakyMembrane,
}

// movingThreshold returns the propagator over dt of a leaky membrane u = v - e_l
// (c_m, g_l) with two currents that decay with rates k1 and k2 (1/ms), and of a
// threshold with d theta/dt = a u - b theta: v_v, v_i, v_1, v_2, t_t, t_v, t_i,
// t_1, t_2 and t_held, the effect on theta of a u that is held.
func movingThreshold(p Lookup, dt, a, b, k1, k2 float64) []float64 {
	leak, perC := -dt*p("g_l")/p("c_m"), dt/p("c_m")
	m := propagator([][]float64{ // u, theta, i_1, i_2, i
		{leak, 0, perC, perC, perC},
		{a * dt, -b * dt, 0, 0, 0},
		{0, 0, -k1 * dt, 0, 0},
		{0, 0, 0, -k2 * dt, 0},
		{0, 0, 0, 0, 0},
	})
	held := a * dt
	if b > 0 {
		held = -a * math.Expm1(-b*dt) / b
	}
	return []float64{m[0][0], m[0][4], m[0][2], m[0][3], m[1][1], m[1][0], m[1][4], m[1][2], m[1][3], held}
}
