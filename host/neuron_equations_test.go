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
	{"gif_pozzorini", map[string]float64{"i_e": 60, "lambda_0": 1e-30}, []string{"v", "stc_1", "stc_2", "sfa_1", "sfa_2"}, []float64{-68, 40, 20, 3, 2}, 8, true,
		func(y []float64, g float64) []float64 {
			return []float64{(4*(-70-y[0]) - y[1] - y[2] + 60 - g*y[0]) / 80, -y[1] / 10, -y[2] / 100, -y[3] / 10, -y[4] / 100}
		}},
	{"glif", map[string]float64{"i_e": 100}, []string{"v", "th_v", "th_s", "asc_1", "asc_2"}, []float64{-75, 0.5, 1, -9, -150}, 8, true,
		func(y []float64, g float64) []float64 {
			return []float64{(9.43*(-78.85-y[0]) + y[3] + y[4] + 100 - g*y[0]) / 58.72, 0.005*(y[0]+78.85) - 0.09*y[1], -0.009 * y[2], -0.003 * y[3], -0.1 * y[4]}
		}},
	{"fitzhugh_nagumo", map[string]float64{"i_e": 0.5}, []string{"v", "w"}, []float64{-1.5, 0.2}, 3, false,
		func(y []float64, g float64) []float64 {
			v, w := y[0], y[1]
			return []float64{v - v*v*v/3 - w + 0.5 - g/100*v, (v + 0.7 - 0.8*w) / 12.5}
		}},
	{"hindmarsh_rose", map[string]float64{"i_e": 2}, []string{"v", "y", "z"}, []float64{-1, -4, 2.2}, 1, false,
		func(y []float64, g float64) []float64 {
			v := y[0]
			return []float64{y[1] - v*v*v + 3*v*v - y[2] + 2 - g/100*v, 1 - 5*v*v - y[1], 0.01 * (4*(v+1.6) - y[2])}
		}},
	{"morris_lecar", map[string]float64{"i_e": 60}, []string{"v", "w"}, []float64{-50, 0.2}, 8, false,
		func(y []float64, g float64) []float64 {
			v, w := y[0], y[1]
			m, inf := 0.5*(1+math.Tanh((v+1.2)/18)), 0.5*(1+math.Tanh((v-2)/30))
			return []float64{(2*(-60-v) + 4.4*m*(120-v) + 8*w*(-84-v) + 60 - g*v) / 20, 0.04 * math.Cosh((v-2)/60) * (inf - w)}
		}},
	{"wang_buzsaki", map[string]float64{"i_e": 100}, []string{"v", "h", "n"}, []float64{-68, 0.6, 0.2}, 2, false,
		func(y []float64, g float64) []float64 {
			v, h, n := y[0], y[1], y[2]
			am, bm := 0.1*(v+35)/(1-math.Exp(-0.1*(v+35))), 4*math.Exp(-(v+60)/18)
			ah, bh := 0.07*math.Exp(-(v+58)/20), 1/(1+math.Exp(-0.1*(v+28)))
			an, bn := 0.01*(v+34)/(1-math.Exp(-0.1*(v+34))), 0.125*math.Exp(-(v+44)/80)
			m := am / (am + bm)
			return []float64{(10*(-65-v) + 3500*m*m*m*h*(55-v) + 900*n*n*n*n*(-90-v) + 100 - g*v) / 100,
				5 * (ah*(1-h) - bh*h), 5 * (an*(1-n) - bn*n)}
		}},
	{"pinsky_rinzel", map[string]float64{"i_e": 150, "i_d": -50, "f_d": 0.4}, []string{"v", "v_d", "h", "n", "s", "c", "q", "ca"},
		[]float64{-62, -58, 0.9, 0.02, 0.05, 0.05, 0.02, 10}, 3, false, pinskyRinzelRHS},
}

// pinskyRinzelRHS writes the paper's voltages from rest, -60 mV, with currents
// of 150 pA into the soma and -50 pA into the dendrite, and 0.4 of the
// conductance on the dendrite. Densities for 1e-4 cm2: uA/cm2 are 100 pA.
func pinskyRinzelRHS(y []float64, g float64) []float64 {
	vs, vd, h, n, s, c, q, ca := y[0]+60, y[1]+60, y[2], y[3], y[4], y[5], y[6], y[7]
	const gl, gna, gkdr, gca, gahp, gkc, gc, vna, vca, vk, p, cm = 0.1, 30, 15, 10, 0.8, 15, 2.1, 120, 140, -15, 0.5, 3
	am, bm := 0.32*(13.1-vs)/(math.Exp((13.1-vs)/4)-1), 0.28*(vs-40.1)/(math.Exp((vs-40.1)/5)-1)
	an, bn := 0.016*(35.1-vs)/(math.Exp((35.1-vs)/5)-1), 0.25*math.Exp(0.5-0.025*vs)
	ah, bh := 0.128*math.Exp((17-vs)/18), 4/(1+math.Exp((40-vs)/5))
	as, bs := 1.6/(1+math.Exp(-0.072*(vd-65))), 0.02*(vd-51.1)/(math.Exp((vd-51.1)/5)-1)
	ac := math.Exp((vd-10)/11-(vd-6.5)/27) / 18.975
	bc := 2*math.Exp((6.5-vd)/27) - ac
	m := am / (am + bm)
	ica := gca * s * s * (vd - vca)
	is := 1.5 - 0.6*g/100*(vs-60)
	id := -0.5 - 0.4*g/100*(vd-60)
	return []float64{
		(-gl*vs - gna*m*m*h*(vs-vna) - gkdr*n*(vs-vk) + gc/p*(vd-vs) + is/p) / cm,
		(-gl*vd - ica - gahp*q*(vd-vk) - gkc*c*min(ca/250, 1)*(vd-vk) + gc/(1-p)*(vs-vd) + id/(1-p)) / cm,
		ah*(1-h) - bh*h, an*(1-n) - bn*n, as*(1-s) - bs*s, ac*(1-c) - bc*c, min(0.00002*ca, 0.01)*(1-q) - 0.001*q, -0.13*ica - 0.075*ca,
	}
}
