package eventprop

import (
	"math"
	"math/rand/v2"

	"github.com/galvani-sim/galvani/model"
)

// yinYangSamples draws points of the unit square, encoded as Yin-Yang's are:
// x, y, 1-x, 1-y from 0 to 30 ms, and a spike at 0. The class is the third in
// which the point's angle lies: the tests of this package compare gradients;
// host/yinyang_all_test.go learns the figure itself.
func yinYangSamples(seed uint64, n int) []Sample {
	rng := rand.New(rand.NewPCG(seed, 1))
	out := make([]Sample, n)
	for i := range out {
		x, y := rng.Float64(), rng.Float64()
		trains := [][]float64{{30 * x}, {30 * y}, {30 * (1 - x)}, {30 * (1 - y)}, {0}}
		class := int(3 * (math.Atan2(y-0.5, x-0.5)/(2*math.Pi) + 0.5))
		out[i] = Sample{Spikes: map[string][][]float64{"in": trains}, Label: min(class, 2)}
	}
	return out
}

// yinYangNet is the network of Wunderlich & Pehle 2021: 5 inputs, `hidden`
// neurons and 3 outputs, tau_m 20 ms, tau_s 5 ms, threshold 1, no delays.
func yinYangNet(hidden int, seed uint64) *model.Network {
	return &model.Network{Name: "yin-yang", DT: 0.1, Seed: seed,
		Populations: []*model.Population{{Name: "in", Model: "spike_source", Size: 5},
			cells("hidden", hidden, nil, "exponential", 5), cells("out", 3, nil, "exponential", 5)},
		Projections: []*model.Projection{
			{Name: "first", Source: "in", Target: "hidden", Receptor: "syn", Rule: model.Rule{Type: model.AllToAll}, Weight: model.NormalDist(1.5, 0.78)},
			{Name: "second", Source: "hidden", Target: "out", Receptor: "syn", Rule: model.Rule{Type: model.AllToAll}, Weight: model.NormalDist(0.93, 0.1)}}}
}

// yinYangLoss has the constants of Wunderlich & Pehle 2021, and a push for
// right neurons that stay silent.
var yinYangLoss = FirstSpike{Population: "out", Tau0: 0.5, Alpha: 3e-3, Tau1: 6.4, Push: 0.5}
