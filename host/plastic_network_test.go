package host

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// plasticNet is a recurrent network in which every rule is at work, with a delay for each synapse.
func plasticNet() *model.Network {
	lif := &model.Population{Name: "lif", Model: "lif", Size: 120, Params: map[string]model.Value{"i_e": model.UniformDist(380, 420)},
		Initial: map[string]model.Value{"v": model.UniformDist(-70, -55)},
		Receptors: []*model.Receptor{
			{Name: "exc", Model: "exponential", Output: model.OutputConductance},
			{Name: "inh", Model: "exponential", Output: model.OutputConductance, Params: constants(map[string]float64{"e_rev": -80})},
		}}
	net := &model.Network{Name: "plastic", DT: 0.1, Seed: 4, Populations: []*model.Population{
		lif,
		{Name: "noise", Model: "poisson_source", Size: 100, Params: constants(map[string]float64{"rate": 30})},
		{Name: "vta", Model: "poisson_source", Size: 5, Params: constants(map[string]float64{"rate": 20})},
	}, Recorders: []*model.Recorder{spikeRecorder("lif")}}
	add := func(source, receptor, rule, pairing string, params map[string]float64) {
		p := &model.Plasticity{Model: rule, Pairing: pairing, Params: params}
		if rule == "stdp_dopamine" {
			p.Modulator = "vta"
		}
		params["w_max"] = 2
		net.Projections = append(net.Projections, &model.Projection{Name: fmt.Sprintf("%s.%d", rule, len(net.Projections)),
			Source: source, Target: "lif", Receptor: receptor, Rule: model.Rule{Type: model.FixedProbability, P: 0.15},
			Weight: model.UniformDist(0, 1), Delay: model.Value{Dist: model.Uniform, A: 0.1, B: 3, Bounded: true, Min: 0.1, Max: 3}, Plasticity: p})
	}
	add("lif", "exc", "stdp", "all_to_all", map[string]float64{"lambda": 0.05, "mu_plus": 0.4, "mu_minus": 0.4})
	add("noise", "exc", "stdp", "nearest", map[string]float64{"lambda": 0.02})
	add("lif", "exc", "stdp_triplet", "", map[string]float64{})
	add("lif", "inh", "vogels_sprekeler", "", map[string]float64{"eta": 0.05, "alpha": 0.2})
	add("noise", "exc", "stdp_dopamine", "", map[string]float64{"a_plus": 0.2, "a_minus": 0.3})
	add("noise", "exc", "clopath", "", map[string]float64{"a_ltp": 2e-3, "a_ltd": 2e-3})
	add("lif", "inh", "scaling", "", map[string]float64{"tau_w": 500, "interval": 7})
	return net
}

// plasticWeights are the weights of all projections.
func plasticWeights(t *testing.T, s *Sim) [][]float64 {
	t.Helper()
	var out [][]float64
	for _, p := range s.plan.Network.Projections {
		w, err := s.Weights(p.Name)
		require.NoError(t, err)
		out = append(out, w.Weights)
	}
	return out
}

const plasticMS = 60

// TestPlasticDeterminism: the weights, and so the spikes, of a network in which
// all rules are at work are the same bit for bit on native and lavapipe, for
// every number of threads, workgroup size and batching.
func TestPlasticDeterminism(t *testing.T) {
	begin := compileOn(t, float32Engine, plasticNet())
	initial := plasticWeights(t, begin)
	require.NoError(t, begin.Run(context.Background(), plasticMS))
	want, spikes := plasticWeights(t, begin), begin.Result()
	require.Greater(t, spikes.Spikes[0].Len(), 250)
	for k, w := range want {
		changed := 0
		for i := range w {
			if w[i] != initial[k][i] {
				changed++
			}
		}
		require.Greater(t, changed, len(w)/4, "projection %d", k)
	}
	for _, c := range []struct {
		opts   Options
		pieces []float64
	}{
		{Options{Device: "native:2"}, nil}, {Options{Device: "native:3", Threads: 3}, []float64{0.1, 30.3, 29.6}},
		{Options{Device: lavapipe}, nil}, {Options{Device: lavapipe, Workgroup: 32}, []float64{13.3, 46.7}},
	} {
		t.Run(fmt.Sprintf("%+v %v", c.opts, c.pieces), func(t *testing.T) {
			if c.opts.Device == lavapipe {
				onLavapipe(t)
			}
			s := compileWith(t, plasticNet(), c.opts)
			if c.pieces == nil {
				c.pieces = []float64{plasticMS}
			}
			for _, ms := range c.pieces {
				require.NoError(t, s.Run(context.Background(), ms))
			}
			sameSpikes(t, spikes, s.Result())
			require.Equal(t, want, plasticWeights(t, s))
		})
	}
}

