package host

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

const plasticFile = `name = "plastic"
duration = 60.0

[constants]
w = 2.0

[template.column.population.in]
model = "poisson_source"
size = 20
params = { rate = 200.0 }

[template.column.population.out]
model = "lif"
size = 5

[template.column.population.out.receptor.exc]
model = "exponential"
output = "current"

[template.column.projection.syn]
source = "in"
target = "out"
receptor = "exc"
rule = "all_to_all"
weight = { uniform = [0.0, "w"] }
delay = 1.0
plasticity = { model = "stdp_dopamine", modulator = "in", params = { w_max = "w", a_plus = 0.5 } }

[template.column.record.weights]
type = "weights"
target = "syn"
synapses = [3, 1]
interval = 20.0

[area.a]
template = "column"

[record.all]
type = "weight_histogram"
target = "a.syn"
bins = 4
interval = 30.0
`

// TestPlasticExperiment: plasticity and weight recorders come from a file,
// through a template too, and go back into one.
func TestPlasticExperiment(t *testing.T) {
	e, err := ParseExperiment("plastic.toml", []byte(plasticFile), nil)
	require.NoError(t, err)
	require.Equal(t, &model.Plasticity{Model: "stdp_dopamine", Modulator: "a.in", Params: map[string]float64{"w_max": 2, "a_plus": 0.5}},
		e.Network.Projections[0].Plasticity)
	require.Equal(t, e.resolved(), roundTrip(t, e))
	s := compileOn(t, float32Engine, e.Network)
	require.NoError(t, s.Run(t.Context(), e.Duration))
	r := s.Result()
	require.Equal(t, []float64{20, 40, 60}, r.Weights[0].Times)
	require.Equal(t, []uint32{0, 0}, r.Weights[0].Sources)
	require.Equal(t, []uint32{3, 1}, r.Weights[0].Targets)
	require.Equal(t, "pA", r.Weights[0].Unit)
	require.Equal(t, []float64{0, 0.5, 1, 1.5, 2}, r.WeightHistograms[0].Edges)
	dir := t.TempDir()
	summary, err := r.Write(dir)
	require.NoError(t, err)
	require.Contains(t, summary.Files, WeightsFile)
	require.Contains(t, summary.Files, WeightsPlot)
	back, err := ReadResult(dir)
	require.NoError(t, err)
	require.Equal(t, r.Weights, back.Weights)
	require.Equal(t, r.WeightHistograms, back.WeightHistograms)
	require.Contains(t, s.Explain(), "1 projection(s) with stdp_dopamine")
}

// TestPlasticMistakes: what is wrong is said where it stands.
func TestPlasticMistakes(t *testing.T) {
	base := func() *model.Network {
		return pairNet([][]float64{{5}}, [][]float64{{9}}, 0.1, model.Const(0.5), &model.Plasticity{Model: "stdp", Params: map[string]float64{"w_max": 1}})
	}
	for _, c := range []struct {
		change func(n *model.Network, p *model.Plasticity)
		want   string
	}{
		{func(_ *model.Network, p *model.Plasticity) { p.Model = "sdtp" }, `projection "plastic": there is no plasticity rule "sdtp" (did you mean "stdp"?)`},
		{func(_ *model.Network, p *model.Plasticity) { p.Params["lamda"] = 1 }, `projection "plastic": stdp has no parameter "lamda" (did you mean "lambda"?)`},
		{func(_ *model.Network, p *model.Plasticity) { p.Params["lambda"] = 2 }, `projection "plastic": lambda is 2, must be at least 0 and at most 1`},
		{func(_ *model.Network, p *model.Plasticity) { p.Params["tau_plus"] = 0 }, `projection "plastic": tau_plus is 0 ms, must be above 0 and at most 1e+09`},
		{func(_ *model.Network, p *model.Plasticity) { p.Params["w_max"] = 0 }, `projection "plastic": w_max is 0: no weight could be anything else`},
		{func(_ *model.Network, p *model.Plasticity) { p.Params["w_max"] = 0.4 }, `projection "plastic": weights begin from 0.5 to 0.5, but plastic weights stay between 0 and w_max (0.4); bound the distribution with min and max, or change w_max`},
		{func(_ *model.Network, p *model.Plasticity) { p.Pairing = "closest" }, `projection "plastic": stdp has no pairing "closest" (there is all_to_all, nearest)`},
		{func(_ *model.Network, p *model.Plasticity) { p.Modulator = "pre" }, `projection "plastic": stdp has no modulator`},
		{func(_ *model.Network, p *model.Plasticity) { p.Model = "stdp_dopamine" }, `projection "plastic": stdp_dopamine needs a modulator, the population whose spikes release it; there is no population "" (there is pre, force, post)`},
		{func(_ *model.Network, p *model.Plasticity) {
			p.Model, p.Params["interval"] = "scaling", 0.01
		}, `projection "plastic": interval is 0.01 ms, below one step (0.1 ms)`},
		{func(n *model.Network, _ *model.Plasticity) {
			n.Recorders = []*model.Recorder{{Name: "w", Type: model.RecordWeights, Target: "force"}}
		}, `record "w": there is no projection "force" with plasticity (there is plastic)`},
		{func(n *model.Network, _ *model.Plasticity) {
			n.Recorders = []*model.Recorder{{Name: "w", Type: model.RecordWeights, Target: "plastic", Synapses: []int{-1}}}
		}, `record "w": synapse -1: synapses are numbered from 0`},
	} {
		net := base()
		require.NoError(t, net.Validate())
		c.change(net, net.Projection("plastic").Plasticity)
		require.EqualError(t, net.Validate(), c.want)
	}
	require.EqualError(t, base().FixedWeights(), `projection "plastic": weights with plasticity have no gradients; leave the plasticity out`)
	procedural := base()
	procedural.Projections = procedural.Projections[:1]
	procedural.Projections[0].Plasticity, procedural.Projections[0].Rule.Procedural = nil, true
	require.EqualError(t, procedural.FixedWeights(), fmt.Sprintf("projection %q: procedural synapses have no gradients; leave procedural out", procedural.Projections[0].Name))
	net := base()
	net.Recorders = []*model.Recorder{{Name: "w", Type: model.RecordWeights, Target: "plastic", Synapses: []int{1}}}
	_, err := Compile(t.Context(), net, Options{Device: float32Engine})
	require.EqualError(t, err, `record "w": synapse 1: projection "plastic" has 1 synapses`)
}
