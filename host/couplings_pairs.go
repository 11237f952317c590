package host

import (
	"fmt"
	"slices"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/model"
)

// pairRow is what one coupling gives one neuron.
type pairRow struct {
	kind  int
	own   int
	base  int // first column of the source population
	pairs []buffers.Pair
}

// pairTable collects the rows of every coupled neuron, by spike source.
type pairTable struct {
	rows    map[int][]pairRow
	longest int // delay in steps
}

// add sorts the pairs of a coupling by target, keeping their order.
func (t *pairTable) add(c *model.Coupling, pairs []buffers.Pair, firstNeuron, base, own int) error {
	kind := slices.Index(model.CouplingTypes(), c.Type)
	slices.SortStableFunc(pairs, func(a, b buffers.Pair) int { return int(a.Target) - int(b.Target) })
	for len(pairs) > 0 {
		n := 1
		for n < len(pairs) && pairs[n].Target == pairs[0].Target {
			n++
		}
		neuron := int(pairs[0].Target)
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
			t.longest = max(t.longest, int(p.Delay))
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
				f.sources = append(f.sources, uint32(r.base)+p.Source)
				f.delays = append(f.delays, p.Delay)
				f.weights = append(f.weights, p.Weight)
			}
		}
	}
	return f
}
