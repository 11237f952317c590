package eventprop

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// BenchmarkLayers times a batch of 32 of 784-350-10, forwards and backwards,
// with 145 spikes a sample (what a digit of MNIST has), on one core.
func BenchmarkLayers(b *testing.B) {
	hidden, out := cells("hidden", 350, nil, "exponential", 5), cells("out", 10, map[string]float64{"v_th": 1e4}, "exponential", 5)
	net := &model.Network{Name: "digits", DT: 0.1, Seed: 1,
		Populations: []*model.Population{{Name: "in", Model: "spike_source", Size: 784}, hidden, out},
		Projections: []*model.Projection{
			{Name: "first", Source: "in", Target: "hidden", Receptor: "syn", Rule: model.Rule{Type: model.AllToAll}, Weight: model.NormalDist(0.05, 0.045), Delay: model.Const(0.1)},
			{Name: "second", Source: "hidden", Target: "out", Receptor: "syn", Rule: model.Rule{Type: model.AllToAll}, Weight: model.NormalDist(0.2, 0.37), Delay: model.Const(0.1)}}}
	rng := rand.New(rand.NewPCG(1, 2))
	samples := make([]Sample, 32)
	for k := range samples {
		times := make([][]float64, 784)
		for range 145 {
			times[rng.IntN(784)] = []float64{20 * float64(rng.IntN(255)) / 255}
		}
		samples[k] = Sample{Spikes: map[string][][]float64{"in": times}, Label: k % 10}
	}
	for _, apart := range []bool{false, true} {
		b.Run(fmt.Sprintf("apart=%t", apart), func(b *testing.B) {
			ctx := context.Background()
			e, err := Compile(ctx, net, Options{Device: "native:1", Batch: 32, Duration: 40,
				Loss: CrossEntropy{Population: "out", Scale: 0.1}, Read: map[string]Readout{"out": {Integral: true}}})
			require.NoError(b, err)
			defer e.Close()
			e.apart = apart
			for b.Loop() {
				_, err := e.Forward(ctx, samples)
				require.NoError(b, err)
				_, err = e.Backward(ctx)
				require.NoError(b, err)
			}
		})
	}
}
