package host

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// inputNet is a population of n lif neurons whose excitatory and inhibitory
// Poisson inputs make them fire; the last projection takes the plasticity.
func inputNet(n int, projection string, wE, wI float64, plasticity *model.Plasticity) *model.Network {
	net := &model.Network{Name: "inputs", DT: 0.5, Seed: 12,
		Populations: []*model.Population{
			{Name: "exc", Model: "poisson_source", Size: 100, Params: constants(map[string]float64{"rate": 20})},
			{Name: "inh", Model: "poisson_source", Size: 500, Params: constants(map[string]float64{"rate": 20})},
			{Name: "post", Model: "lif", Size: n, Receptors: []*model.Receptor{
				{Name: "exc", Model: "exponential", Output: model.OutputConductance, Params: constants(map[string]float64{"tau": 5, "e_rev": 0})},
				{Name: "inh", Model: "exponential", Output: model.OutputConductance, Params: constants(map[string]float64{"tau": 10, "e_rev": -80})},
			}},
		},
		Projections: []*model.Projection{
			{Name: "exc", Source: "exc", Target: "post", Receptor: "exc", Rule: model.Rule{Type: model.AllToAll}, Weight: model.Const(wE), Delay: model.Const(1)},
			{Name: "inh", Source: "inh", Target: "post", Receptor: "inh", Rule: model.Rule{Type: model.AllToAll}, Weight: model.Const(wI), Delay: model.Const(1)},
		},
		Recorders: []*model.Recorder{{Name: "rate", Type: model.RecordRate, Target: "post", Interval: 1000}},
	}
	net.Projection(projection).Plasticity = plasticity
	return net
}

// meanRate is the mean of the rate (Hz) over the seconds from..to-1.
func meanRate(r RateResult, from, to int) float64 {
	sum := 0.0
	for _, x := range r.Rate[from:to] {
		sum += x
	}
	return sum / float64(to-from)
}

// TestVogelsRate: inhibitory plasticity brings neurons that fire too fast, and
// those that do not, to rho0 = alpha / (2 tau). Each of 500 sources hardly moves
// a target's spikes, so that the rule's fixed point is the rate itself; 20 neurons over
// 10 s at 10 Hz count 2000 spikes, and the weights still move: 10 %.
func TestVogelsRate(t *testing.T) {
	const tau, rho0 = 20.0, 10.0
	for _, start := range []float64{0, 2} {
		net := inputNet(20, "inh", 4, start, &model.Plasticity{Model: "vogels_sprekeler",
			Params: map[string]float64{"tau": tau, "eta": 0.01, "alpha": 2 * rho0 / 1000 * tau, "w_max": 50}})
		r := runOn(t, float32Engine, net, 30000).Rates[0]
		t.Logf("weights from %g nS: first second %.1f Hz, last ten %.2f Hz", start, r.Rate[0], meanRate(r, 20, 30))
		require.Greater(t, math.Abs(r.Rate[0]-rho0), 0.3*rho0, "the rule has something to do")
		near(t, rho0, meanRate(r, 20, 30), 0.1*rho0, "from %g nS", start)
	}
}

// TestScalingTarget: scaled inputs bring neurons from above and from below to the target rate.
func TestScalingTarget(t *testing.T) {
	const target = 8.0
	for _, start := range []float64{1, 6} {
		net := inputNet(20, "exc", start, 0, &model.Plasticity{Model: "scaling",
			Params: map[string]float64{"rate_target": target, "tau_rate": 1000, "tau_w": 5000, "interval": 50, "w_max": 50}})
		r := runOn(t, float32Engine, net, 60000).Rates[0]
		t.Logf("weights from %g nS: second second %.1f Hz, last twenty %.2f Hz", start, r.Rate[1], meanRate(r, 40, 60))
		require.Greater(t, math.Abs(r.Rate[1]-target), 0.3*target, "the rule has something to do")
		near(t, target, meanRate(r, 40, 60), 0.1*target, "from %g nS", start)
	}
}

