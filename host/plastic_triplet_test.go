package host

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// visualCortex are the parameters of the minimal all-to-all triplet model that
// Pfister & Gerstner 2006 fitted to visual cortex (their table 3): only the
// pair term of depression and the triplet term of potentiation.
var visualCortex = map[string]float64{"tau_plus": 16.8, "tau_plus_triplet": 101, "tau_minus": 33.7, "tau_minus_triplet": 114,
	"a_plus": 0, "a_plus_triplet": 6.5e-3, "a_minus": 7.1e-3, "a_minus_triplet": 0, "w_max": 10}

// geometric sums q^1 .. q^n.
func geometric(q float64, n int) float64 { return q * (1 - math.Pow(q, float64(n))) / (1 - q) }

// pairingProtocol is the weight change of 60 pairings at a frequency (Hz), the
// target's spike lag ms after the source's, in closed form: the traces at
// pairing n are geometric sums over the pairings before it.
func pairingProtocol(p map[string]float64, lag, frequency float64) float64 {
	period := 1000 / frequency
	change := 0.0
	for n := range 60 {
		q := func(tau float64) float64 { return math.Exp(-period / tau) }
		r1 := geometric(q(p["tau_plus"]), n) * math.Exp(-lag/p["tau_plus"])
		o1 := geometric(q(p["tau_minus"]), n) * math.Exp(lag/p["tau_minus"])
		if lag > 0 {
			r1 += math.Exp(-lag / p["tau_plus"])
		} else {
			o1 += math.Exp(lag / p["tau_minus"])
		}
		change += r1 * (p["a_plus"] + p["a_plus_triplet"]*geometric(q(p["tau_minus_triplet"]), n))
		change -= o1 * (p["a_minus"] + p["a_minus_triplet"]*geometric(q(p["tau_plus_triplet"]), n))
	}
	return change
}

// TestTripletFrequency: pairing protocols of 10 to 50 Hz as in Sjoestroem et
// al. 2001 change the weights as the triplet rule says: at +10 ms from
// depression to potentiation as the frequency rises, at -10 ms too.
func TestTripletFrequency(t *testing.T) {
	const delay, w0 = 0.1, 5.0
	var pre, post [][]float64
	var want []float64
	for _, lag := range []float64{10, -10} {
		for _, frequency := range []float64{10, 20, 40, 50} {
			var a, b []float64
			for n := range 60 {
				a = append(a, 50+float64(n)*1000/frequency)
				b = append(b, 50+float64(n)*1000/frequency+lag-delay)
			}
			pre, post = append(pre, a), append(post, b)
			want = append(want, pairingProtocol(visualCortex, lag, frequency))
		}
	}
	require.Negative(t, want[4], "-10 ms at 10 Hz")
	require.Positive(t, want[3], "+10 ms at 50 Hz")
	require.Greater(t, want[3], want[0])
	for _, device := range []string{float32Engine, float64Engine} { // long trains: lavapipe has the bits of native
		net := pairNet(pre, post, delay, model.Const(w0), &model.Plasticity{Model: "stdp_triplet", Params: visualCortex})
		for k, w := range runPairs(t, device, net, post, 6200) {
			near(t, want[k], w-w0, precision(device, 1e-8, 1e-4), "protocol %d", k) // 120 roundings of 2e-7
		}
	}
}

// TestTripletDrift: Poisson spikes on both sides drift the weights as eq. 4 of
// Pfister & Gerstner 2006 (the relation with the BCM rule): depression with the
// product of the rates, potentiation with the square of the target's as well.
func TestTripletDrift(t *testing.T) {
	const n, rho, seconds = 400, 0.03, 4.0 // 1/ms
	p := visualCortex
	net := pairNet(make([][]float64, n), make([][]float64, n), 0.1, model.Const(5), &model.Plasticity{Model: "stdp_triplet", Params: p})
	for i, name := range []string{"pre", "force"} {
		net.Populations[i] = &model.Population{Name: name, Model: "poisson_source", Size: n, Params: constants(map[string]float64{"rate": 1000 * rho})}
	}
	s := compileOn(t, float64Engine, net)
	require.NoError(t, s.Run(context.Background(), 1000*seconds))
	w, err := s.Weights("plastic")
	require.NoError(t, err)
	// All terms have waited for their traces: the drift begins after some tau_y.
	want := -p["a_minus"]*p["tau_minus"]*rho*rho + p["a_plus_triplet"]*p["tau_plus"]*p["tau_minus_triplet"]*rho*rho*rho
	want *= 1000*seconds - 0.5*p["tau_minus_triplet"]
	mean, square := 0.0, 0.0
	for _, x := range w.Weights {
		mean += (x - 5) / n
		square += (x - 5) * (x - 5) / n
	}
	standardError := math.Sqrt((square - mean*mean) / n)
	require.Less(t, standardError, 0.2*math.Abs(want), "the drift must be seen")
	near(t, want, mean, 4*standardError, "mean of %d synapses", n)
}
