package host

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// TestPlasticNetworkAgreesWithBrian2: 40 sources with given spikes, 10 lif
// neurons that they drive through plastic synapses of different delays for 3 s
// (tools/reference/brian_stdp.py). Both sides solve the equations exactly on one
// grid, so that the spikes are the same and the weights differ by the rounding of
// arrivals to the ring's quantum, and in float32 of some 300 events to 6e-8 each.
func TestPlasticNetworkAgreesWithBrian2(t *testing.T) {
	const dt, wMax = 0.1, 200.0
	f, err := os.Open(filepath.Join(references, "data", "stdp_network.npz"))
	require.NoError(t, err)
	defer f.Close()
	info, err := f.Stat()
	require.NoError(t, err)
	a, err := readNPZ(f, info.Size())
	require.NoError(t, err)
	ints := func(name string) []uint32 {
		x, err := take[uint32](a, name)
		require.NoError(t, err)
		return x
	}
	reals := func(name string) []float64 {
		x, err := take[float64](a, name)
		require.NoError(t, err)
		return x
	}
	times := make([][]float64, 40)
	for k, source := range ints("source") {
		times[source] = append(times[source], float64(ints("source_step")[k]+1)*dt) // found at the end of the step
	}
	net := &model.Network{Name: "stdp", DT: dt, Populations: []*model.Population{
		spikeSource("in", times...),
		{Name: "out", Model: "lif", Size: 10, Params: constants(map[string]float64{"c_m": 250, "g_l": 25, "e_l": -70, "v_th": -55, "v_reset": -70, "t_ref": 0}),
			Receptors: []*model.Receptor{{Name: "exc", Model: "exponential", Output: model.OutputCurrent, Params: constants(map[string]float64{"tau": 5})}}},
	}, Projections: []*model.Projection{{Name: "plastic", Source: "in", Target: "out", Receptor: "exc",
		Rule: model.Rule{Type: model.Explicit, Sources: ints("pre"), Targets: ints("post"), Weights: reals("w0"), Delays: reals("delay")},
		Plasticity: &model.Plasticity{Model: "stdp", Params: map[string]float64{"tau_plus": 16.8, "tau_minus": 33.7,
			"lambda": 0.02, "alpha": 0.5, "mu_plus": 0.4, "mu_minus": 0.4, "w_max": wMax}}}},
		Recorders: []*model.Recorder{spikeRecorder("out")}}
	want := map[[2]uint32]float64{}
	moved := 0
	for k, pre := range ints("pre") {
		want[[2]uint32{pre, ints("post")[k]}] = reals("w")[k]
		if math.Abs(reals("w")[k]-reals("w0")[k]) > 0.05*wMax {
			moved++
		}
	}
	require.Greater(t, moved, 100)
	for _, device := range []string{float64Engine, float32Engine} {
		s := compileOn(t, device, net)
		require.NoError(t, s.Run(context.Background(), 3000))
		spikes := s.Result().Spikes[0]
		require.Len(t, spikes.Steps, len(ints("cell")))
		steps := map[[2]uint32]bool{}
		for k, cell := range ints("cell") {
			steps[[2]uint32{cell, ints("cell_step")[k] + 1}] = true
		}
		for k, step := range spikes.Steps {
			require.True(t, steps[[2]uint32{spikes.Neurons[k], step}], "neuron %d at step %d", spikes.Neurons[k], step)
		}
		worst := 0.0
		w := mustWeights(t, s, "plastic")
		for k, x := range w.Weights {
			worst = math.Max(worst, math.Abs(x-want[[2]uint32{w.Sources[k], w.Targets[k]}])/wMax)
		}
		t.Logf("%s: %d spikes, weights differ from Brian2's by at most %.2g of w_max", device, spikes.Len(), worst)
		require.True(t, worst <= precision(device, 1e-9, 1e-5), "%g", worst)
	}
}
