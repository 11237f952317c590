package host

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// mixed is a network whose segments have every storage form: uniform and own
// weights, uniform and own delays.
func mixed() *model.Network {
	n := &model.Network{Name: "mixed", DT: 0.1, Seed: 7}
	n.Populations = []*model.Population{
		{Name: "noise", Model: "poisson_source", Size: 200, Params: map[string]model.Value{"rate": model.Const(40)}},
		{Name: "a", Model: "lif", Size: 150, Receptors: []*model.Receptor{
			{Name: "exc", Model: "exponential", Output: model.OutputConductance, Params: map[string]model.Value{"tau": model.Const(5)}},
			{Name: "inh", Model: "alpha", Output: model.OutputConductance, Params: map[string]model.Value{"e_rev": model.Const(-80)}},
		}},
	}
	rule := model.Rule{Type: model.FixedProbability, P: 0.2}
	n.Projections = []*model.Projection{
		{Name: "noise_a", Source: "noise", Target: "a", Receptor: "exc", Rule: rule, Weight: model.Const(4), Delay: model.Const(1)},
		{Name: "a_a", Source: "a", Target: "a", Receptor: "exc", Rule: rule, Weight: model.NormalDist(2, 0.4), Delay: model.Const(0.5)},
		{Name: "a_a_late", Source: "a", Target: "a", Receptor: "inh", Rule: rule, Weight: model.Const(3), Delay: model.UniformDist(0.3, 4)},
		{Name: "a_a_any", Source: "a", Target: "a", Receptor: "inh", Rule: rule, Weight: model.UniformDist(1, 2), Delay: model.UniformDist(0.2, 2)},
	}
	for _, p := range []string{"noise", "a"} {
		n.Recorders = append(n.Recorders, &model.Recorder{Name: p, Type: model.RecordSpikes, Target: p})
	}
	return n
}

func spikesOf(t *testing.T, net *model.Network, opts Options, ms float64) []SpikeResult {
	t.Helper()
	s, err := Compile(context.Background(), net, opts)
	require.NoError(t, err)
	defer s.Close()
	require.NoError(t, s.Run(context.Background(), ms))
	return s.Result().Spikes
}

// A matrix that is larger than a device's buffers is split; that changes
// nothing but the number of dispatches.
func TestSplitMatrixGivesTheSameSpikes(t *testing.T) {
	want := spikesOf(t, mixed(), Options{Device: "native:1"}, 200)
	require.Greater(t, want[1].Len(), 300, "the network must be active for the test to mean anything")
	for _, device := range []string{"native:1", "native:3", "vulkan:llvmpipe"} {
		for _, entries := range []int{0, 700, 3000, 9000} {
			t.Run(fmt.Sprintf("%s/%d", device, entries), func(t *testing.T) {
				require.Equal(t, want, spikesOf(t, mixed(), Options{Device: device, entries: entries, Validate: device[0] == 'v'}, 200))
			})
		}
	}
}

func TestRowLongerThanAChunkIsAnError(t *testing.T) {
	_, err := Compile(context.Background(), mixed(), Options{Device: "native:1", entries: 10})
	require.ErrorContains(t, err, "but the device's buffers hold only 10")
}

// A network that needs more memory than there is says how much and what would fit.
func TestTooLargeNetwork(t *testing.T) {
	net := mixed()
	net.Populations[1].Size = 40_000_000
	net.Projections[1].Rule = model.Rule{Type: model.FixedIndegree, N: 10000}
	_, err := Compile(context.Background(), net, Options{Device: "native:1"})
	var large *TooLargeError
	require.ErrorAs(t, err, &large)
	require.Greater(t, large.Need, uint64(3e12), "4e11 synapses of 8 bytes")
	require.Regexp(t, `^network "mixed" needs about \d+\.\d\d GB on native:1 \(.*\), which has \d+\.\d\d GB: a network with about \d+ % of its synapses would fit$`, err.Error())
}
