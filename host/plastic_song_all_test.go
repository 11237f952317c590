//go:build all

package host

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSongBimodal: the built-in network of Song, Miller & Abbott 2000 ends with
// weights at both ends and few between, and a neuron that fires irregularly at
// some tens of Hz.
func TestSongBimodal(t *testing.T) {
	e, err := Builtin("stdp", nil)
	require.NoError(t, err)
	s := compileOn(t, float32Engine, e.Network)
	require.NoError(t, s.Run(context.Background(), e.Duration))
	r := s.Result()
	h := r.WeightHistograms[0]
	last := h.Bins(len(h.Times) - 1)
	ends := int(last[0]+last[1]) + int(last[18]+last[19])
	between := 0
	for _, c := range last[2:18] {
		between += int(c)
	}
	p := r.PopulationStats()[2]
	t.Logf("bins %v; %.1f Hz, CV %.2f", last, p.RateHz, p.CV)
	require.Equal(t, 1000, ends+between)
	// Uniform weights would put 200 into the four outer bins of twenty.
	require.Greater(t, ends, 450)
	require.Greater(t, int(last[18]+last[19]), 100, "a uniform distribution has 100 there")
	require.Greater(t, int(last[19]), 2*between/16, "the upper mode stands over what lies between")
	require.True(t, p.RateHz > 5 && p.RateHz < 60, "%g Hz", p.RateHz)
	require.True(t, p.CV > 0.6, "CV %g", p.CV)
}