// TestScalingFactor: the weights of forced neurons are the product of the
// factors of all intervals, from the spikes themselves.
func TestScalingFactor(t *testing.T) {
	const interval, tauRate, tauW, target = 12.5, 100.0, 400.0, 20.0
	post := [][]float64{{10, 30, 31, 90}, {}, {12.5, 25, 37.5}}
	pre := [][]float64{{50}, {50}, {50}}
	eachEngine(t, func(t *testing.T, device string) {
		net := pairNet(pre, post, 0.3, model.Const(0.5), &model.Plasticity{Model: "scaling",
			Params: map[string]float64{"rate_target": target, "tau_rate": tauRate, "tau_w": tauW, "interval": interval, "w_max": 1}})
		for k, w := range runPairs(t, device, net, post, 200) {
			want := 0.5
			for n := 1; n <= 16; n++ {
				rate := 0.0 // Hz
				for _, at := range post[k] {
					if at <= float64(n)*interval+1e-6 {
						rate += 1000 / tauRate * math.Exp(-(float64(n)*interval-at)/tauRate)
					}
				}
				want *= math.Exp(interval / tauW * (1 - rate/target))
			}
			require.Greater(t, math.Abs(want-0.5), 0.01)
			near(t, want, w, precision(device, 1e-9, 2e-6), "neuron %d", k)
		}
	})
}

// TestDopamine compares eligibility and dopamine with the rule's differential
// equations, integrated in float64 by fourth-order Runge-Kutta between spikes:
// steps of 0.1 ms on time constants above 40 ms leave less than 1e-9.
func TestDopamine(t *testing.T) {
	p := map[string]float64{"tau_plus": 17, "tau_minus": 30, "tau_c": 120, "tau_n": 45, "a_plus": 0.4, "a_minus": 0.3, "b": 0.01, "w_max": 10}
	pre := [][]float64{{20, 50, 51, 180}, {20, 120}, {60}}
	post := [][]float64{{25, 60, 61, 300}, {10, 130}, {70, 90}}
	dopamine := [][]float64{{40, 90, 350}, {90, 220}}
	const delay, w0, end = 1.2, 5.0, 400.0
	eachEngine(t, func(t *testing.T, device string) {
		net := pairNet(pre, post, delay, model.Const(w0), &model.Plasticity{Model: "stdp_dopamine", Params: p, Modulator: "vta"})
		// A last spike of dopamine at the end brings all synapses up to date.
		net.Populations = append(net.Populations, spikeSource("vta", append(append([]float64{}, dopamine[0]...), end), dopamine[1]))
		got := runPairs(t, device, net, post, end)
		for k := range pre {
			want := integrateDopamine(p, w0, arrivals(pre[k], post[k], delay), dopamine, end)
			require.Greater(t, math.Abs(want-w0), 0.01, "pair %d", k)
			near(t, want, got[k], precision(device, 1e-8, 1e-5), "pair %d", k)
		}
	})
}

// integrateDopamine steps through all spikes; each side's trace is a sum over its spikes.
func integrateDopamine(p map[string]float64, w float64, at []atSynapse, dopamine [][]float64, end float64) float64 {
	const h = 0.1
	c, n := 0.0, 0.0
	slope := func(c, n float64) (dw, dc, dn float64) { return c * (n - p["b"]), -c / p["tau_c"], -n / p["tau_n"] }
	for step := 1; float64(step)*h < end+h/2; step++ {
		w1, c1, n1 := slope(c, n)
		w2, c2, n2 := slope(c+h/2*c1, n+h/2*n1)
		w3, c3, n3 := slope(c+h/2*c2, n+h/2*n2)
		w4, c4, n4 := slope(c+h*c3, n+h*n3)
		w += h / 6 * (w1 + 2*w2 + 2*w3 + w4)
		c += h / 6 * (c1 + 2*c2 + 2*c3 + c4)
		n += h / 6 * (n1 + 2*n2 + 2*n3 + n4)
		now := float64(step) * h
		for _, a := range at {
			if math.Abs(a.time-now) < 1e-6 && a.post {
				c += p["a_plus"] * traceAt(at, false, now, p["tau_plus"], false)
			} else if math.Abs(a.time-now) < 1e-6 {
				c -= p["a_minus"] * traceAt(at, true, now, p["tau_minus"], false)
			}
		}
		for _, train := range dopamine {
			for _, s := range train {
				if math.Abs(s-now) < 1e-6 {
					n += 1 / p["tau_n"]
				}
			}
		}
	}
	return w
}

