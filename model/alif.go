package model

import "math"

var alif = &NeuronModel{
	Name:  "alif",
	Title: "leaky integrate-and-fire neuron with an adaptive threshold",
	Equations: `c_m dv/dt = g_l (e_l - v) + i_e + i_syn + sum_r g_r (e_rev_r - v)
tau_a da/dt = -a
spike when v >= v_th + beta a: a += 1, v -= v_th - e_l; none for t_ref after it
the reset subtracts, and v goes on in the refractory time`,
	Paper: "Bellec, Scherr, Subramoney, Hajek, Salaj, Legenstein & Maass 2020, Nature Communications 11:3625",
	Params: []Param{paramCM(500), paramGL(25), paramEL(-70),
		paramMV("v_th", -60, "threshold without adaptation"),
		paramFree("beta", "mV", 1.6, "rise of the threshold for each spike"),
		paramTau("tau_a", 2000, "time constant of the threshold"),
		paramTRef(2), paramIE(0)},
	Unit:    [2]string{"e_l", "v_th"},
	State:   []Var{varV("e_l"), {Name: "a", Unit: "1", Doc: "threshold adaptation"}, varRefractory()},
	Schemes: linearSchemes(),
	Derived: []string{"e_l", "g_l", "i_e", "r_m", "alpha", "rho", "dt_c", "v_th", "beta", "refractory_steps"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{p("e_l"), p("g_l"), p("i_e"), 1 / p("g_l"), math.Exp(-dt * p("g_l") / p("c_m")),
			math.Exp(-dt / p("tau_a")), dt / p("c_m"), p("v_th"), p("beta"), refractorySteps(p, dt)}
	},
	Check:    func(p Lookup) error { return below(p, "e_l", "v_th") },
	Membrane: leakyMembrane,
}
