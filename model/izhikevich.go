package model

import (
	"math"
	"slices"
)

var izhikevich = &NeuronModel{
	Name:  "izhikevich",
	Title: "Izhikevich's simple model, two variables with a reset",
	Equations: `dv/dt = p_1 v^2 + p_2 v + p_3 - u + i_e + i_syn + sum_r g_r (e_rev_r - v)
du/dt = a (b v - u)
spike when v >= v_th: u += d, v = c, held there for t_ref
a current of 1 pA stands for 1 mV/ms, a conductance of 1 nS for 1/ms`,
	Paper: "Izhikevich 2003, IEEE Trans. Neural Netw. 14:1569; 2004, IEEE Trans. Neural Netw. 15:1063",
	Params: []Param{
		paramFree("p_1", "1/(mV ms)", 0.04, "quadratic term"),
		paramFree("p_2", "1/ms", 5, "linear term"),
		paramFree("p_3", "mV/ms", 140, "constant term"),
		paramFree("a", "1/ms", 0.02, "rate of the recovery"),
		paramFree("b", "1/ms", 0.2, "recovery by the potential"),
		paramFree("c", "mV", -65, "potential after a spike"),
		paramFree("d", "mV/ms", 8, "recovery by a spike"),
		paramMV("v_th", 30, "potential at which the upstroke counts as a spike"),
		paramTRef(0), paramIE(0),
	},
	Unit: [2]string{"c", "v_th"},
	State: []Var{
		{Name: "v", Unit: "mV", Default: -65, Doc: "membrane potential"},
		{Name: "u", Unit: "mV/ms", Default: -13, Doc: "recovery variable (default: b v at -65 mV)"},
		varRefractory(),
	},
	Schemes: append(slices.Insert(upstrokeSchemes(), 1, Scheme{Name: "half_steps", Outputs: everyOutput(),
		Doc: "the paper's: two half steps of forward Euler for v, one for u with the new v; order 1"}),
		Scheme{Name: "semi_implicit", Outputs: everyOutput(),
			Doc: "forward Euler for v, then for u with the new v: the twenty firing patterns of 2004 are its; order 1"}),
	Derived: []string{"p_1", "p_2", "p_3", "a", "b", "c", "d", "v_th", "refractory_steps", "i_e", "keep_u", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{p("p_1"), p("p_2"), p("p_3"), p("a"), p("b"), p("c"), p("d"), p("v_th"),
			refractorySteps(p, dt), p("i_e"), math.Exp(-p("a") * dt), dt}
	},
	Check: func(p Lookup) error { return below(p, "c", "v_th") },
}
