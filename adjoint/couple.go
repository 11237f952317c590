package adjoint

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/model"
)

// coupling is a coupling's pairs, in the order buffers.Pairs gives them.
// place[k] is where pair k lies among all.
type coupling struct {
	*model.Coupling
	pairs []buffers.Pair
	place []uint32
}

// coupled reports whether a coupling acts on a population.
func (e *Engine) coupled(population string) bool {
	return slices.ContainsFunc(e.net.Couplings, func(c *model.Coupling) bool { return c.Target == population })
}

// makeCouplings draws the pairs and sorts them by the neuron they act on, then
// by coupling and source, which is the order a simulation adds them in.
func (e *Engine) makeCouplings(ctx context.Context) error {
	if len(e.net.Couplings) == 0 {
		return nil
	}
	type entry struct {
		coupling     *coupling
		pair         int
		into, source uint32
	}
	var all []entry
	for _, c := range e.net.Couplings {
		pairs, err := buffers.Pairs(ctx, e.net, c, 0)
		if err != nil {
			return err
		}
		own := &coupling{Coupling: c, pairs: pairs, place: make([]uint32, len(pairs))}
		e.couplings = append(e.couplings, own)
		base, _, err := e.stateAt(c.Source + "." + c.Variable)
		if err != nil {
			return fmt.Errorf("coupling %q: %w", c.Name, err)
		}
		_, g, first, err := e.locate(c.Target)
		if err != nil {
			return fmt.Errorf("coupling %q: %w", c.Name, err)
		}
		for k, p := range pairs {
			if p.Delay != 0 {
				return fmt.Errorf("coupling %q: its delay is %d steps; gradients and reservoirs take couplings without delay", c.Name, p.Delay)
			}
			all = append(all, entry{own, k, uint32(g.InputBase+first) + p.Target, uint32(base) + p.Source})
		}
	}
	slices.SortStableFunc(all, func(a, b entry) int { return cmp.Compare(a.into, b.into) })
	var entries, ptr, sources []uint32
	for at, x := range all {
		if at == 0 || all[at-1].into != x.into {
			entries, ptr = append(entries, x.into), append(ptr, uint32(at))
		}
		x.coupling.place[x.pair] = uint32(at)
		sources = append(sources, x.source)
	}
	ptr = append(ptr, uint32(len(all)))
	c := &e.couple
	c.Neurons = len(entries)
	for i := range entries {
		c.LongestRow = max(c.LongestRow, int(ptr[i+1]-ptr[i]))
	}
	if c.LongestRow > kernels.MaxPairs {
		return fmt.Errorf("one neuron is coupled to %d others, at most %d are possible", c.LongestRow, kernels.MaxPairs)
	}
	if err := e.uploadCouplings(entries, ptr, sources); err != nil {
		return err
	}
	into := make([]uint32, len(all))
	for at, x := range all {
		into[at] = x.into
	}
	return e.transposeCouplings(sources, into)
}

func (e *Engine) uploadCouplings(entries, ptr, sources []uint32) error {
	c := &e.couple
	for _, a := range []struct {
		at    **buffers.Array
		name  string
		words []uint32
	}{{&c.Entries, "coupled neurons", entries}, {&c.RowPtr, "coupling rows", ptr}, {&c.Sources, "coupling sources", sources}} {
		var err error
		if *a.at, err = e.array(a.name, buffers.U32, len(a.words)); err != nil {
			return err
		}
		if err := (*a.at).WriteU32(0, a.words); err != nil {
			return err
		}
	}
	var err error
	if c.Weights, err = e.array("coupling weights", buffers.Real, len(sources)); err != nil {
		return err
	}
	if c.Given, err = e.array("given inputs", buffers.Real, e.train.Inputs.Len()); err != nil {
		return err
	}
	for _, own := range e.couplings {
		if err := e.writeCoupling(own); err != nil {
			return err
		}
	}
	return nil
}

// writeCoupling uploads the weights of one coupling.
func (e *Engine) writeCoupling(c *coupling) error {
	for k := 0; k < len(c.pairs); {
		// Pairs that lie side by side are written at once.
		n := 1
		for k+n < len(c.pairs) && c.place[k+n] == c.place[k]+uint32(n) {
			n++
		}
		run := make([]float64, n)
		for i := range run {
			run[i] = c.pairs[k+i].Weight
		}
		if err := e.couple.Weights.WriteReal(int(c.place[k]), run); err != nil {
			return err
		}
		k += n
	}
	return nil
}

func (e *Engine) findCoupling(name string) (*coupling, error) {
	i := slices.IndexFunc(e.couplings, func(c *coupling) bool { return c.Name == name })
	if i < 0 {
		return nil, fmt.Errorf("there is no coupling %q", name)
	}
	return e.couplings[i], nil
}

// Pairs returns the pairs of a coupling, by neuron within their populations,
// with their weights: ordered by source, an explicit rule's in its own order.
func (e *Engine) Pairs(name string) (sources, targets []uint32, weights []float64, err error) {
	c, err := e.findCoupling(name)
	if err != nil {
		return nil, nil, nil, err
	}
	for _, p := range c.pairs {
		sources, targets, weights = append(sources, p.Source), append(targets, p.Target), append(weights, p.Weight)
	}
	return sources, targets, weights, nil
}

// SetCoupling replaces the weights of a coupling, in the order of Pairs. A run
// may go on with them (Input.Continue).
func (e *Engine) SetCoupling(name string, weights []float64) error {
	c, err := e.findCoupling(name)
	if err != nil {
		return err
	}
	if len(weights) != len(c.pairs) {
		return fmt.Errorf("coupling %q: %d weights, must be %d", name, len(weights), len(c.pairs))
	}
	for k, w := range weights {
		c.pairs[k].Weight = w
	}
	e.ran, e.resident = false, -1
	return e.writeCoupling(c)
}
