//go:build all

package eventprop

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestYinYang trains the network of Wunderlich & Pehle 2021 (5-200-3, spike
// latencies, batches of 32, Adam from 5e-3) on the published sets and holds the
// mean accuracy of five seeds on the 1000 test samples against the demand of
// 97.5 %; published: 98.1 +- 0.2 % after 100 epochs. Here the rate falls by 12 %
// in each of 22 epochs, a batch's gradient is bounded, and the weights that are
// tested are the running mean of the last batches'. Measured: 97.5, 97.6, 98.1,
// 98.2 and 98.3 %, mean 97.94 %; 2.3 s of one core for an epoch.
func TestYinYang(t *testing.T) {
	const seeds, epochs = 5, 22
	train, test := yinYangSamples(42, 5000), yinYangSamples(40, 1000)
	mean := 0.0
	for seed := range uint64(seeds) {
		y := newYinYangTrainer(t, 200, seed+1, "native", train, 32)
		y.clip = 1
		start := time.Now()
		for k := range epochs {
			y.epoch(t, 5e-3*math.Pow(0.88, float64(k)))
		}
		y.takeMean()
		acc := y.accuracy(t, test)
		t.Logf("seed %d: %.1f %%, %.1f s for each epoch", seed+1, 100*acc, time.Since(start).Seconds()/epochs)
		mean += acc / seeds
		y.engine.Close()
	}
	t.Logf("mean %.2f %%", 100*mean)
	require.GreaterOrEqual(t, mean, 0.975)
}

// takeMean replaces the weights by their mean.
func (y *yinYangTrainer) takeMean() {
	copy(y.engine.Parameter("first.weight").Values, y.mean[0])
	copy(y.engine.Parameter("second.weight").Values, y.mean[1])
}
