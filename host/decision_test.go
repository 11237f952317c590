package host

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// decisionRates returns the mean rates (Hz) of the groups A and B of the
// decision network in the last 200 ms of the stimulus and of the delay.
func decisionRates(t *testing.T, coherence float64, seed uint64) (stimulus, delay [2]float64) {
	t.Helper()
	net := builtin(t, "decision", map[string]float64{"coherence": coherence})
	net.Seed = seed
	r := runOn(t, "native:1", net, 1600)
	for i, name := range []string{"a", "b"} {
		spikes, ok := r.SpikesOf(name)
		require.True(t, ok)
		for _, step := range spikes.Steps {
			if ms := float64(step) * r.DT; ms > 900 && ms <= 1100 {
				stimulus[i]++
			} else if ms > 1400 {
				delay[i]++
			}
		}
		size := float64(net.Find(name).Size)
		stimulus[i] /= size * 0.2
		delay[i] /= size * 0.2
	}
	return stimulus, delay
}

// TestDecision: at a coherence of 25.6 % the favoured group wins, fires at tens
// of Hz and goes on without the stimulus, the other is silenced (Wang 2002,
// Neuron 36:955, figure 2); with the sign the winner changes.
func TestDecision(t *testing.T) {
	for _, coherence := range []float64{0.256, -0.256} {
		win, lose := 0, 1
		if coherence < 0 {
			win, lose = 1, 0
		}
		stimulus, delay := decisionRates(t, coherence, 1)
		t.Logf("coherence %g: A and B at the stimulus's end %.1f Hz, in the delay %.1f Hz", coherence, stimulus, delay)
		require.Greater(t, stimulus[win], 15.0)
		require.Less(t, stimulus[lose], stimulus[win]/3)
		require.Greater(t, delay[win], 10.0, "persistent")
		require.Less(t, delay[lose], delay[win]/3)
	}
}
