package eventprop

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// mersenne is the generator MT19937 (Matsumoto & Nishimura 1998), with which
// the Yin-Yang sets of Kriener, Goeltz & Petrovici 2022 were drawn.
type mersenne struct {
	state [624]uint32
	at    int
}

func newMersenne(seed uint32) *mersenne {
	m := &mersenne{at: 624}
	m.state[0] = seed
	for i := 1; i < 624; i++ {
		m.state[i] = 1812433253*(m.state[i-1]^m.state[i-1]>>30) + uint32(i)
	}
	return m
}

func (m *mersenne) next() uint32 {
	if m.at == 624 {
		for i := range m.state {
			y := m.state[i]&0x80000000 | m.state[(i+1)%624]&0x7fffffff
			x := m.state[(i+397)%624] ^ y>>1
			if y&1 == 1 {
				x ^= 0x9908b0df
			}
			m.state[i] = x
		}
		m.at = 0
	}
	y := m.state[m.at]
	m.at++
	y ^= y >> 11
	y ^= y << 7 & 0x9d2c5680
	y ^= y << 15 & 0xefc60000
	return y ^ y>>18
}

func (m *mersenne) float() float64 {
	a, b := m.next()>>5, m.next()>>6
	return (float64(a)*67108864 + float64(b)) / (1 << 53)
}

// yinYang returns n samples: x, y, 1-x, 1-y and the class.
func yinYang(seed uint32, n int) (points [][4]float64, classes []int) {
	m := newMersenne(seed)
	for range n {
		goal := int(m.next() & 3)
		for goal > 2 {
			goal = int(m.next() & 3)
		}
		for {
			x, y := m.float(), m.float()
			if math.Hypot(x-0.5, y-0.5) <= 0.5 && yinYangClass(x, y) == goal {
				points = append(points, [4]float64{x, y, 1 - x, 1 - y})
				classes = append(classes, goal)
				break
			}
		}
	}
	return points, classes
}

func yinYangClass(x, y float64) int {
	right, left := math.Hypot(x-0.75, y-0.5), math.Hypot(x-0.25, y-0.5)
	switch {
	case right < 0.1 || left < 0.1:
		return 2
	case right <= 0.1 || left > 0.1 && left <= 0.25 || y > 0.5 && right > 0.25:
		return 1
	}
	return 0
}

func TestYinYangData(t *testing.T) {
	// The reference sequence of MT19937 for seed 5489 begins so.
	m := newMersenne(5489)
	require.Equal(t, []uint32{3499211612, 581869302, 3890346734}, []uint32{m.next(), m.next(), m.next()})
	_, classes := yinYang(42, 5000)
	var count [3]int
	for _, c := range classes {
		count[c]++
	}
	require.Equal(t, [3]int{1681, 1702, 1617}, count, "class counts of the published training set")
}

