package host

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// rateCase is a smooth model with its equations written down again from the
// paper: y holds the variables named, in the model's order.
type rateCase struct {
	model  string
	names  []string
	params map[string]float64
	start  []float64
	end    float64
	steps  []float64
	rhs    func(y []float64) []float64
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// rateCases are all models with the schemes of GV_FIXED_STEPS, in a transient.
var rateCases = []rateCase{
	{"threshold_linear", []string{"r"}, map[string]float64{"tau": 10, "mu": 3}, []float64{1}, 10, []float64{2, 1, 0.5},
		func(y []float64) []float64 { return []float64{(3 - y[0]) / 10} }},
	{"wilson_cowan", []string{"e", "i"}, map[string]float64{"p": 1.2, "tau_e": 8}, []float64{0.3, 0.1}, 16, []float64{2, 1, 0.5},
		func(y []float64) []float64 {
			// Wilson & Cowan 1972, figure 11: c 12, 4, 13, 11; a 1.2 and 1; theta 2.8 and 4.
			se := logistic(1.2*(12*y[0]-4*y[1]+1.2-2.8)) - logistic(-1.2*2.8)
			si := logistic(13*y[0]-11*y[1]-4) - logistic(-4)
			return []float64{(-y[0] + (1-y[0])*se) / 8, (-y[1] + (1-y[1])*si) / 10}
		}},
	{"fitzhugh_nagumo_rate", []string{"x", "y"}, nil, []float64{0.5, 0.1}, 4, []float64{0.125, 0.0625, 0.03125},
		func(y []float64) []float64 {
			x := y[0]
			return []float64{-3*x*x*x + 4*x*x - 1.5*x - y[1], (x - 0.5*y[1]) / 20}
		}},
	{"stuart_landau", []string{"x", "y"}, nil, []float64{0.1, 0.3}, 8, []float64{1, 0.5, 0.25},
		func(y []float64) []float64 {
			g := 0.25 - y[0]*y[0] - y[1]*y[1]
			return []float64{g*y[0] - 0.2*y[1], g*y[1] + 0.2*y[0]}
		}},
	{"qif_rate", []string{"r", "v"}, nil, []float64{0.1, -1}, 1, []float64{0.1, 0.05, 0.025},
		func(y []float64) []float64 {
			return []float64{1/math.Pi + 2*y[0]*y[1], y[1]*y[1] - 5 + 15*y[0] - math.Pi*math.Pi*y[0]*y[0]}
		}},
	{"jansen_rit", []string{"y0", "y1", "y2", "z0", "z1", "z2"}, nil, []float64{0.1, 15, 10, 0, 0.1, 0.05}, 16, []float64{2, 1, 0.5},
		func(y []float64) []float64 {
			// In seconds as in the paper, then per ms.
			s := func(u float64) float64 { return 5 / (1 + math.Exp(0.56*(6-u))) }
			const a, b, ea, eb = 100.0, 50.0, 3.25, 22.0
			d0 := ea*a*s(y[1]-y[2]) - 2*a*1000*y[3] - a*a*y[0]
			d1 := ea*a*(220+108*s(135*y[0])) - 2*a*1000*y[4] - a*a*y[1]
			d2 := eb*b*33.75*s(33.75*y[0]) - 2*b*1000*y[5] - b*b*y[2]
			return []float64{y[3], y[4], y[5], d0 / 1e6, d1 / 1e6, d2 / 1e6}
		}},
	{"theta_neuron", []string{"theta"}, map[string]float64{"eta": 0.3}, []float64{-2}, 24, []float64{4, 2, 1},
		func(y []float64) []float64 {
			return []float64{(1 - math.Cos(y[0]) + (1+math.Cos(y[0]))*0.3) / 10}
		}},
	{"wong_wang", []string{"s"}, map[string]float64{"i_0": 0.35}, []float64{0.2}, 160, []float64{20, 10, 5},
		func(y []float64) []float64 {
			u := 270*(0.9*0.2609*y[0]+0.35) - 108
			return []float64{-y[0]/100 + (1-y[0])*0.641/1000*u/(1-math.Exp(-0.154*u))}
		}},
	{"balloon_windkessel", []string{"signal", "flow", "volume", "deoxy"}, nil, []float64{0.2, 0.3, 0.1, 0.1}, 1600, []float64{100, 50, 25},
		func(y []float64) []float64 {
			// Friston et al. 2003, equation 3; flow, volume and deoxyhaemoglobin of the
			// paper are 1 at rest; per s, then per ms.
			f, v, q := 1+y[1], 1+y[2], 1+y[3]
			out := math.Pow(v, 1/0.32)
			return []float64{(-0.65*y[0] - 0.41*(f-1)) / 1000, y[0] / 1000, (f - out) / 0.98 / 1000,
				(f*(1-math.Pow(1-0.34, 1/f))/0.34 - out*q/v) / 0.98 / 1000}
		}},
}

func (c rateCase) network(dt float64, scheme string) *model.Network {
	initial := map[string]float64{}
	for k, name := range c.names {
		initial[name] = c.start[k]
	}
	return &model.Network{Name: c.model, DT: dt, Populations: []*model.Population{{Name: "p", Model: c.model, Size: 1,
		Scheme: scheme, Params: constants(c.params), Initial: constants(initial)}}}
}

// TestRateModelsOrder: every variable against the equations integrated by Runge
// and Kutta's method in far smaller steps: the slope of the largest error
// over dt is the scheme's order, in float64; in float32, on both engines, the
// finest run of the best scheme agrees to 1e-4 of the largest value.
func TestRateModelsOrder(t *testing.T) {
	for _, c := range rateCases {
		want := rk4(func(_ float64, y []float64) []float64 { return c.rhs(y) }, append([]float64(nil), c.start...), c.end)
		t.Run(c.model, func(t *testing.T) {
			for _, scheme := range []string{"euler", "heun", "rk4"} {
				var errs []float64
				for _, dt := range c.steps {
					errs = append(errs, c.error(t, float64Engine, scheme, dt, want))
				}
				near(t, orders[c.model+"/"+scheme], slope(t, c.steps, errs), 0.35, "%s, errors %v at dt %v", scheme, errs, c.steps)
			}
			for _, device := range []string{float32Engine, lavapipe} {
				if device == lavapipe {
					onLavapipe(t)
				}
				require.LessOrEqual(t, c.error(t, device, "rk4", c.steps[2]/4, want), 1e-4, device)
			}
		})
	}
}

// error is the largest error of a variable at the end, over the largest of all variables there.
func (c rateCase) error(t *testing.T, device, scheme string, dt float64, want []float64) float64 {
	s := compileOn(t, device, c.network(dt, scheme))
	require.NoError(t, s.Run(t.Context(), c.end))
	worst, size := 0.0, 0.0
	for k, name := range c.names {
		worst = max(worst, math.Abs(stateNow(t, s, "p", name)[0]-want[k]))
		size = max(size, math.Abs(want[k]))
	}
	return worst / size
}

// TestExactRateSchemes: linear equations have one step of any length.
func TestExactRateSchemes(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		c := rateCases[0]
		s := compileOn(t, device, c.network(5, "exact"))
		require.NoError(t, s.Run(t.Context(), 10))
		near(t, 3-2*math.Exp(-1), stateNow(t, s, "p", "r")[0], 1e-6, "r = mu + (r0 - mu) exp(-t/tau)")

		s = compileOn(t, device, &model.Network{Name: "phase", DT: 1, Populations: []*model.Population{{Name: "p", Model: "kuramoto",
			Size: 1, Params: constants(map[string]float64{"frequency": 30}), Initial: constants(map[string]float64{"theta": 0.5})}}})
		require.NoError(t, s.Run(t.Context(), 20))
		// 0.6 turns from 0.5 rad, less one whole turn.
		near(t, 0.5+2*math.Pi*0.6-2*math.Pi, stateNow(t, s, "p", "theta")[0], 5e-6, "theta")
	})
}

