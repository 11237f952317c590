package host

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// orders declares the order of convergence of every scheme; 0 is exact.
var orders = map[string]float64{
	"lif/exact":                         0,
	"lif/exponential_euler":             1,
	"lif/euler":                         1,
	"hh_traub/staggered":                1,
	"hh_1952/staggered":                 1,
	"hh_traub/exponential_euler":        1,
	"hh_1952/exponential_euler":         1,
	"threshold_linear/euler":            1,
	"threshold_linear/heun":             2,
	"threshold_linear/rk4":              4,
	"wilson_cowan/euler":                1,
	"wilson_cowan/heun":                 2,
	"wilson_cowan/rk4":                  4,
	"fitzhugh_nagumo_rate/euler":        1,
	"fitzhugh_nagumo_rate/heun":         2,
	"fitzhugh_nagumo_rate/rk4":          4,
	"stuart_landau/euler":               1,
	"stuart_landau/heun":                2,
	"stuart_landau/rk4":                 4,
	"qif_rate/euler":                    1,
	"qif_rate/heun":                     2,
	"qif_rate/rk4":                      4,
	"jansen_rit/euler":                  1,
	"jansen_rit/heun":                   2,
	"jansen_rit/rk4":                    4,
	"theta_neuron/euler":                1,
	"theta_neuron/heun":                 2,
	"theta_neuron/rk4":                  4,
	"wong_wang/euler":                   1,
	"wong_wang/heun":                    2,
	"wong_wang/rk4":                     4,
	"balloon_windkessel/euler":          1,
	"balloon_windkessel/heun":           2,
	"balloon_windkessel/rk4":            4,
	"threshold_linear/exact":            0,
	"tanh_rate/exact":                   0,
	"kuramoto/exact":                    0,
	"poisson_source/bernoulli":          0,
	"fitzhugh_nagumo/rk4":               4,
	"fitzhugh_nagumo/exponential_euler": 1,
	"fitzhugh_nagumo/heun":              2,
	"fitzhugh_nagumo/euler":             1,
	"fitzhugh_nagumo/rk45":              5,
	"hindmarsh_rose/rk4":                4,
	"hindmarsh_rose/exponential_euler":  1,
	"hindmarsh_rose/heun":               2,
	"hindmarsh_rose/euler":              1,
	"hindmarsh_rose/rk45":               5,
	"morris_lecar/rk4":                  4,
	"morris_lecar/exponential_euler":    1,
	"morris_lecar/heun":                 2,
	"morris_lecar/euler":                1,
	"morris_lecar/rk45":                 5,
	"wang_buzsaki/staggered":            1,
	"wang_buzsaki/rk4":                  4,
	"wang_buzsaki/exponential_euler":    1,
	"wang_buzsaki/heun":                 2,
	"wang_buzsaki/euler":                1,
	"wang_buzsaki/rk45":                 5,
	"pinsky_rinzel/staggered":           1,
	"pinsky_rinzel/rk4":                 4,
	"pinsky_rinzel/exponential_euler":   1,
	"pinsky_rinzel/heun":                2,
	"pinsky_rinzel/euler":               1,
	"pinsky_rinzel/rk45":                5,

	"if/exact":                           0,
	"if/exponential_euler":               1,
	"if/euler":                           1,
	"leaky_integrator/exact":             0,
	"leaky_integrator/exponential_euler": 1,
	"leaky_integrator/euler":             1,
	"alif/exact":                         0,
	"alif/exponential_euler":             1,
	"alif/euler":                         1,
	"lif_sfa/exact":                      0,
	"lif_sfa/exponential_euler":          1,
	"lif_sfa/euler":                      1,
	"gif/exact":                          0,
	"gif/exponential_euler":              1,
	"gif_pozzorini/exact":                0,
	"gif_pozzorini/exponential_euler":    1,
	"glif/exact":                         0,
	"glif/exponential_euler":             1,
	"mcculloch_pitts/synchronous":        0,
	"exp_if/rk4":                         4,
	"exp_if/exponential_euler":           2, // linearised in its only variable
	"exp_if/heun":                        2,
	"exp_if/euler":                       1,
	"exp_if/rk45":                        5,
	"adex/rk4":                           4,
	"adex/exponential_euler":             1,
	"adex/heun":                          2,
	"adex/euler":                         1,
	"adex/rk45":                          5,
	"quad_if/rk4":                        4,
	"quad_if/exponential_euler":          2,
	"quad_if/heun":                       2,
	"quad_if/euler":                      1,
	"quad_if/rk45":                       5,
	"ad_quad_if/rk4":                     4,
	"ad_quad_if/exponential_euler":       1,
	"ad_quad_if/heun":                    2,
	"ad_quad_if/euler":                   1,
	"ad_quad_if/rk45":                    5,
	"izhikevich/rk4":                     4,
	"izhikevich/half_steps":              1,
	"izhikevich/semi_implicit":           1,
	"izhikevich/exponential_euler":       1,
	"izhikevich/heun":                    2,
	"izhikevich/euler":                   1,
	"izhikevich/rk45":                    5,
	"conductance/staggered":              1,
	"conductance/exponential_euler":      1,

	"alif_discrete/hard":     1,
	"alif_discrete/subtract": 1,
}

