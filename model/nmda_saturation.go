package model

import (
	"fmt"
	"math"
)

var nmdaSaturation = &PresynapseModel{
	Name:  "nmda_saturation",
	Title: "saturation of NMDA receptors in every source",
	Equations: `ds/dt = -s / tau_decay, at a spike s += k_0 + k_1 s, and that jump is transmitted
k_0 = y^(tau_rise / tau_decay) gamma(1 - tau_rise / tau_decay, y), k_1 = exp(-y) - 1, y = alpha tau_rise (gamma: lower incomplete)
it is what is left of dx/dt = -x / tau_rise, ds/dt = alpha x (1 - s) - s / tau_decay, x += 1 at a spike, once x has decayed
for receptors that decay with tau_decay, such as exponential with output magnesium: their conductance is the sum of weight times s`,
	Paper: "Wang 2002, Neuron 36:955; reduced as in NEST's iaf_wang_2002",
	Params: []Param{
		{Name: "alpha", Unit: "1/ms", Default: 0.5, Min: 0, Max: 1e3, Trainable: true, Doc: "rate of opening"},
		{Name: "tau_rise", Unit: "ms", Default: 2, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "time constant of the rise"},
		{Name: "tau_decay", Unit: "ms", Default: 100, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "time constant of the decay, that of the receptor"},
	},
	State:   []Var{{Name: "s", Unit: "1", Doc: "open fraction just after the last spike"}},
	Derived: []string{"k_0", "k_1", "rate"},
	Derive: func(p Lookup, dt float64) []float64 {
		return []float64{saturationJump(p), math.Expm1(-p("alpha") * p("tau_rise")), dt / p("tau_decay")}
	},
	Check: func(p Lookup) error {
		if !(p("tau_rise") < p("tau_decay")) {
			return fmt.Errorf("tau_rise (%g ms) must be below tau_decay (%g ms)", p("tau_rise"), p("tau_decay"))
		}
		return nil
	},
	Bound: saturationJump,
}

// saturationJump returns k_0: y^b gamma(1-b, y) with b = tau_rise / tau_decay
// and y = alpha tau_rise.
func saturationJump(p Lookup) float64 {
	b, y := p("tau_rise")/p("tau_decay"), p("alpha")*p("tau_rise")
	return math.Pow(y, b) * lowerGamma(1-b, y)
}

// lowerGamma returns the lower incomplete gamma function of a > 0 and y >= 0 by
// its power series, whose terms are all positive.
func lowerGamma(a, y float64) float64 {
	if y == 0 {
		return 0
	}
	term := math.Exp(a*math.Log(y)-y) / a
	sum := term
	for k := 1.0; term > 1e-17*sum; k++ {
		term *= y / (a + k)
		sum += term
	}
	return sum
}