// TestClopath compares the voltage rule with its equations stepped in float64
// from the recorded potentials: of a Hodgkin-Huxley neuron, whose spikes are in
// v, and of a lif neuron, whose spikes are clamped.
func TestClopath(t *testing.T) {
	const dt, delay, w0, ms = 0.1, 0.7, 0.5, 120.0
	delaySteps := int(math.Round(delay / dt))
	for _, c := range []struct {
		neuron, receptor string
		clamp            float64
	}{{"hh_traub", "conductance", 0}, {"lif", "conductance", 2}} {
		p := map[string]float64{"tau_x": 15, "tau_u_minus": 10, "tau_u_plus": 7, "theta_minus": -70.6, "theta_plus": -45.3,
			"a_ltd": 14e-5, "a_ltp": 8e-5, "v_clamp": 33, "t_clamp": c.clamp, "w_max": 1}
		times := []float64{20, 35, 52, 60, 61, 90}
		net := &model.Network{Name: "clopath", DT: dt, Populations: []*model.Population{
			spikeSource("pre", times),
			{Name: "post", Model: c.neuron, Size: 1, Receptors: []*model.Receptor{{Name: "exc", Model: "exponential", Output: model.OutputConductance}}},
		},
			Projections: []*model.Projection{{Name: "plastic", Source: "pre", Target: "post", Receptor: "exc", Rule: model.Rule{Type: model.AllToAll},
				Weight: model.Const(w0), Delay: model.Const(delay), Plasticity: &model.Plasticity{Model: "clopath", Params: p}}},
			Stimuli:   []*model.Stimulus{{Name: "drive", Type: model.StepCurrent, Target: "post", Times: []float64{10, 75}, Amplitudes: []float64{700, 0}}},
			Recorders: []*model.Recorder{stateRecorder("post", "v"), spikeRecorder("post")}}
		t.Run(c.neuron, func(t *testing.T) {
			eachEngine(t, func(t *testing.T, device string) {
				s := compileOn(t, device, net)
				require.NoError(t, s.Run(context.Background(), ms))
				r := s.Result()
				require.Greater(t, r.Spikes[0].Len(), 2)
				w, err := s.Weights("plastic")
				require.NoError(t, err)
				want, up, down := clopathWeight(p, w0, dt, delaySteps, r.Traces[0].Column(0), r.Spikes[0].Trains(1)[0], times)
				require.Greater(t, up, 0.005)
				require.Greater(t, down, 0.0005)
				// The potentials recorded are float32 on every device.
				near(t, want, w.Weights[0], 2e-6, "potentiated by %g, depressed by %g", up, down)
			})
		})
	}
}

// clopathWeight steps the rule; v[n] is the potential at the end of step n.
func clopathWeight(p map[string]float64, w, dt float64, delay int, v []float32, spikes []uint32, pre []float64) (weight, up, down float64) {
	type seen struct{ minus, ltp float64 }
	var past []seen
	var minus, plus float64
	lastSpike := math.Inf(-1)
	for n := range v {
		u := float64(v[n])
		for _, s := range spikes {
			if int(s)-1 == n {
				lastSpike = float64(n)
			}
		}
		if float64(n)-lastSpike < math.Round(p["t_clamp"]/dt) {
			u = p["v_clamp"]
		}
		if n == 0 {
			minus, plus = u, u
		} else {
			minus += (u - minus) * -math.Expm1(-dt/p["tau_u_minus"])
			plus += (u - plus) * -math.Expm1(-dt/p["tau_u_plus"])
		}
		past = append(past, seen{minus, math.Max(u-p["theta_plus"], 0) * math.Max(plus-p["theta_minus"], 0)})
		at := past[max(n-delay, 0)]
		now := float64(n+1) * dt
		x := 0.0
		for _, s := range pre {
			if s < now-dt/2 {
				x += math.Exp(-(now-s)/p["tau_x"]) / p["tau_x"]
			}
		}
		if n >= delay {
			up += dt * p["a_ltp"] * x * at.ltp
			w = bounded(w+dt*p["a_ltp"]*x*at.ltp, p["w_max"])
		}
		for _, s := range pre {
			if math.Abs(s-now) < dt/2 {
				down += p["a_ltd"] * math.Max(at.minus-p["theta_minus"], 0)
				w = bounded(w-p["a_ltd"]*math.Max(at.minus-p["theta_minus"], 0), p["w_max"])
			}
		}
	}
	return w, up, down
}
