//go:build all

package host

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestMicrocircuitFullDensity: 77,169 neurons, 0.3 billion synapses. The rates
// are those of Potjans and Diesmann's network with constant-current input, mean
// of 10 s after a transient of 500 ms.
func TestMicrocircuitFullDensity(t *testing.T) {
	want := map[string]float64{"L23E": 0.903, "L23I": 2.965, "L4E": 4.414, "L4I": 5.876, "L5E": 7.569, "L5I": 8.633, "L6E": 1.105, "L6I": 7.829}
	r := runMicrocircuit(t, "native", 1, 10500)
	t.Logf("%d synapses built in %.1f s; real-time factor %.2f; %.0f MB of host memory, %.0f MB of arrays",
		r.Stats.Synapses, r.Stats.BuildS, r.Stats.RTF, r.Stats.HostMB, r.Stats.DeviceMB)
	require.InDelta(t, 299e6, float64(r.Stats.Synapses), 2e6)
	for _, p := range afterTransient(r, 500) {
		t.Logf("%s: %.3f Hz, published %.3f; CV of intervals %.3f", p.Name, p.RateHz, want[p.Name], p.CV)
		near(t, want[p.Name], p.RateHz, 0.1*want[p.Name], "rate of %s", p.Name)
		near(t, 0.9, p.CV, 0.2, "CV of %s", p.Name)
	}
}

// TestMicrocircuitFullDensityVulkan: the same matrix, split across buffers,
// gives the same spikes on lavapipe as on the native engine.
func TestMicrocircuitFullDensityVulkan(t *testing.T) {
	want := runMicrocircuit(t, "native", 1, 20)
	got := runMicrocircuit(t, "vulkan:llvmpipe", 1, 20)
	t.Logf("native: built in %.1f s, %.0f MB; lavapipe: built in %.1f s, real-time factor %.0f, %.0f MB of arrays",
		want.Stats.BuildS, want.Stats.DeviceMB, got.Stats.BuildS, got.Stats.RTF, got.Stats.DeviceMB)
	require.Greater(t, want.Stats.Spikes, int64(1000))
	require.Equal(t, want.Spikes, got.Spikes)
}

// afterTransient is the activity of every population after the first ms.
func afterTransient(r *Result, ms float64) []PopulationStats {
	late := *r
	late.Duration -= ms
	late.Spikes = slices.Clone(r.Spikes)
	from := uint32(ms / r.DT)
	for i, s := range r.Spikes {
		k, _ := slices.BinarySearch(s.Steps, from+1)
		late.Spikes[i].Steps, late.Spikes[i].Neurons = slices.Clone(s.Steps[k:]), s.Neurons[k:]
		for j := range late.Spikes[i].Steps {
			late.Spikes[i].Steps[j] -= from
		}
	}
	return late.PopulationStats()
}
