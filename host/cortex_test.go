package host

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// TestCortex29: the sizes are those of the experiment by Joglekar et al. 2018
// as benchmarked by others (29 areas, 536 links, 2e10 synapses at full size, delays of 1.43 to
// 16.6 ms), and its areas fire irregularly.
func TestCortex29(t *testing.T) {
	net := builtin(t, "cortex-29", nil)
	require.Len(t, net.Populations, 58)
	require.Len(t, net.Projections, 29*4+536)
	low, high := math.Inf(1), 0.0
	for _, p := range net.Projections {
		if strings.HasPrefix(p.Name, "long.") {
			low, high = min(low, p.Delay.A), max(high, p.Delay.A)
		}
	}
	require.InDelta(t, 5/3.5, low, 0.01)
	require.InDelta(t, 16.1, high, 0.6, "the farthest pair need not be linked")
	s := compileWith(t, net, Options{Device: "native"})
	require.InEpsilon(t, 1.97e10*1e-4, float64(s.Stats().Synapses), 0.01, "10^-4 of those at full size")
	require.Contains(t, s.Explain(), "merging    23200 receptor states instead of 194720 with one set for each projection (8.4 times fewer)")
	require.NoError(t, s.Run(context.Background(), 400))
	r := s.Result()
	active, cv := 0, 0.0
	for _, p := range r.PopulationStats() {
		if p.CVNeurons > 20 {
			active++
			cv += p.CV
		}
	}
	require.Greater(t, active, 40, "populations with spikes enough")
	near(t, 0.9, cv/float64(active), 0.2, "mean CV of intervals")
	require.Equal(t, []float64{80, 0}, net.Stimuli[0].Amplitudes, "8 mV times the leak")
	require.Equal(t, "V1.E", net.Stimuli[0].Target)
}

// someAreas keeps the first areas of the network, and makes weights multiples
// of 2^-8 pA, which every quantum here divides: no weight is rounded then.
func someAreas(net *model.Network, areas int) *model.Network {
	var kept []string
	out := *net
	out.Populations, out.Projections, out.Stimuli, out.Recorders = nil, nil, nil, nil
	for _, p := range net.Populations[:2*areas] {
		kept = append(kept, p.Name)
		out.Populations = append(out.Populations, p)
		out.Recorders = append(out.Recorders, spikeRecorder(p.Name))
	}
	for _, p := range net.Projections {
		if slices.Contains(kept, p.Source) && slices.Contains(kept, p.Target) {
			p.Weight = model.Const(math.Round(p.Weight.A*256) / 256)
			out.Projections = append(out.Projections, p)
		}
	}
	return &out
}

// unmerged gives every projection a receptor of its own.
func unmerged(net *model.Network) *model.Network {
	out := *net
	out.Populations, out.Projections = nil, nil
	own := map[string][]*model.Receptor{}
	for _, p := range net.Projections {
		target := net.Find(p.Target)
		r := *target.Receptors[target.Receptor(p.Receptor)]
		r.Name = p.Name
		own[p.Target] = append(own[p.Target], &r)
		c := *p
		c.Receptor = p.Name
		out.Projections = append(out.Projections, &c)
	}
	for _, p := range net.Populations {
		c := *p
		c.Receptors = own[p.Name]
		out.Populations = append(out.Populations, &c)
	}
	return &out
}

// TestMergingIsExact: with one receptor for each projection, up to 7 on a
// neuron, six areas fire the very spikes that they fire with two. In float64:
// the decay of a sum and the sum of decays are equal numbers, but each is rounded,
// which in float32 moves v by some 1e-6 mV and in a network that is chaotic in
// the end a spike.
func TestMergingIsExact(t *testing.T) {
	net := someAreas(builtin(t, "cortex-29", nil), 6)
	apart := unmerged(net)
	most := 0
	for _, p := range apart.Populations {
		most = max(most, len(p.Receptors))
	}
	require.Greater(t, most, 5, "receptors of one neuron")
	want := spikesOf(t, net, Options{Device: "native64:1"}, 400)
	total := 0
	for _, s := range want {
		total += s.Len()
	}
	require.Greater(t, total, 3000)
	require.Equal(t, want, spikesOf(t, apart, Options{Device: "native64:1"}, 400))
	single := spikesOf(t, net, Options{Device: "native:1"}, 400)
	singleApart := spikesOf(t, apart, Options{Device: "native:1"}, 400)
	for i := range single {
		// Until rounding moves the first spike float32 agrees too.
		same := 0
		for same < min(single[i].Len(), singleApart[i].Len()) && single[i].Steps[same] == singleApart[i].Steps[same] && single[i].Neurons[same] == singleApart[i].Neurons[same] {
			same++
		}
		t.Logf("%s: float32 agrees for %d of %d spikes", single[i].Population, same, single[i].Len())
		near(t, float64(single[i].Len()), float64(singleApart[i].Len()), 0.1*float64(single[i].Len())+20, "spikes of %s", single[i].Population)
	}
}
