package host

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// runMicrocircuit runs the built-in microcircuit for so many ms.
func runMicrocircuit(t *testing.T, device string, scale, ms float64) *Result {
	t.Helper()
	net := builtin(t, "microcircuit", map[string]float64{"scale": scale})
	s := compileWith(t, net, Options{Device: device})
	require.NoError(t, s.Run(context.Background(), ms))
	r := s.Result()
	require.NoError(t, s.Close())
	return r
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