// TestStuartLandauLimitCycle: radius sqrt(a) and period 2 pi / w, the solution of
// the normal form, from far inside it.
func TestStuartLandauLimitCycle(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		const a, w = 0.25, 0.2
		net := &model.Network{Name: "hopf", DT: 0.1, Populations: []*model.Population{{Name: "p", Model: "stuart_landau", Size: 1, Scheme: "rk4",
			Params: constants(map[string]float64{"a": a, "w": w}), Initial: constants(map[string]float64{"x": 0.01})}}}
		s := compileOn(t, device, net)
		require.NoError(t, s.Run(t.Context(), 100))
		x, y := stateNow(t, s, "p", "x")[0], stateNow(t, s, "p", "y")[0]
		near(t, math.Sqrt(a), math.Hypot(x, y), 1e-5, "radius")
		before := math.Atan2(y, x)
		require.NoError(t, s.Run(t.Context(), 40))
		after := math.Atan2(stateNow(t, s, "p", "y")[0], stateNow(t, s, "p", "x")[0])
		near(t, 0, math.Remainder(after-before-40*w, 2*math.Pi), 2e-5, "phase advance in 40 ms")
	})
}

// TestQIFMeanFieldFixedPoint: the stationary r of Montbrio, Pazo & Roxin 2015:
// v = -delta / (2 pi tau r) and v^2 + eta + j tau r = (pi tau r)^2, by bisection.
func TestQIFMeanFieldFixedPoint(t *testing.T) {
	const eta, delta, j = 1.0, 1.0, 2.0 // a stable focus
	low, high := 1e-3, 10.0
	for range 200 {
		r := (low + high) / 2
		v := -delta / (2 * math.Pi * r)
		if v*v+eta+j*r-math.Pi*math.Pi*r*r > 0 {
			low = r
		} else {
			high = r
		}
	}
	eachEngine(t, func(t *testing.T, device string) {
		s := compileOn(t, device, &model.Network{Name: "mpr", DT: 0.01, Populations: []*model.Population{{Name: "p", Model: "qif_rate", Size: 1,
			Scheme: "heun", Params: constants(map[string]float64{"eta": eta, "delta": delta, "j": j})}}})
		require.NoError(t, s.Run(t.Context(), 30))
		near(t, low, stateNow(t, s, "p", "r")[0], 2e-6, "r")
		near(t, -delta/(2*math.Pi*low), stateNow(t, s, "p", "v")[0], 5e-6, "v")
	})
}

