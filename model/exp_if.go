package model

import "fmt"

var expIf = &NeuronModel{
	Name:  "exp_if",
	Title: "exponential integrate-and-fire neuron",
	Equations: `c_m dv/dt = g_l (e_l - v) + g_l delta_t exp((v - v_th) / delta_t) + i_e + i_syn + sum_r g_r (e_rev_r - v)
spike when v >= v_peak: v = v_reset, held there for t_ref`,
	Paper: "Fourcaud-Trocme, Hansel, van Vreeswijk & Brunel 2003, J. Neurosci. 23:11628",
	Params: []Param{paramCM(250), paramGL(25), paramEL(-65),
		paramMV("v_th", -59.9, "threshold of the upstroke, V_T of the paper"),
		paramPositive("delta_t", "mV", 3.48, "sharpness of the upstroke"),
		paramVPeak(0), paramVReset(-68), paramTRef(1.7), paramIE(0)},
	Unit:    [2]string{"e_l", "v_peak"},
	State:   []Var{varV("e_l"), varRefractory()},
	Schemes: upstrokeSchemes(),
	Derived: []string{"g_l", "e_l", "v_th", "delta_t", "per_delta", "v_peak", "v_reset", "refractory_steps", "i_e", "per_c", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{p("g_l"), p("e_l"), p("v_th"), p("delta_t"), 1 / p("delta_t"), p("v_peak"), p("v_reset"),
			refractorySteps(p, dt), p("i_e"), 1 / p("c_m"), dt}
	},
	Check: checkUpstroke,
}

// checkUpstroke holds the exponential of an upstroke within single precision.
func checkUpstroke(p Lookup) error {
	if err := below(p, "v_reset", "v_peak"); err != nil {
		return err
	}
	if ratio := (p("v_peak") - p("v_th")) / p("delta_t"); !(ratio <= 60) {
		return fmt.Errorf("v_peak (%g mV) is %.0f times delta_t above v_th (%g mV), must be at most 60: lower it, a spike is certain long before", p("v_peak"), ratio, p("v_th"))
	}
	return nil
}
