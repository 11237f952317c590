package host

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// pairNet has n plastic synapses, one between source k and target k, whose
// spikes are at pre[k] and post[k] ms. A target is a lif neuron that a voltage
// jump of a given source makes spike; the plastic synapse's own effect on it is
// a current of some pA, a hundredth of what could make it spike. Jumps arrive
// one step after their source's spike, which is subtracted here.
func pairNet(pre, post [][]float64, delay float64, weight model.Value, plasticity *model.Plasticity) *model.Network {
	const dt = 0.1
	force := make([][]float64, len(post))
	for k, times := range post {
		for _, t := range times {
			force[k] = append(force[k], t-dt)
		}
	}
	return &model.Network{Name: "pairs", DT: dt, Seed: 3,
		Populations: []*model.Population{
			spikeSource("pre", pre...),
			spikeSource("force", force...),
			{Name: "post", Model: "lif", Size: len(post), Params: constants(map[string]float64{"t_ref": 0}),
				Receptors: []*model.Receptor{
					{Name: "force", Model: "delta", Output: model.OutputVoltage},
					{Name: "plastic", Model: "exponential", Output: model.OutputCurrent},
				}},
		},
		Projections: []*model.Projection{
			{Name: "force", Source: "force", Target: "post", Receptor: "force", Rule: model.Rule{Type: model.OneToOne}, Weight: model.Const(100), Delay: model.Const(dt)},
			{Name: "plastic", Source: "pre", Target: "post", Receptor: "plastic", Rule: model.Rule{Type: model.OneToOne}, Weight: weight, Delay: model.Const(delay), Plasticity: plasticity},
		},
		Recorders: []*model.Recorder{spikeRecorder("post"), spikeRecorder("pre")},
	}
}

// runPairs runs a network of pairs, checks that every spike came when it was
// wanted, and returns the weights.
func runPairs(t *testing.T, device string, net *model.Network, post [][]float64, ms float64) []float64 {
	t.Helper()
	s := compileOn(t, device, net)
	require.NoError(t, s.Run(context.Background(), ms))
	trains := s.Result().Spikes[0].Trains(len(post))
	for k, times := range post {
		require.Len(t, trains[k], len(times), "target %d", k)
		for i, at := range times {
			near(t, at, float64(trains[k][i])*net.DT, 1e-6, "spike %d of target %d", i, k)
		}
	}
	w, err := s.Weights("plastic")
	require.NoError(t, err)
	require.Len(t, w.Weights, len(post))
	return w.Weights
}

// atSynapse is a spike as it reaches a synapse: of the target (after the delay) or of the source.
type atSynapse struct {
	time float64
	post bool
}

// arrivals merges the spikes of a pair as a synapse of a dendritic delay sees
// them; of two at one time the target's comes first.
func arrivals(pre, post []float64, delay float64) []atSynapse {
	var out []atSynapse
	i, j := 0, 0
	const same = 1e-6 // ms, far below a step
	for i < len(pre) || j < len(post) {
		if j < len(post) && (i == len(pre) || post[j]+delay <= pre[i]+same) {
			out = append(out, atSynapse{post[j] + delay, true})
			j++
		} else {
			out = append(out, atSynapse{pre[i], false})
			i++
		}
	}
	return out
}