// TestPlasticSnapshot: saved in the middle and loaded, on the same device and
// on another of the same precision, weights and traces go on bit for bit.
func TestPlasticSnapshot(t *testing.T) {
	for _, devices := range [][2]string{{float32Engine, float32Engine}, {float64Engine, float64Engine}, {float32Engine, lavapipe}, {lavapipe, float32Engine}} {
		t.Run(fmt.Sprint(devices), func(t *testing.T) {
			if devices[0] == lavapipe || devices[1] == lavapipe {
				onLavapipe(t)
			}
			a := compileOn(t, devices[0], plasticNet())
			require.NoError(t, a.Run(context.Background(), 47.3))
			path := tempFile(t, "half.safetensors")
			require.NoError(t, a.Save(path))
			half := plasticWeights(t, a)
			require.NoError(t, a.Run(context.Background(), 30))
			b := compileOn(t, devices[1], plasticNet())
			require.NoError(t, b.Load(path))
			require.Equal(t, half, plasticWeights(t, b))
			require.NoError(t, b.Run(context.Background(), 30))
			require.Equal(t, plasticWeights(t, a), plasticWeights(t, b))
			require.NotEqual(t, half, plasticWeights(t, b))
		})
	}
}

// TestWeightRecorders: weights are recorded as Sim.Weights has them at that
// time; a histogram counts them all.
func TestWeightRecorders(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		net := plasticNet()
		name := net.Projections[0].Name
		net.Recorders = append(net.Recorders,
			&model.Recorder{Name: "all", Type: model.RecordWeights, Target: name, Interval: 20},
			&model.Recorder{Name: "some", Type: model.RecordWeights, Target: name, Synapses: []int{700, 3}, Interval: 5},
			&model.Recorder{Name: "hist", Type: model.RecordWeightHistogram, Target: name, Bins: 8, Interval: 20})
		s := compileOn(t, device, net)
		for k := range 3 {
			require.NoError(t, s.Run(context.Background(), 20))
			r := s.Result()
			w, err := s.Weights(name)
			require.NoError(t, err)
			all, some, hist := r.Weights[0], r.Weights[1], r.WeightHistograms[0]
			require.Equal(t, w.Sources, all.Sources)
			require.Equal(t, w.Targets, all.Targets)
			require.Len(t, all.Times, k+1)
			near(t, float64(20*(k+1)), all.Times[k], 1e-9, "time")
			row := all.Values[k*len(all.Sources):]
			require.Equal(t, toFloat32(w.Weights), row)
			require.Len(t, some.Times, 4*(k+1))
			require.Equal(t, []float32{row[700], row[3]}, some.Values[len(some.Values)-2:])
			counts := make([]uint32, 8)
			mean := 0.0
			for _, x := range w.Weights {
				counts[min(int(x/2*8), 7)]++
				mean += x / float64(len(w.Weights))
			}
			require.Equal(t, counts, hist.Bins(k))
			near(t, mean, hist.Mean[k], 1e-6, "mean weight")
			require.Positive(t, hist.Std[k])
		}
		for i, d := range mustWeights(t, s, name).Delays {
			require.True(t, d > 0.05 && d < 3.05, "delay %d is %g", i, d)
		}
	})
}

func mustWeights(t *testing.T, s *Sim, name string) Synapses {
	t.Helper()
	w, err := s.Weights(name)
	require.NoError(t, err)
	return w
}

// TestPlasticDispatches: more projections of a rule take no more dispatches.
func TestPlasticDispatches(t *testing.T) {
	net := plasticNet()
	few := compileOn(t, float32Engine, net).DispatchesPerStep()
	for k := range 6 {
		p := *net.Projections[k]
		p.Name += " again"
		net.Projections = append(net.Projections, &p)
	}
	require.Equal(t, few, compileOn(t, float32Engine, net).DispatchesPerStep())
}

// TestWeightsOfFixed: a projection that is not plastic, or not there, is named in the error.
func TestWeightsOfFixed(t *testing.T) {
	s := compileOn(t, float32Engine, plasticNet())
	_, err := s.Weights("stdp.9")
	require.EqualError(t, err, `network "plastic" has no projection "stdp.9" with plasticity (did you mean "stdp.0"?)`)
}
