package host

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/model"
)

// sameSpikes fails unless both results have the same spikes: neuron and step,
// of every population that both record.
func sameSpikes(t *testing.T, want, got *Result) {
	t.Helper()
	compared := 0
	for _, a := range want.Spikes {
		for _, b := range got.Spikes {
			if a.Population != b.Population {
				continue
			}
			compared++
			for k := range min(a.Len(), b.Len()) {
				if a.Steps[k] != b.Steps[k] || a.Neurons[k] != b.Neurons[k] {
					t.Fatalf("%s: spike %d is neuron %d at step %d, not %d at %d", a.Population, k, b.Neurons[k], b.Steps[k], a.Neurons[k], a.Steps[k])
				}
			}
			require.Equal(t, a.Len(), b.Len(), a.Population)
		}
	}
	require.NotZero(t, compared)
}

// runLead simulates a network and wants spikes.
func runLead(t *testing.T, net *model.Network, opts Options, ms float64) *Result {
	t.Helper()
	s := compileWith(t, net, opts)
	require.NoError(t, s.Run(context.Background(), ms))
	r := s.Result()
	require.NotZero(t, r.Spikes[0].Len())
	return r
}

const leadMS = 200

// TestEnginesAgree: float32 native and lavapipe decide every spike alike.
func TestEnginesAgree(t *testing.T) {
	onLavapipe(t)
	for _, name := range []string{"coba-lif", "coba-hh"} {
		t.Run(name, func(t *testing.T) {
			ms := map[string]float64{"coba-lif": leadMS, "coba-hh": 100}[name]
			net := builtin(t, name, nil)
			want := runLead(t, net, Options{Device: float32Engine}, ms)
			sameSpikes(t, want, runLead(t, net, Options{Device: lavapipe}, ms))
		})
	}
}

// TestSameSeedSameSpikes: whatever else differs that is no part of the network.
func TestSameSeedSameSpikes(t *testing.T) {
	want := runLead(t, builtin(t, "coba-lif", nil), Options{Device: float32Engine, Threads: 1}, leadMS)
	for _, opts := range []Options{
		{Device: "native:1", Threads: 1},
		{Device: "native:1", Threads: 2},
		{Device: "native:2", Threads: 1},
		{Device: "native:3", Threads: 3, Measure: true},
		{Device: lavapipe, Workgroup: 64},
		{Device: lavapipe, Workgroup: 256, Threads: 2},
	} {
		t.Run(fmt.Sprintf("%+v", opts), func(t *testing.T) {
			if opts.Device == lavapipe {
				onLavapipe(t)
			}
			sameSpikes(t, want, runLead(t, builtin(t, "coba-lif", nil), opts, leadMS))
		})
	}
}

// TestSeedMatters: another seed gives other spikes.
func TestSeedMatters(t *testing.T) {
	a := runLead(t, builtin(t, "coba-lif", nil), Options{Device: float32Engine}, 50)
	net := builtin(t, "coba-lif", nil)
	net.Seed++
	b := runLead(t, net, Options{Device: float32Engine}, 50)
	require.NotEqual(t, a.Spikes[0].Steps, b.Spikes[0].Steps)
}

// TestStrangerChangesNothing: a population that no projection joins to the
// others, before or behind them, leaves their spikes as they are.
func TestStrangerChangesNothing(t *testing.T) {
	want := runLead(t, builtin(t, "coba-lif", nil), Options{Device: float32Engine}, 50)
	for _, place := range []string{"first", "last"} {
		net := builtin(t, "coba-lif", nil)
		stranger := *net.Find("exc") // of the same group, so that every index moves
		stranger.Name, stranger.Size = "stranger", 77
		noise := &model.Population{Name: "noise", Model: "poisson_source", Size: 50}
		if place == "first" {
			net.Populations = append([]*model.Population{noise, &stranger}, net.Populations...)
		} else {
			net.Populations = append(net.Populations, &stranger, noise)
		}
		sameSpikes(t, want, runLead(t, net, Options{Device: float32Engine}, 50))
	}
}

// TestTwoAtOnce: two simulations in one process, on one device, from two goroutines.
func TestTwoAtOnce(t *testing.T) {
	for _, device := range []string{float32Engine, lavapipe} {
		t.Run(device, func(t *testing.T) {
			if device == lavapipe {
				onLavapipe(t)
			}
			var sims [2]*Sim
			var want [2]*Result
			for k := range sims {
				net := builtin(t, "coba-lif", nil)
				net.Seed += uint64(k)
				want[k] = runLead(t, net, Options{Device: float32Engine}, 50)
				sims[k] = compileOn(t, device, net)
			}
			var wait sync.WaitGroup
			var errs [2]error
			for k := range sims {
				wait.Go(func() {
					for range 5 {
						if errs[k] == nil {
							errs[k] = sims[k].Run(context.Background(), 10)
						}
					}
				})
			}
			wait.Wait()
			for k := range sims {
				require.NoError(t, errs[k])
				sameSpikes(t, want[k], sims[k].Result())
			}
		})
	}
}

