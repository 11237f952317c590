//go:build all

package adjoint

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// costNet is a recurrent network of n lif neurons with `fan` synapses each,
// driven by n sources with as many.
func costNet(n, fan int) *model.Network {
	return &model.Network{Name: "cost", DT: 1, Seed: 3,
		Populations: []*model.Population{
			{Name: "cell", Model: "lif", Size: n, Scheme: "exponential_euler",
				Params: map[string]model.Value{"c_m": model.Const(20), "g_l": model.Const(1), "e_l": model.Const(0),
					"v_th": model.Const(1), "v_reset": model.Const(0), "t_ref": model.Const(0)},
				Receptors: []*model.Receptor{{Name: "syn", Model: "exponential", Output: model.OutputCurrent,
					Params: map[string]model.Value{"tau": model.Const(5)}}}},
			{Name: "in", Model: "spike_source", Size: n, Times: make([][]float64, n)},
		},
		Projections: []*model.Projection{
			{Name: "rec", Source: "cell", Target: "cell", Receptor: "syn", Rule: model.Rule{Type: model.FixedOutdegree, N: fan}, Weight: model.NormalDist(0, 0.1), Delay: model.Const(1)},
			{Name: "in", Source: "in", Target: "cell", Receptor: "syn", Rule: model.Rule{Type: model.FixedOutdegree, N: fan}, Weight: model.NormalDist(0.05, 0.1), Delay: model.Const(1)},
		}}
}

// trains draws independent spikes of probability p in each step.
func trains(n, steps int, p float64) [][]float64 {
	r := rand.New(rand.NewPCG(7, uint64(steps)))
	out := make([][]float64, n)
	for i := range out {
		for s := range steps {
			if r.Float64() < p {
				out[i] = append(out[i], float64(s+1))
			}
		}
	}
	return out
}

// timed returns the shortest of some times of a forward and a backward run,
// the number of spikes, and the time of the pass over the synapses.
func timed(t *testing.T, e *Engine, in Input) (forward, backward, weights float64, spikes int) {
	forward, backward, weights = math.Inf(1), math.Inf(1), math.Inf(1)
	for range 5 {
		start := time.Now()
		require.NoError(t, e.Forward(t.Context(), in))
		forward = min(forward, time.Since(start).Seconds())
		v, err := e.Trace(0)
		require.NoError(t, err)
		start = time.Now()
		require.NoError(t, e.Backward(t.Context(), [][]float64{v}))
		backward = min(backward, time.Since(start).Seconds())
		start = time.Now()
		require.NoError(t, e.run(t.Context(), e.programs.weights, 0, 1, false))
		weights = min(weights, time.Since(start).Seconds())
	}
	for _, name := range []string{"cell", "in"} {
		for b := range e.Batch() {
			list, err := e.Spikes(name, b)
			require.NoError(t, err)
			for _, s := range list {
				spikes += len(s)
			}
		}
	}
	return forward, backward, weights, spikes
}

// TestCost: the time of the way back is at most three times that of the way
// forward where the surrogate vanishes far from threshold, and the pass over
// the synapses takes a time that grows with the number of spikes.
func TestCost(t *testing.T) {
	const n, fan, steps, batch = 1000, 100, 100, 8
	net := costNet(n, fan)
	compile := func(s Surrogate) *Engine {
		e, err := Compile(t.Context(), net, Options{Target: nativeTarget(t, 1, 32), Steps: steps, Batch: batch, Surrogate: s, Traces: []Trace{{"cell", "v"}}})
		require.NoError(t, err)
		t.Cleanup(e.Close)
		return e
	}
	input := func(p float64) Input {
		samples := make([][][]float64, batch)
		for b := range samples {
			samples[b] = trains(n, steps, p)
		}
		return Input{Spikes: map[string][][][]float64{"in": samples}}
	}
	for _, s := range []Surrogate{Triangular(1, 0.3), FastSigmoid(10)} {
		e := compile(s)
		forward, backward, _, spikes := timed(t, e, input(0.05))
		t.Logf("%s: %d spikes, forward %.1f ms, backward %.1f ms, ratio %.2f", s.name, spikes, 1e3*forward, 1e3*backward, backward/forward)
		if s.name == "triangular" {
			require.LessOrEqual(t, backward/forward, 3.0)
		}
	}
	e := compile(Triangular(1, 0.3))
	var times, counts []float64
	for _, p := range []float64{0, 0.01, 0.02, 0.05, 0.1, 0.2} {
		_, _, weights, spikes := timed(t, e, input(p))
		t.Logf("rate %.2f: %d spikes, synapses %.3f ms", p, spikes, 1e3*weights)
		times, counts = append(times, weights), append(counts, float64(spikes))
	}
	// Without spikes only their bits are looked at. (The time of one spike grows
	// with their number, as rows leave the cache between two of theirs.)
	last := len(times) - 1
	require.Less(t, 100*times[0], times[last])
	for i := 1; i < last; i++ {
		require.Less(t, times[i], times[i+1])
		require.Less(t, times[i]/times[last], 2*counts[i]/counts[last], "more than in proportion to %v of %v spikes", counts[i], counts[last])
	}
}

// TestMemory: a run that keeps every 32nd of 1000 steps holds at most 1.2 times
// the memory of the formula: kept states, those of one segment, spikes as bits
// (adjoint.md 1.9: with three words of state).
func TestMemory(t *testing.T) {
	const n, steps, k = 20000, 1000, 32
	e, err := Compile(t.Context(), &model.Network{Name: "memory", DT: 1, Populations: costNet(n, 1).Populations[:1]},
		Options{Target: nativeTarget(t, 1, 32), Steps: steps, Strategy: Every(k)})
	require.NoError(t, err)
	defer e.Close()
	require.NoError(t, e.Forward(t.Context(), Input{}))
	formula := 4*3*n*(steps/k+1+k) + n*steps/8
	t.Logf("%d bytes, formula %d: %.2f", e.Bytes(), formula, float64(e.Bytes())/float64(formula))
	require.LessOrEqual(t, float64(e.Bytes()), 1.2*float64(formula))
}
