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

// The reference is an event-driven simulation that shares nothing with the
// engine: a queue of all arrivals, exponentials in closed form, and crossings
// found by walking each interval in small steps and then halving.

type refSynapse struct {
	source, target, receptor int
	w, d                     float64
}

type refArrival struct {
	time float64
	syn  refSynapse
}

type refNeuron struct {
	tau, th, reset, ref, bias, v float64
	tauS, i                      []float64
	held                         float64 // until
}

// at returns potential and currents after time h, not held.
func (n *refNeuron) at(h float64) (v float64, i []float64) {
	a := math.Exp(-h / n.tau)
	v = n.v*a + n.bias*(1-a)
	for r, x := range n.i {
		b := math.Exp(-h / n.tauS[r])
		v += x * n.tauS[r] / (n.tau - n.tauS[r]) * (a - b)
		i = append(i, x*b)
	}
	return v, i
}

// crossing returns the first time in (0, h] at which v rises to the threshold.
func (n *refNeuron) crossing(h float64) (float64, bool) {
	const parts = 400
	for k := 1; k <= parts; k++ {
		hi := h * float64(k) / parts
		if v, _ := n.at(hi); v < n.th {
			continue
		}
		lo := h * float64(k-1) / parts
		for range 80 {
			mid := (lo + hi) / 2
			if v, _ := n.at(mid); v >= n.th {
				hi = mid
			} else {
				lo = mid
			}
		}
		return hi, true
	}
	return 0, false
}

// refRun returns the spike times of every neuron.
func refRun(neurons []refNeuron, queue []refArrival, synapses []refSynapse, duration float64) [][]float64 {
	spikes := make([][]float64, len(neurons))
	now := 0.0
	for now < duration {
		slices.SortStableFunc(queue, func(a, b refArrival) int {
			if a.time < b.time {
				return -1
			} else if a.time > b.time {
				return 1
			}
			return 0
		})
		next := duration
		if len(queue) > 0 {
			next = math.Min(next, queue[0].time)
		}
		for i := range neurons {
			if h := neurons[i].held; h > now {
				next = math.Min(next, h)
			}
		}
		first, when := -1, next
		for i := range neurons {
			if neurons[i].held > now {
				continue
			}
			if h, ok := neurons[i].crossing(next - now); ok && now+h < when {
				first, when = i, now+h
			}
		}
		for i := range neurons {
			n := &neurons[i]
			v, current := n.at(when - now)
			if n.held <= now {
				n.v = v
			}
			n.i = current
		}
		now = when
		if first >= 0 {
			n := &neurons[first]
			n.v, n.held = n.reset, now+n.ref
			spikes[first] = append(spikes[first], now)
			for _, s := range synapses {
				if s.source == first {
					queue = append(queue, refArrival{now + s.d, s})
				}
			}
			continue
		}
		for len(queue) > 0 && queue[0].time <= now {
			s := queue[0].syn
			neurons[s.target].i[s.receptor] += s.w
			queue = queue[1:]
		}
	}
	return spikes
}

// TestReference compares the spike times of random recurrent networks of
// neurons with two receptors, excitation and slower or faster inhibition.
func TestReference(t *testing.T) {
	total := 0
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(seed, 5))
		between := func(a, b float64) float64 { return a + (b-a)*rng.Float64() }
		const n, inputs, duration = 6, 4, 60.0
		tauS := []float64{between(2, 5), between(3, 12)}
		neurons := make([]refNeuron, n)
		var bias []float64
		for i := range neurons {
			neurons[i] = refNeuron{tau: 20, th: 1, reset: -0.1, ref: 1.5, bias: between(0, 0.6), tauS: tauS, i: make([]float64, 2)}
			bias = append(bias, neurons[i].bias)
		}
		var queue []refArrival
		times := make([][]float64, inputs)
		lists := map[string][][4]float64{}
		var synapses []refSynapse
		for i := range inputs {
			for range 6 {
				times[i] = append(times[i], between(0.5, 50))
			}
			slices.Sort(times[i])
			for j := range n {
				s := refSynapse{-1, j, i % 2, between(2, 7) * (1 - 1.4*float64(i%2)), between(0.1, 3)}
				for _, x := range times[i] {
					queue = append(queue, refArrival{x + s.d, s})
				}
				key := []string{"in-a", "in-b"}[i%2]
				lists[key] = append(lists[key], [4]float64{float64(i), float64(j), s.w, s.d})
			}
		}
		for i := range n {
			for j := range n {
				if i == j || rng.IntN(2) == 0 {
					continue
				}
				r := i % 2
				s := refSynapse{i, j, r, between(0.5, 3) * (1 - 2*float64(r)), between(0.5, 5)}
				synapses = append(synapses, s)
				key := []string{"a", "b"}[r]
				lists[key] = append(lists[key], [4]float64{float64(i), float64(j), s.w, s.d})
			}
		}
		pop := cells("cells", n, map[string]float64{"v_reset": -0.1, "t_ref": 1.5}, "exponential", 5)
		pop.Params["i_e"] = model.Each(bias...)
		pop.Receptors = nil
		for r, name := range []string{"a", "b"} {
			pop.Receptors = append(pop.Receptors, &model.Receptor{Name: name, Model: "exponential", Output: model.OutputCurrent,
				Params: map[string]model.Value{"tau": model.Const(tauS[r])}})
		}
		net := network([]*model.Population{{Name: "in", Model: "spike_source", Size: inputs, Times: times}, pop})
		for _, key := range []string{"in-a", "in-b", "a", "b"} {
			source := "cells"
			if len(key) > 1 {
				source = "in"
			}
			p := connect(key, source, "cells", lists[key]...)
			p.Receptor = key[len(key)-1:]
			net.Projections = append(net.Projections, p)
		}
		want := refRun(neurons, queue, synapses, duration)
		e, err := Compile(context.Background(), net, Options{Device: "native64", Duration: duration})
		require.NoError(t, err)
		out, err := e.Forward(context.Background(), []Sample{{}})
		require.NoError(t, err)
		p, err := out.Population("cells")
		require.NoError(t, err)
		for i := range want {
			near(t, want[i], p.Spikes(0, i), 1e-10, "seed %d: spikes of neuron %d", seed, i)
			total += len(want[i])
		}
		e.Close()
	}
	require.Greater(t, total, 60, "spikes in all")
}
