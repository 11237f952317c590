package host

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/model"
)

// coupledPair is one pair of a coupling; the neurons are members of their populations.
type coupledPair struct {
	source, target uint32
	weight         float64
	delay          uint32 // steps
}

// couplingPairs returns the pairs of a coupling, ordered by source (of an
// explicit rule, in its order). They depend on the network's seed and the
// coupling's name alone.
func couplingPairs(ctx context.Context, net *model.Network, c *model.Coupling, threads int) ([]coupledPair, error) {
	stream := model.NewStream(net.Seed, "coupling/"+c.Name)
	weights, delays := stream.Sub("weight"), stream.Sub("delay")
	steps := func(ms float64) uint32 { return uint32(math.Round(ms / net.DT)) }
	var pairs []coupledPair
	if c.Rule.Type == model.Explicit {
		for k, source := range c.Rule.Sources {
			target := c.Rule.Targets[k]
			if c.Rule.NoAutapses && c.Source == c.Target && source == target {
				continue
			}
			p := coupledPair{source: source, target: target}
			if c.Rule.Weights != nil {
				p.weight = c.Rule.Weights[k]
			} else {
				p.weight = c.Weight.Draw(weights, uint64(k))
			}
			if c.Rule.Delays != nil {
				p.delay = steps(c.Rule.Delays[k])
			} else {
				p.delay = steps(c.Delay.Draw(delays, uint64(k)))
			}
			pairs = append(pairs, p)
		}
		return pairs, nil
	}
	src, dst := net.Find(c.Source), net.Find(c.Target)
	// The rules of projections draw the pairs; weights and delays are our own.
	p := c.Projection()
	p.Weight, p.Delay = model.Const(1), model.Const(net.DT)
	part := buffers.Part{Projection: p, SourceSize: src.Size, TargetSize: dst.Size, Stream: stream, PortStride: 1, Quantum: 1, DT: net.DT}
	place(&part, net, src, dst)
	rows, err := buffers.Build(ctx, buffers.SegmentSpec{Name: c.Name, Sources: src.Size, UniformWeight: true, UniformDelay: true,
		Parts: []buffers.Part{part}}, threads)
	if err != nil {
		return nil, fmt.Errorf("coupling %q: %w", c.Name, err)
	}
	for i := range src.Size {
		for k, target := range rows.Ports[rows.Ptr[i]:rows.Ptr[i+1]] {
			at := func(v model.Value) uint64 {
				if v.List != nil {
					return uint64(len(pairs)) // lists are in the order of the pairs
				}
				return uint64(i)<<32 | uint64(k)
			}
			pairs = append(pairs, coupledPair{uint32(i), target, c.Weight.Draw(weights, at(c.Weight)), steps(c.Delay.Draw(delays, at(c.Delay)))})
		}
	}
	return pairs, nil
}

// pairRow is what one coupling gives one neuron.
type pairRow struct {
	kind  int
	own   int
	base  int // first column of the source population
	pairs []coupledPair
}

// pairTable collects the rows of every coupled neuron, by spike source.
type pairTable struct {
	rows    map[int][]pairRow
	longest int // delay in steps
}

// add sorts the pairs of a coupling by target, keeping their order.
func (t *pairTable) add(c *model.Coupling, pairs []coupledPair, firstNeuron, base, own int) error {
	kind := slices.Index(model.CouplingTypes(), c.Type)
	slices.SortStableFunc(pairs, func(a, b coupledPair) int { return int(a.target) - int(b.target) })
	for len(pairs) > 0 {
		n := 1
		for n < len(pairs) && pairs[n].target == pairs[0].target {
			n++
		}
		neuron := int(pairs[0].target)
		row := pairRow{kind: kind, base: base, pairs: pairs[:n]}
		if own >= 0 {
			row.own = own + neuron
		}
		t.rows[firstNeuron+neuron] = append(t.rows[firstNeuron+neuron], row)
		total := 0
		for _, r := range t.rows[firstNeuron+neuron] {
			total += len(r.pairs) + 1
		}
		if total > kernels.MaxPairs {
			return fmt.Errorf("coupling %q: neuron %d of %q is coupled to %d others, at most %d are possible", c.Name, neuron, c.Target, total, kernels.MaxPairs)
		}
		for _, p := range row.pairs {
			t.longest = max(t.longest, int(p.delay))
		}
		pairs = pairs[n:]
	}
	return nil
}

// flatPairs are the tables of couple.comp.
type flatPairs struct {
	targets, rows, sources, delays []uint32
	weights                        []float64
}

// flatten lays the rows out by neuron, ascending.
func (t *pairTable) flatten(stimulated func(neuron int) bool) flatPairs {
	var f flatPairs
	neurons := make([]int, 0, len(t.rows))
	for n := range t.rows {
		neurons = append(neurons, n)
	}
	slices.Sort(neurons)
	for _, n := range neurons {
		driven := uint32(0)
		if stimulated(n) {
			driven = 1
		}
		f.targets = append(f.targets, uint32(n), uint32(len(f.rows)/kernels.RowWords), uint32(len(t.rows[n])), driven)
		for _, r := range t.rows[n] {
			f.rows = append(f.rows, uint32(r.kind), uint32(len(f.sources)), uint32(len(r.pairs)), uint32(r.own))
			for _, p := range r.pairs {
				f.sources = append(f.sources, uint32(r.base)+p.source)
				f.delays = append(f.delays, p.delay)
				f.weights = append(f.weights, p.weight)
			}
		}
	}
	return f
}