// yinYangSamples encodes points as spike times: 0 to 30 ms, and one at 0.
func yinYangSamples(seed uint32, n int) []Sample {
	points, classes := yinYang(seed, n)
	out := make([]Sample, n)
	for i, p := range points {
		trains := [][]float64{{30 * p[0]}, {30 * p[1]}, {30 * p[2]}, {30 * p[3]}, {0}}
		out[i] = Sample{Spikes: map[string][][]float64{"in": trains}, Label: classes[i]}
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

// adam is Kingma & Ba 2015 with the usual constants.
type adam struct {
	m, v map[string][]float64
	step int
}

func (a *adam) update(params []*Parameter, rate float64) {
	a.step++
	c1, c2 := 1-math.Pow(0.9, float64(a.step)), 1-math.Pow(0.999, float64(a.step))
	for _, p := range params {
		if a.m[p.Name] == nil {
			a.m[p.Name], a.v[p.Name] = make([]float64, len(p.Values)), make([]float64, len(p.Values))
		}
		m, v := a.m[p.Name], a.v[p.Name]
		for i, g := range p.Grad {
			m[i] += 0.1 * (g - m[i])
			v[i] += 0.001 * (g*g - v[i])
			p.Values[i] -= rate * m[i] / c1 / (math.Sqrt(v[i]/c2) + 1e-8)
		}
	}
}

// yinYangTrainer trains one network.
type yinYangTrainer struct {
	engine *Engine
	adam   adam
	rng    *rand.Rand
	train  []Sample
	batch  int
	// clip bounds the norm of a batch's gradient; 0 does not.
	clip float64
	// mean is a running mean of the weights over the last 200 batches or so:
	// what late large steps do to single weights averages out.
	mean [][]float64
}

func newYinYangTrainer(t testing.TB, hidden int, seed uint64, device string, train []Sample, batch int) *yinYangTrainer {
	e, err := Compile(context.Background(), yinYangNet(hidden, seed), Options{Device: device, Batch: batch, Duration: 60, Loss: yinYangLoss,
		Read: map[string]Readout{"out": {Integral: true}}})
	require.NoError(t, err)
	t.Cleanup(e.Close)
	return &yinYangTrainer{engine: e, adam: adam{m: map[string][]float64{}, v: map[string][]float64{}},
		rng: rand.New(rand.NewPCG(seed, 1)), train: train, batch: batch}
}

// epoch goes through the training set once and returns the mean loss.
func (y *yinYangTrainer) epoch(t testing.TB, rate float64) float64 {
	ctx := context.Background()
	order := y.rng.Perm(len(y.train))
	params := []*Parameter{y.engine.Parameter("first.weight"), y.engine.Parameter("second.weight")}
	sum, batches := 0.0, 0.0
	for at := 0; at < len(order); at += y.batch {
		samples := make([]Sample, 0, y.batch)
		for _, k := range order[at:min(at+y.batch, len(order))] {
			samples = append(samples, y.train[k])
		}
		_, err := y.engine.Forward(ctx, samples)
		require.NoError(t, err)
		loss, err := y.engine.Backward(ctx)
		require.NoError(t, err)
		y.bound(params)
		y.adam.update(params, rate)
		y.average(params)
		sum += loss
		batches++
	}
	return sum / batches
}

// bound scales a gradient down that is longer than clip: the derivative of a
// spike time grows without bound where the spike is about to disappear.
func (y *yinYangTrainer) bound(params []*Parameter) {
	norm := 0.0
	for _, p := range params {
		for _, g := range p.Grad {
			norm += g * g
		}
	}
	norm = math.Sqrt(norm)
	if y.clip > 0 && norm > y.clip {
		for _, p := range params {
			for i := range p.Grad {
				p.Grad[i] *= y.clip / norm
			}
		}
	}
}

// average takes the present weights into the mean.
func (y *yinYangTrainer) average(params []*Parameter) {
	if y.mean == nil {
		for _, p := range params {
			y.mean = append(y.mean, slices.Clone(p.Values))
		}
	}
	for k, p := range params {
		for i, x := range p.Values {
			y.mean[k][i] += 0.005 * (x - y.mean[k][i])
		}
	}
}

// accuracy is the share of samples whose right neuron is the first to spike.
func (y *yinYangTrainer) accuracy(t testing.TB, samples []Sample) float64 {
	right := 0
	for at := 0; at < len(samples); at += y.batch {
		part := samples[at:min(at+y.batch, len(samples))]
		out, err := y.engine.Forward(context.Background(), part)
		require.NoError(t, err)
		p, err := out.Population("out")
		require.NoError(t, err)
		for b := range part {
			best, first := -1, math.Inf(1)
			for i := range p.Size {
				if at, fired := p.First(b, i); fired && at < first {
					best, first = i, at
				}
			}
			if best == part[b].Label {
				right++
			}
		}
	}
	return float64(right) / float64(len(samples))
}

// Two epochs of a small network on a part of the set already separate the classes well above chance.
func TestYinYangLearns(t *testing.T) {
	y := newYinYangTrainer(t, 60, 1, "native", yinYangSamples(42, 640), 32)
	before := y.epoch(t, 0.01)
	after := 0.0
	for range 4 {
		after = y.epoch(t, 0.01)
	}
	acc := y.accuracy(t, yinYangSamples(40, 200))
	t.Logf("loss %.3f then %.3f, accuracy %.3f", before, after, acc)
	require.Less(t, after, before)
	require.Greater(t, acc, 0.6)
}