// TestEverySchemeHasAnOrder: a new scheme needs a row, and with it a test below.
func TestEverySchemeHasAnOrder(t *testing.T) {
	for _, m := range model.Neurons() {
		for _, s := range m.Schemes {
			require.Contains(t, orders, m.Name+"/"+s.Name)
		}
	}
}

// rk4 integrates dy/dt = f(t, y) from 0 to end, in steps far below those under test.
func rk4(f func(t float64, y []float64) []float64, y []float64, end float64) []float64 {
	const n = 40000
	h := end / n
	plus := func(y, k []float64, h float64) []float64 {
		out := make([]float64, len(y))
		for i := range y {
			out[i] = y[i] + h*k[i]
		}
		return out
	}
	for s := range n {
		t := float64(s) * h
		a := f(t, y)
		b := f(t+h/2, plus(y, a, h/2))
		c := f(t+h/2, plus(y, b, h/2))
		d := f(t+h, plus(y, c, h))
		for i := range y {
			y[i] += h / 6 * (a[i] + 2*b[i] + 2*c[i] + d[i])
		}
	}
	return y
}

// requireOrder runs the network at several steps and fits the order of the
// error of v at the end.
func requireOrder(t *testing.T, device, scheme string, want, end float64, steps []float64, network func(dt float64) *model.Network) {
	t.Helper()
	var errs []float64
	for _, dt := range steps {
		net := network(dt)
		s := compileOn(t, device, net)
		require.NoError(t, s.Run(t.Context(), end))
		errs = append(errs, math.Abs(stateNow(t, s, "p", "v")[0]-want))
	}
	near(t, orders[scheme], slope(t, steps, errs), 0.2, "%s, errors %v at dt %v", scheme, errs, steps)
}

// TestConductanceOrder: v under one conductance pulse, against the equations
// c_m v' = g_l (e_l - v) + g (0 - v) integrated by Runge and Kutta's method.
func TestConductanceOrder(t *testing.T) {
	const tau, w, end = 3.0, 5.0, 10.0
	eachEngine(t, func(t *testing.T, device string) {
		for _, synapse := range []string{"exponential", "alpha"} {
			g := func(s float64) float64 {
				if synapse == "alpha" {
					return w * s / tau * math.Exp(1-s/tau)
				}
				return w * math.Exp(-s/tau)
			}
			want := rk4(func(s float64, y []float64) []float64 {
				return []float64{(25*(-70-y[0]) + g(s)*(0-y[0])) / 250}
			}, []float64{-70}, end-arrival)[0]
			for _, scheme := range []string{"exponential_euler", "euler"} {
				t.Run(synapse+"/"+scheme, func(t *testing.T) {
					requireOrder(t, device, "lif/"+scheme, want, end, []float64{0.25, 0.125, 0.0625}, func(dt float64) *model.Network {
						return pspNetwork(dt, scheme, synapse, model.OutputConductance, map[string]float64{"tau": tau}, w)
					})
				})
			}
		}
	})
}

