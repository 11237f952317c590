package host

import "math"

// pointModel is a neuron model written down again from its paper, for tests:
// the derivative of its variables and where it starts.
type pointModel struct {
	name      string
	params    map[string]float64 // beside the defaults
	variables []string
	start     []float64
	end       float64 // ms, before the first spike
	linear    bool    // exact without conductances
	// rhs is the derivative of the variables under a conductance of g nS that
	// drives towards 0 mV.
	rhs func(y []float64, g float64) []float64
}

// pointModels charge from below threshold under a constant current. The numbers
// are the models' defaults unless params says otherwise.
var pointModels = []pointModel{
	{"exp_if", map[string]float64{"i_e": 600}, []string{"v"}, []float64{-70}, 4, false,
		func(y []float64, g float64) []float64 {
			v := y[0]
			return []float64{(25*(-65-v) + 25*3.48*math.Exp((v+59.9)/3.48) + 600 - g*v) / 250}
		}},
	{"adex", map[string]float64{"i_e": 800, "a": 40, "tau_w": 5}, []string{"v", "w"}, []float64{-75, 50}, 6, false,
		func(y []float64, g float64) []float64 {
			v, w := y[0], y[1]
			return []float64{(30*(-70.6-v) + 30*2*math.Exp((v+50.4)/2) - w + 800 - g*v) / 281, (40*(v+70.6) - w) / 5}
		}},
	{"quad_if", map[string]float64{"i_e": 250}, []string{"v"}, []float64{-58}, 8, false,
		func(y []float64, g float64) []float64 {
			return []float64{(0.7*(y[0]+60)*(y[0]+40) + 250 - g*y[0]) / 100}
		}},
	{"ad_quad_if", map[string]float64{"i_e": 150, "a": 10, "tau_w": 4}, []string{"v", "w"}, []float64{-70, 30}, 4, false,
		func(y []float64, g float64) []float64 {
			v, w := y[0], y[1]
			return []float64{(0.7*(v+60)*(v+40) - w + 150 - g*v) / 100, (10*(v+60) - w) / 4}
		}},
	{"izhikevich", map[string]float64{"i_e": 4, "a": 0.1}, []string{"v", "u"}, []float64{-70, -14}, 4, false,
		func(y []float64, g float64) []float64 {
			v, u := y[0], y[1]
			return []float64{0.04*v*v + 5*v + 140 - u + 4 - g/100*v, 0.1 * (0.2*v - u)}
		}},
	{"if", map[string]float64{"i_e": 100}, []string{"v"}, []float64{-69}, 8, true,
		func(y []float64, g float64) []float64 { return []float64{(100 - g*y[0]) / 250} }},
	{"leaky_integrator", map[string]float64{"i_e": 300}, []string{"v"}, []float64{-60}, 8, true,
		func(y []float64, g float64) []float64 { return []float64{(25*(-70-y[0]) + 300 - g*y[0]) / 250} }},
	{"alif", map[string]float64{"i_e": 150, "tau_a": 20}, []string{"v", "a"}, []float64{-72, 3}, 8, true,
		func(y []float64, g float64) []float64 {
			return []float64{(25*(-70-y[0]) + 150 - g*y[0]) / 500, -y[1] / 20}
		}},
	{"lif_sfa", map[string]float64{"i_e": 300, "tau_sfa": 8}, []string{"v", "w"}, []float64{-69, 120}, 8, true,
		func(y []float64, g float64) []float64 {
			return []float64{(25*(-70-y[0]) - y[1] + 300 - g*y[0]) / 250, -y[1] / 8}
		}},
	{"gif", map[string]float64{"i_e": 100, "a": 0.02, "b": 0.05}, []string{"v", "v_th", "i_1", "i_2"}, []float64{-72, -48, 60, -30}, 8, true,
		func(y []float64, g float64) []float64 {
			return []float64{(10*(-70-y[0]) + y[2] + y[3] + 100 - g*y[0]) / 200, 0.02*(y[0]+70) - 0.05*(y[1]+50), -0.2 * y[2], -0.02 * y[3]}
		}},
	{"gif_pozzorini", map[string]float64{"i_e": 60, "lambda_0": 0}, []string{"v", "stc_1", "stc_2", "sfa_1", "sfa_2"}, []float64{-68, 40, 20, 3, 2}, 8, true,
		func(y []float64, g float64) []float64 {
			return []float64{(4*(-70-y[0]) - y[1] - y[2] + 60 - g*y[0]) / 80, -y[1] / 10, -y[2] / 100, -y[3] / 10, -y[4] / 100}
		}},
	{"glif", map[string]float64{"i_e": 100}, []string{"v", "th_v", "th_s", "asc_1", "asc_2"}, []float64{-75, 0.5, 1, -9, -150}, 8, true,
		func(y []float64, g float64) []float64 {
			return []float64{(9.43*(-78.85-y[0]) + y[3] + y[4] + 100 - g*y[0]) / 58.72, 0.005*(y[0]+78.85) - 0.09*y[1], -0.009 * y[2], -0.003 * y[3], -0.1 * y[4]}
		}},
}