// patchwork is a network of n lif populations and projections; their constants
// repeat so that the network of 2 populations has every kind.
func patchwork(n, projections int) *model.Network {
	net := &model.Network{Name: "patchwork", DT: 0.1, Seed: 9}
	for k := range n {
		net.Populations = append(net.Populations, &model.Population{Name: fmt.Sprintf("p%d", k), Model: "lif", Size: 20,
			Params: constants(map[string]float64{"i_e": 400 + float64(k%2)*50}),
			Receptors: []*model.Receptor{
				{Name: "exc", Model: "exponential", Output: model.OutputConductance},
				{Name: "inh", Model: "exponential", Output: model.OutputConductance, Params: constants(map[string]float64{"e_rev": -80})},
			}})
		net.Recorders = append(net.Recorders, spikeRecorder(fmt.Sprintf("p%d", k)))
	}
	for k := range projections {
		net.Projections = append(net.Projections, &model.Projection{Name: fmt.Sprintf("c%d", k),
			Source: fmt.Sprintf("p%d", k%n), Target: fmt.Sprintf("p%d", (k/n+k)%n), Receptor: []string{"exc", "inh"}[k%2],
			Rule: model.Rule{Type: model.FixedProbability, P: 0.1}, Weight: model.Const(2), Delay: model.Const(0.1 * float64(1+k%8))})
	}
	return net
}

// TestDispatchesDoNotGrow: 64 populations and 512 projections take as many
// dispatches for a step as 2 populations, and give the spikes that the same
// network gives without merging what one neuron is: one population of all.
func TestDispatchesDoNotGrow(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		small, large := compileOn(t, device, patchwork(2, 4)), compileOn(t, device, patchwork(64, 512))
		require.Equal(t, small.DispatchesPerStep(), large.DispatchesPerStep())
		require.Equal(t, 2, large.DispatchesPerStep(), "one neuron step, one delivery")
		require.NoError(t, large.Run(context.Background(), 100))
		r := large.Result()
		total := 0
		for _, s := range r.Spikes {
			total += s.Len()
		}
		require.Greater(t, total, 2000)
		one := runOn(t, device, merged(t, patchwork(64, 512)), 100)
		k := 0
		for p, s := range r.Spikes {
			steps, neurons := []uint32{}, []uint32{}
			for i, step := range one.Spikes[0].Steps {
				if n := int(one.Spikes[0].Neurons[i]); n/20 == p {
					steps, neurons = append(steps, step), append(neurons, uint32(n%20))
				}
			}
			require.Equal(t, steps, append([]uint32{}, s.Steps...), s.Population)
			require.Equal(t, neurons, append([]uint32{}, s.Neurons...), s.Population)
			k += len(steps)
		}
		require.Equal(t, total, k)
	})
}

// merged describes a patchwork as one population with one explicit projection
// for each receptor, read back from what was built.
func merged(t *testing.T, net *model.Network) *model.Network {
	t.Helper()
	plan, err := net.MakePlan()
	require.NoError(t, err)
	all := orderedSegments(plan)
	for i := range all {
		all[i].rows, err = buffers.Build(context.Background(), segmentSpec(plan, all[i].Segment), 1)
		require.NoError(t, err)
	}
	out := &model.Network{Name: "merged", DT: net.DT, Seed: net.Seed, Recorders: []*model.Recorder{spikeRecorder("all")}}
	pop := *net.Populations[0]
	pop.Name, pop.Size = "all", 0
	var current []float64
	for _, p := range net.Populations {
		pop.Size += p.Size
		for range p.Size {
			current = append(current, p.Params["i_e"].A)
		}
	}
	pop.Params = map[string]model.Value{"i_e": model.Each(current...)}
	out.Populations = []*model.Population{&pop}
	for r, name := range []string{"exc", "inh"} {
		rule := model.Rule{Type: model.Explicit}
		for _, seg := range all {
			require.True(t, seg.UniformWeight && seg.UniformDelay)
			for row := range seg.rows.Sources() {
				for _, port := range seg.rows.Row(row) {
					if int(port%2) != r {
						continue
					}
					rule.Sources = append(rule.Sources, uint32(seg.first+row))
					rule.Targets = append(rule.Targets, port/2)
					rule.Delays = append(rule.Delays, float64(seg.DelaySteps)*net.DT)
				}
			}
		}
		out.Projections = append(out.Projections, &model.Projection{Name: name, Source: "all", Target: "all", Receptor: name, Rule: rule, Weight: model.Const(2)})
	}
	return out
}
