package eventprop

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// layered is a network of 12 inputs, 300 neurons (more than one block of the
// kernel) and 5 outputs; each input has its own delay.
func layered(change func(hidden, out *model.Population)) *model.Network {
	hidden, out := cells("hidden", 300, map[string]float64{"v_reset": -0.2}, "exponential", 5), cells("out", 5, nil, "exponential", 5)
	out.Model = "leaky_integrator"
	for _, name := range []string{"v_th", "v_reset", "t_ref"} {
		delete(out.Params, name)
	}
	if change != nil {
		change(hidden, out)
	}
	first := &model.Projection{Name: "first", Source: "in", Target: "hidden", Receptor: "syn", Rule: model.Rule{Type: model.AllToAll},
		Weight: model.NormalDist(0.8, 0.9), Delay: model.Const(0.4)}
	return &model.Network{Name: "layered", DT: 0.1, Seed: 3,
		Populations: []*model.Population{{Name: "in", Model: "spike_source", Size: 12}, hidden, out},
		Projections: []*model.Projection{first, {Name: "second", Source: "hidden", Target: "out", Receptor: "syn",
			Rule: model.Rule{Type: model.AllToAll}, Weight: model.NormalDist(0.1, 0.5), Delay: model.Const(1.5)}}}
}

// layeredSamples have several spikes an input, some at the same time, some that
// arrive after the trial's end, and one sample without any.
func layeredSamples() []Sample {
	rng := rand.New(rand.NewPCG(5, 6))
	out := make([]Sample, 4)
	for b := range out {
		times := make([][]float64, 12)
		for i := range times {
			if b == 3 {
				continue
			}
			t := rng.Float64()
			for t < 40 {
				times[i] = append(times[i], t, t)
				t += 1 + 12*rng.Float64()
			}
			times[i] = append(times[i], 39.9)
		}
		times[1] = times[0]
		out[b] = Sample{Spikes: map[string][][]float64{"in": times}, Label: b}
	}
	return out
}

// outcome is everything a batch gives.
type outcome struct {
	loss   float64
	spikes [][]float64
	grads  [][]float64
	inputs []float64
}

func runLayered(t *testing.T, net *model.Network, device string, apart bool) outcome {
	t.Helper()
	ctx := context.Background()
	e, err := Compile(ctx, net, Options{Device: device, Batch: 4, Duration: 40, Loss: Sum{CrossEntropy{Population: "out", Scale: 0.1},
		SpikeCount{Population: "hidden", Target: 2, Strength: 1e-4}}, Read: map[string]Readout{"out": {Integral: true}, "hidden": {Integral: true}}})
	require.NoError(t, err)
	defer e.Close()
	// Delays differ between the inputs, and are equal for the neurons of each.
	delays := e.Parameter("first.delay").Values
	for k := range delays {
		delays[k] = 0.2 + float64(k/300)*0.35
	}
	e.apart = apart
	out, err := e.Forward(ctx, layeredSamples())
	require.NoError(t, err)
	for _, l := range e.layers {
		require.Equal(t, !apart && !l.sources, l.together, l.pops[0].Name)
	}
	var r outcome
	p, err := out.Population("hidden")
	require.NoError(t, err)
	for b := range 4 {
		for i := range p.Size {
			r.spikes = append(r.spikes, p.Spikes(b, i))
		}
		p.AddIntegral(b, 7*b, 0.01)
		p.AddFinal(b, 7*b+1, 0.02)
	}
	r.loss, err = e.Backward(ctx)
	require.NoError(t, err)
	for _, q := range e.Parameters() {
		r.grads = append(r.grads, q.Grad)
	}
	source, err := out.Population("in")
	require.NoError(t, err)
	for i := range source.Size {
		grad, err := source.SpikeGrad(0, i)
		require.NoError(t, err)
		r.inputs = append(r.inputs, grad...)
	}
	return r
}

// A layer that goes through a trial together gives the bits its neurons give
// one by one: spikes, loss, every gradient.
func TestLayersTogether(t *testing.T) {
	for name, change := range map[string]func(hidden, out *model.Population){
		"plain":           nil,
		"refractory":      func(hidden, _ *model.Population) { hidden.Params["t_ref"] = model.Const(1.7) },
		"above threshold": func(hidden, _ *model.Population) { hidden.Params["i_e"] = model.Const(1.3) },
		"initial": func(hidden, _ *model.Population) {
			hidden.Initial["v"] = model.UniformDist(-0.5, 1.2)
		},
		"equal rates": func(hidden, _ *model.Population) {
			hidden.Receptors[0].Params["tau"] = model.Const(20)
		},
	} {
		for _, device := range []string{"native:1", "native64:2"} {
			together, apart := runLayered(t, layered(change), device, false), runLayered(t, layered(change), device, true)
			n, nonzero := 0, 0
			for _, spikes := range together.spikes {
				n += len(spikes)
			}
			require.Greater(t, n, 300, "%s: spikes", name)
			require.Equal(t, apart.spikes, together.spikes, "%s %s", name, device)
			require.Equal(t, apart.loss, together.loss, "%s %s", name, device)
			for k := range apart.grads {
				require.Equal(t, apart.grads[k], together.grads[k], "%s %s, parameter %d", name, device, k)
				for _, g := range apart.grads[k] {
					if g != 0 {
						nonzero++
						break
					}
				}
			}
			require.Equal(t, apart.inputs, together.inputs, "%s %s", name, device)
			require.Greater(t, nonzero, 8, "parameters with a gradient")
		}
	}
}

// What does not go together is found.
func TestLayersApart(t *testing.T) {
	for name, change := range map[string]func(e *Engine){
		"a delay":     func(e *Engine) { e.Parameter("first.delay").Values[5] = 0.7 },
		"a threshold": func(e *Engine) { e.Parameter("hidden.v_th").Values[5] = 0.7 },
		"a tau":       func(e *Engine) { e.Parameter("hidden.syn.tau").Values[5] = 6 },
	} {
		e, err := Compile(context.Background(), layered(nil), Options{Device: "native:1", Batch: 4, Duration: 40})
		require.NoError(t, err)
		change(e)
		_, err = e.Forward(context.Background(), layeredSamples())
		require.NoError(t, err)
		require.False(t, e.layers[1].together, name)
		require.False(t, e.layers[0].row, name)
		require.True(t, e.layers[2].together, name)
		e.Close()
	}
	sparse := layered(nil)
	sparse.Projections[0].Rule = model.Rule{Type: model.FixedProbability, P: 0.9}
	skip := layered(nil)
	skip.Projections = append(skip.Projections, &model.Projection{Name: "third", Source: "in", Target: "out", Receptor: "syn",
		Rule: model.Rule{Type: model.AllToAll}, Weight: model.Const(1), Delay: model.Const(0.1)})
	for _, net := range []*model.Network{sparse, skip} {
		e, err := Compile(context.Background(), net, Options{Device: "native:1", Batch: 4, Duration: 40})
		require.NoError(t, err)
		_, err = e.Forward(context.Background(), layeredSamples())
		require.NoError(t, err)
		require.False(t, e.layers[1].together)
		e.Close()
	}
}
