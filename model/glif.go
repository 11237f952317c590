package model

import (
	"fmt"
	"math"
)

var glif = &NeuronModel{
	Name:  "glif",
	Title: "the five levels of generalised leaky integrate-and-fire of the Allen Institute",
	Equations: `c_m dv/dt = g_l (e_l - v) + asc_1 + asc_2 + i_e + i_syn + sum_r g_r (e_rev_r - v)
dasc_j/dt = -asc_decay_j asc_j, dth_s/dt = -th_spike_decay th_s
dth_v/dt = th_voltage_index (v - e_l) - th_voltage_decay th_v
spike when v >= v_th + th_s + th_v, then all stand still for t_ref, after
levels 3, 4, 5: asc_j = asc_amps_j + asc_r_j asc_j exp(-asc_decay_j t_ref)
levels 2, 4, 5: v = e_l + voltage_reset_fraction (v - e_l) + voltage_reset_add, th_s = th_spike_add + th_s exp(-th_spike_decay t_ref)
levels 1, 3: v = v_reset; th_v is for level 5`,
	Paper: "Teeter et al. 2018, Nature Communications 9:709; NEST's glif_psc, with its default values",
	Params: []Param{
		{Name: "level", Unit: "1", Default: 5, Min: 1, Max: 5, Doc: "1 LIF, 2 LIF-R, 3 LIF-ASC, 4 LIF-R-ASC, 5 LIF-R-ASC-A"},
		paramCM(58.72), paramGL(9.43), paramEL(-78.85), paramVReset(-78.85), paramTRef(3.75),
		paramMV("v_th", -51.68, "threshold at rest"),
		paramRate("asc_decay_1", "1/ms", 0.003, "decay of asc_1"), paramRate("asc_decay_2", "1/ms", 0.1, "decay of asc_2"),
		paramFree("asc_amps_1", "pA", -9.18, "asc_1 by a spike"), paramFree("asc_amps_2", "pA", -198.94, "asc_2 by a spike"),
		paramFree("asc_r_1", "1", 1, "part of asc_1 that a spike leaves"), paramFree("asc_r_2", "1", 1, "part of asc_2 that a spike leaves"),
		paramFree("th_spike_add", "mV", 0.37, "threshold by a spike"), paramRate("th_spike_decay", "1/ms", 0.009, "decay of th_s"),
		paramFree("voltage_reset_fraction", "1", 0.2, "part of v - e_l that a spike leaves"),
		paramFree("voltage_reset_add", "mV", 18.51, "added to it"),
		paramFree("th_voltage_index", "1/ms", 0.005, "threshold by the potential"),
		paramRate("th_voltage_decay", "1/ms", 0.09, "decay of th_v"),
		paramIE(0),
	},
	Unit: [2]string{"e_l", "v_th"},
	State: []Var{varV("e_l"),
		{Name: "th_s", Unit: "mV", Doc: "threshold by spikes"},
		{Name: "th_v", Unit: "mV", Doc: "threshold by the potential"},
		{Name: "asc_1", Unit: "pA", Doc: "first after-spike current"},
		{Name: "asc_2", Unit: "pA", Doc: "second after-spike current"},
		varRefractory()},
	Schemes: []Scheme{
		{Name: "exact", Outputs: linearOutputs(), Exact: true, Doc: "propagator of the linear equations; current and voltage receptors"},
		schemeExponentialEuler("conductances, and for the threshold v, held during the step; order 1"),
	},
	Derived: []string{"e_l", "g_l", "dt_c", "v_v", "v_i", "v_1", "v_2", "t_t", "t_v", "t_i", "t_1", "t_2", "t_held", "keep_1", "keep_2", "keep_s",
		"v_th", "v_fraction", "v_after", "th_spike_add", "th_spike_rest", "asc_amps_1", "asc_amps_2", "asc_rest_1", "asc_rest_2", "i_e", "refractory_steps"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		level := p("level")
		when := func(has bool, x float64) float64 {
			if has {
				return x
			}
			return 0
		}
		resets, currents := level == 2 || level >= 4, level >= 3
		fraction, after := 0.0, p("v_reset")
		if resets {
			fraction, after = p("voltage_reset_fraction"), p("e_l")+p("voltage_reset_add")
		}
		rest := func(rate string) float64 { return math.Exp(-p(rate) * refractorySteps(p, dt) * dt) }
		out := []float64{p("e_l"), p("g_l"), dt / p("c_m")}
		out = append(out, movingThreshold(p, dt, when(level == 5, p("th_voltage_index")), p("th_voltage_decay"), p("asc_decay_1"), p("asc_decay_2"))...)
		return append(out, math.Exp(-p("asc_decay_1")*dt), math.Exp(-p("asc_decay_2")*dt), math.Exp(-p("th_spike_decay")*dt),
			p("v_th"), fraction, after, when(resets, p("th_spike_add")), when(resets, rest("th_spike_decay")),
			when(currents, p("asc_amps_1")), when(currents, p("asc_amps_2")),
			when(currents, p("asc_r_1")*rest("asc_decay_1")), when(currents, p("asc_r_2")*rest("asc_decay_2")),
			p("i_e"), refractorySteps(p, dt))
	},
	Check: func(p Lookup) error {
		if level := p("level"); level != math.Trunc(level) {
			return fmt.Errorf("level is %g, must be 1, 2, 3, 4 or 5", level)
		}
		return below(p, "v_reset", "v_th")
	},
	Membrane: leakyMembrane,
}
