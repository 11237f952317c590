//go:build all

package host

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestProceduralFourMillion runs coba-lif at scale 1000: 4,000,000 neurons with 80
// inputs each for 100 ms, none of them stored. Its rate is that of coba-lif at
// every size, 21.2 to 22.6 Hz over the first second and 22.5 over the first
// 100 ms, as simulated at 4,000, 40,000 and 400,000 neurons.
func TestProceduralFourMillion(t *testing.T) {
	net := builtin(t, "coba-lif", map[string]float64{"scale": 1000})
	for _, p := range net.Projections {
		p.Rule.Procedural = true
	}
	net.Recorders = nil
	s := compileWith(t, net, Options{Device: "native"})
	require.NoError(t, s.Run(context.Background(), 100))
	st := s.Stats()
	t.Logf("%d neurons, %d synapses on average; built in %.1f s, simulated in %.1f s (%.1f s of processor time); %.0f MB of memory, %.0f MB of arrays; %.2f Hz, %.3g events/s",
		st.Neurons, st.Synapses, st.BuildS, st.SimWallS, st.SimCPUS, st.HostMB, st.DeviceMB, st.RateHz, st.EventsPerS)
	require.Equal(t, 4_000_000, st.Neurons)
	require.InDelta(t, 80*4e6, float64(st.Synapses), 100)
	near(t, 22.5, st.RateHz, 1.5, "rate")
	require.Less(t, st.HostMB, 4000.0, "what the synapses alone would take is 1280 MB of targets more")
}
