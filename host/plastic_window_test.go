package host

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// lags are the times from a source's to its target's spike, -50 to 50 ms.
func lags() []float64 {
	var out []float64
	for k := -100; k <= 100; k++ {
		out = append(out, float64(k)*0.5)
	}
	return out
}

// lagTimes places one pair for each lag in the middle of 200 ms.
func lagTimes() (pre, post [][]float64) {
	for _, lag := range lags() {
		pre, post = append(pre, []float64{100}), append(post, []float64{100 + lag})
	}
	return pre, post
}

// TestWindowSTDP measures the window of pair STDP lag by lag, for weight
// dependences and delays. float64 holds the formula to 1e-6 of the change; in
// float32 a weight of 0.5 pA is known to 3e-8, of changes up to 5e-3: 1e-7 of w_max.
func TestWindowSTDP(t *testing.T) {
	const w0, lambda, alpha, tauPlus, tauMinus = 0.5, 0.01, 1.05, 16.8, 33.7
	pre, post := lagTimes()
	for _, c := range []struct {
		name              string
		muPlus, muMinus   float64
		delay, wMax, sign float64
	}{
		{"additive", 0, 0, 0.1, 1, 1}, {"multiplicative", 1, 1, 1.3, 1, 1}, {"power law", 0.4, 0.7, 4, 1, 1}, {"inhibitory", 0.4, 1, 0.1, -1, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			eachEngine(t, func(t *testing.T, device string) {
				net := pairNet(pre, post, c.delay, model.Const(c.sign*w0), &model.Plasticity{Model: "stdp", Params: map[string]float64{
					"tau_plus": tauPlus, "tau_minus": tauMinus, "lambda": lambda, "alpha": alpha, "mu_plus": c.muPlus, "mu_minus": c.muMinus, "w_max": c.wMax}})
				changed := 0
				for k, w := range runPairs(t, device, net, post, 200) {
					lag := lags()[k] + c.delay // at the synapse
					want := 0.0
					if lag > 1e-6 {
						want = lambda * math.Pow(1-w0, c.muPlus) * math.Exp(-lag/tauPlus)
					} else if lag < -1e-6 {
						want = -alpha * lambda * math.Pow(w0, c.muMinus) * math.Exp(lag/tauMinus)
					}
					if want != 0 {
						changed++
					}
					near(t, want, c.sign*w-w0, precision(device, 1e-6*math.Abs(want), 1e-7), "lag %g ms", lag)
				}
				require.GreaterOrEqual(t, changed, 200)
			})
		})
	}
}
