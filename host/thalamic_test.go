package host

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestThalamicRebound: released from hyperpolarisation at 500 ms, and only then,
// the relay cell fires a burst of at least two spikes above 100 Hz on the plateau
// of the low-threshold calcium current (Huguenard & McCormick 1992), whose
// inactivation the hyperpolarisation had removed, and then falls silent.
func TestThalamicRebound(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		e, err := Builtin("thalamic-relay", nil)
		require.NoError(t, err)
		r := runOn(t, device, e.Network, e.Duration)
		spikes, ok := r.SpikesOf("relay")
		require.True(t, ok)
		require.GreaterOrEqual(t, spikes.Len(), 2)
		first := float64(spikes.Steps[0]) * r.DT
		last := float64(spikes.Steps[spikes.Len()-1]) * r.DT
		require.Greater(t, first, 500.0, "the first spike follows the release")
		require.Less(t, last, 700.0, "the burst ends")
		for k := 1; k < min(spikes.Len(), 5); k++ {
			interval := float64(spikes.Steps[k]-spikes.Steps[k-1]) * r.DT
			require.Less(t, interval, 10.0, "intervals are those of more than 100 Hz")
		}
		for _, trace := range r.Traces {
			at := func(ms float64) float64 { return float64(trace.Values[int(ms/0.1+0.5)-1]) }
			switch trace.Variable {
			case "t.h":
				require.Less(t, at(299), 0.1, "at rest the calcium current is inactivated")
				require.Greater(t, at(499), 0.3, "the hyperpolarisation removes its inactivation")
			case "ca.c":
				require.Greater(t, at(first+5), 5*at(499), "the burst brings in calcium")
			}
		}
	})
}

// TestThalamicRelayAgreesWithBrian2: spike times within 0.1 ms and v within 0.1
// mV away from spikes of Runge-Kutta of order 4 in Brian2, at 0.01 ms.
func TestThalamicRelayAgreesWithBrian2(t *testing.T) {
	want := readReference(t, "thalamic_relay")
	for _, device := range []string{float32Engine, float64Engine} {
		t.Run(device, func(t *testing.T) {
			e, err := Builtin("thalamic-relay", nil)
			require.NoError(t, err)
			e.Network.DT = 0.01
			compareWithReference(t, runOn(t, device, e.Network, e.Duration), want)
		})
	}
}
