package model

import "math"

var thresholdLinear = &NeuronModel{
	Name:  "threshold_linear",
	Title: "rate unit, linear above a threshold",
	Equations: `tau dr/dt = -r + mu + min(max(g (i - theta), 0), alpha)
i: sum of stimuli, couplings and receptors; in the unit of r`,
	Paper: "Hahne et al. 2017, Front. Neuroinform. 11:34",
	Params: []Param{
		{Name: "tau", Unit: "ms", Default: 10, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "time constant"},
		{Name: "mu", Unit: "1", Default: 0, Min: -1e9, Max: 1e9, Trainable: true, Doc: "mean drive, not rectified"},
		{Name: "g", Unit: "1", Default: 1, Min: -1e6, Max: 1e6, Trainable: true, Doc: "gain above the threshold"},
		{Name: "theta", Unit: "1", Default: 0, Min: -1e9, Max: 1e9, Trainable: true, Doc: "threshold"},
		{Name: "alpha", Unit: "1", Default: 1e9, Min: 0, Max: 1e12, Doc: "largest value of the gain function"},
	},
	State: []Var{{Name: "r", Unit: "1", Doc: "rate"}},
	Schemes: append(rungeKutta(),
		Scheme{Name: "exact", Outputs: []Output{OutputCurrent}, Doc: "propagator of the linear equation, the input held during the step"}),
	Derived: []string{"rate", "mu", "g", "theta", "alpha", "decay", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{1 / p("tau"), p("mu"), p("g"), p("theta"), p("alpha"), math.Exp(-dt / p("tau")), dt}
	},
	Silent: true,
}

// rungeKutta returns the schemes of GV_FIXED_STEPS, in its order (shaders/lib/schemes.glsl).
func rungeKutta() []Scheme {
	current := []Output{OutputCurrent}
	return []Scheme{
		{Name: "euler", Outputs: current, Doc: "forward Euler; order 1 with the input held during the step, as for all three"},
		{Name: "heun", Outputs: current, Doc: "Heun's method; order 2"},
		{Name: "rk4", Outputs: current, Doc: "classical Runge-Kutta; order 4"},
	}
}
