package host

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// delayNetwork has projections of every storage form (one weight or many, one
// delay or many) out of one population of sources, into delta receptors.
func delayNetwork() *model.Network {
	const sources, targets = 20, 40
	rng := rand.New(rand.NewPCG(1, 2))
	var times [][]float64
	for range sources {
		times = append(times, []float64{0.1 * float64(1+rng.IntN(50)), 10 + 0.1*float64(rng.IntN(200))})
	}
	net := &model.Network{Name: "delays", DT: 0.1, Populations: []*model.Population{
		spikeSource("source", times...),
		{Name: "p", Model: "lif", Size: targets, Params: constants(map[string]float64{"v_th": 1e3}), Receptors: []*model.Receptor{
			{Name: "other", Model: "delta", Output: model.OutputVoltage}, {Name: "in", Model: "delta", Output: model.OutputVoltage},
		}},
	}, Recorders: []*model.Recorder{stateRecorder("p", "in.jump", "other.jump")}}
	for k, name := range []string{"uniform", "delays", "weights", "both", "long"} {
		rule := model.Rule{Type: model.Explicit}
		for range 150 {
			rule.Sources = append(rule.Sources, uint32(rng.IntN(sources)))
			rule.Targets = append(rule.Targets, uint32(rng.IntN(targets)))
			if name == "weights" || name == "both" {
				rule.Weights = append(rule.Weights, float64(rng.IntN(41)-20)/4)
			}
			if name == "delays" || name == "both" {
				rule.Delays = append(rule.Delays, 0.1*float64(1+rng.IntN(60)))
			}
		}
		p := &model.Projection{Name: name, Source: "source", Target: "p", Receptor: "in", Rule: rule,
			Weight: model.Const(0.5 * float64(k+1)), Delay: model.Const(0.1 * float64(1+2*k))}
		if name == "long" { // longer than a submission has steps
			p.Delay = model.Const(30.1)
		}
		net.Projections = append(net.Projections, p)
	}
	return net
}

// wantArrivals adds up what arrives at every target, by step of arrival.
func wantArrivals(net *model.Network, steps int) [][]float64 {
	out := make([][]float64, net.Find("p").Size)
	for i := range out {
		out[i] = make([]float64, steps+1)
	}
	at := func(ms float64) int { return int(math.Round(ms / net.DT)) }
	for _, p := range net.Projections {
		for k, src := range p.Rule.Sources {
			weight, delay := p.Weight.A, p.Delay.A
			if p.Rule.Weights != nil {
				weight = p.Rule.Weights[k]
			}
			if p.Rule.Delays != nil {
				delay = p.Rule.Delays[k]
			}
			for _, ms := range net.Find("source").Times[src] {
				if step := at(ms) + at(delay); step <= steps {
					out[p.Rule.Targets[k]][step] += weight
				}
			}
		}
	}
	return out
}

// TestDelays: every arrival comes exactly its delay after the spike, with
// exactly its weight: these are multiples of a power of two.
func TestDelays(t *testing.T) {
	net := delayNetwork()
	const steps = 700
	want := wantArrivals(net, steps)
	eachEngine(t, func(t *testing.T, device string) {
		r := runOn(t, device, net, steps*net.DT)
		for _, tr := range r.Traces {
			require.Len(t, tr.Times, steps)
			for i := range want {
				for k, x := range tr.Column(i) {
					if tr.Variable == "other.jump" {
						require.Zero(t, x)
					} else {
						require.Equal(t, want[i][k+1], float64(x), "target %d at step %d", i, k+1)
					}
				}
			}
		}
	})
}

// TestDrawnDelays: delays and weights drawn from distributions arrive as a
// whole: every synapse once, inside the bounds.
func TestDrawnDelays(t *testing.T) {
	net := &model.Network{Name: "drawn", DT: 0.1, Populations: []*model.Population{
		spikeSource("source", []float64{1}),
		{Name: "p", Model: "lif", Size: 500, Params: constants(map[string]float64{"v_th": 1e3}), Receptors: []*model.Receptor{{Name: "in", Model: "delta", Output: model.OutputVoltage}}},
	}, Projections: []*model.Projection{{Name: "s", Source: "source", Target: "p", Receptor: "in", Rule: model.Rule{Type: model.AllToAll},
		Weight: model.UniformDist(1, 2), Delay: model.UniformDist(0.5, 3)}},
		Recorders: []*model.Recorder{stateRecorder("p", "in.jump")}}
	eachEngine(t, func(t *testing.T, device string) {
		tr := runOn(t, device, net, 5).Traces[0]
		sum, late := 0.0, 0.0
		for i := range 500 {
			arrivals := 0
			for k, x := range tr.Column(i) {
				if x == 0 {
					continue
				}
				arrivals++
				require.InDelta(t, 1.5, x, 0.5000001)
				require.InDelta(t, 1+1.75, tr.Times[k], 1.25+0.0001)
				sum, late = sum+float64(x), late+tr.Times[k]-1
			}
			require.Equal(t, 1, arrivals)
		}
		// Means of 500 uniform draws: standard error (high - low) / sqrt(12 * 500).
		near(t, 1.5, sum/500, 5/math.Sqrt(12*500), "mean weight")
		near(t, 1.75, late/500, 5*2.5/math.Sqrt(12*500), "mean delay")
	})
}

// TestSpikeSource: spikes come at the end of the step nearest to their time,
// and one member spikes at most once in a step.
func TestSpikeSource(t *testing.T) {
	net := &model.Network{Name: "times", DT: 0.1, Populations: []*model.Population{
		spikeSource("s", []float64{0.1, 0.26, 0.34, 25, 25.04, 60}, nil, []float64{0.1, 30.06}),
	}, Recorders: []*model.Recorder{spikeRecorder("s")}}
	eachEngine(t, func(t *testing.T, device string) {
		s, ok := runOn(t, device, net, 50).SpikesOf("s")
		require.True(t, ok)
		require.Equal(t, []uint32{1, 1, 3, 250, 301}, s.Steps)
		require.Equal(t, []uint32{0, 2, 0, 0, 2}, s.Neurons)
	})
}