// hhRates are the rate functions (1/ms) of the two models, written down again
// from the papers.
var hhRates = map[string]func(v float64) (am, bm, ah, bh, an, bn float64){
	"hh_traub": func(v float64) (am, bm, ah, bh, an, bn float64) {
		u := v + 63
		return 0.32 * (13 - u) / (math.Exp((13-u)/4) - 1), 0.28 * (u - 40) / (math.Exp((u-40)/5) - 1),
			0.128 * math.Exp((17-u)/18), 4 / (1 + math.Exp((40-u)/5)),
			0.032 * (15 - u) / (math.Exp((15-u)/5) - 1), 0.5 * math.Exp((10-u)/40)
	},
	"hh_1952": func(v float64) (am, bm, ah, bh, an, bn float64) {
		return 0.1 * (v + 40) / (1 - math.Exp(-(v+40)/10)), 4 * math.Exp(-(v+65)/18),
			0.07 * math.Exp(-(v+65)/20), 1 / (1 + math.Exp(-(v+35)/10)),
			0.01 * (v + 55) / (1 - math.Exp(-(v+55)/10)), 0.125 * math.Exp(-(v+65)/80)
	},
}

// TestHodgkinHuxleyOrder: v of a neuron that charges below threshold, against the
// equations integrated by Runge and Kutta's method.
func TestHodgkinHuxleyOrder(t *testing.T) {
	cases := []struct {
		model                             string
		cm, gl, el, gna, ena, gk, ek, cur float64
		start                             []float64 // v, m, h, n
		end                               float64
	}{
		{"hh_traub", 200, 10, -60, 20000, 50, 6000, -90, 300, []float64{-62, 0.05, 0.6, 0.2}, 1},
		{"hh_1952", 100, 30, -54.387, 12000, 50, 3600, -77, 300, []float64{-70, 0.05, 0.6, 0.4}, 0.5},
	}
	eachEngine(t, func(t *testing.T, device string) {
		for _, c := range cases {
			rates := hhRates[c.model]
			want := rk4(func(_ float64, y []float64) []float64 {
				v, m, h, n := y[0], y[1], y[2], y[3]
				am, bm, ah, bh, an, bn := rates(v)
				i := c.gl*(c.el-v) + c.gna*m*m*m*h*(c.ena-v) + c.gk*n*n*n*n*(c.ek-v) + c.cur
				return []float64{i / c.cm, am*(1-m) - bm*m, ah*(1-h) - bh*h, an*(1-n) - bn*n}
			}, append([]float64(nil), c.start...), c.end)
			network := func(dt float64, scheme string) *model.Network {
				return &model.Network{Name: c.model, DT: dt, Populations: []*model.Population{{Name: "p", Model: c.model, Size: 1, Scheme: scheme,
					Params:  constants(map[string]float64{"i_e": c.cur}),
					Initial: constants(map[string]float64{"v": c.start[0], "m": c.start[1], "h": c.start[2], "n": c.start[3]})}}}
			}
			for _, scheme := range []string{"staggered", "exponential_euler"} {
				t.Run(c.model+"/"+scheme, func(t *testing.T) {
					requireOrder(t, device, c.model+"/"+scheme, want[0], c.end, []float64{0.02, 0.01, 0.005, 0.0025}, func(dt float64) *model.Network {
						return network(dt, scheme)
					})
					s := compileOn(t, device, network(0.0025, scheme))
					require.NoError(t, s.Run(t.Context(), c.end))
					for k, name := range []string{"m", "h", "n"} {
						near(t, want[1+k], stateNow(t, s, "p", name)[0], 0.01, fmt.Sprintf("gate %s", name))
					}
				})
			}
		}
	})
}