// TestThetaNeuronRate: with constant input I it fires with sqrt(I) / (pi tau).
func TestThetaNeuronRate(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		for _, eta := range []float64{0.01, 0.25} {
			net := &model.Network{Name: "theta", DT: 0.1, Populations: []*model.Population{{Name: "p", Model: "theta_neuron", Size: 1, Scheme: "rk4",
				Params: constants(map[string]float64{"eta": eta, "tau": 10})}},
				Recorders: []*model.Recorder{{Name: "s", Type: model.RecordSpikes, Target: "p"}}}
			spikes, _ := runOn(t, device, net, 3000).SpikesOf("p")
			require.Greater(t, spikes.Len(), 8)
			n := spikes.Len() - 1
			period := float64(spikes.Steps[n]-spikes.Steps[0]) * 0.1 / float64(n)
			// Two spikes bound the n periods, each found at the end of its step of 0.1 ms.
			near(t, math.Pi*10/math.Sqrt(eta), period, 0.1/float64(n)+1e-4, "period at input %g", eta)
		}
	})
}

// TestJansenRitAlphaRhythm: with the paper's parameters the column oscillates at
// about 10 Hz for inputs of 120 to 320 Hz (its figure 3): here with the three
// constant inputs of the range where the limit cycle exists.
func TestJansenRitAlphaRhythm(t *testing.T) {
	for _, p := range []float64{150, 220, 300} {
		net := &model.Network{Name: "alpha", DT: 0.1, Populations: []*model.Population{{Name: "p", Model: "jansen_rit", Size: 1,
			Params: constants(map[string]float64{"p": p})}}, Recorders: []*model.Recorder{stateRecorder("p", "v")}}
		trace := runOn(t, float32Engine, net, 4000).Traces[0]
		low, high, crossings := math.Inf(1), math.Inf(-1), []float64(nil)
		v := trace.Values
		mean := 0.0
		for _, x := range v[20000:] {
			low, high, mean = min(low, float64(x)), max(high, float64(x)), mean+float64(x)/float64(len(v)-20000)
		}
		for k := 20001; k < len(v); k++ {
			if float64(v[k-1]) < mean && float64(v[k]) >= mean {
				crossings = append(crossings, trace.Times[k])
			}
		}
		require.Greater(t, high-low, 2.0, "amplitude at p = %g Hz", p)
		require.Greater(t, len(crossings), 10)
		hz := 1000 * float64(len(crossings)-1) / (crossings[len(crossings)-1] - crossings[0])
		t.Logf("p = %g Hz: %.2f Hz, v from %.2f to %.2f mV", p, hz, low, high)
		require.InDelta(t, 10, hz, 2, "p = %g Hz", p)
	}
}
