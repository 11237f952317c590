package host

import (
	"context"
	"fmt"
	"slices"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/model"
)

// couplings are the couplings of a network on the device.
type couplings struct {
	kernels.Couplings
	history kernels.History
	kept    map[*model.Group][]uint32 // channels of keep.comp
	tables  map[*model.Group]*buffers.Array
	driven  map[*model.Group]bool // groups with a coupled population
}

// coupledColumn is a variable of a population that the history keeps; its
// members have neighbouring columns.
type coupledColumn struct{ population, variable string }

// makeCouplings builds the pairs of all couplings and the history they read.
func (s *Sim) makeCouplings(ctx context.Context, threads int) error {
	net := s.plan.Network
	if len(net.Couplings) == 0 {
		return nil
	}
	c := &couplings{kept: map[*model.Group][]uint32{}, tables: map[*model.Group]*buffers.Array{}, driven: map[*model.Group]bool{}}
	columns := map[coupledColumn]int{}
	column := func(population, variable string) int {
		key := coupledColumn{population, variable}
		at, ok := columns[key]
		if !ok {
			at = c.history.Width
			columns[key] = at
			c.history.Width += s.keepVariable(c, key, at)
		}
		return at
	}
	table := pairTable{rows: map[int][]pairRow{}}
	for _, x := range net.Couplings {
		source, own := column(x.Source, x.Variable), -1
		if name := x.OwnVariable(); name != "" {
			own = column(x.Target, name)
		}
		pairs, err := buffers.Pairs(ctx, net, x, threads)
		if err != nil {
			return err
		}
		target := net.Find(x.Target)
		g, first := s.plan.Locate(target)
		if target.Size > 0 {
			c.driven[g] = true
		}
		if err := table.add(x, pairs, g.SourceBase+first, source, own); err != nil {
			return err
		}
		s.stats.Couplings += int64(len(pairs))
	}
	if len(table.rows) == 0 {
		return nil
	}
	s.couplings = c
	return s.uploadCouplings(c, &table, columns)
}

// keepVariable lists the channels of keep.comp for a variable whose first
// column is given, and returns how many there are.
func (s *Sim) keepVariable(c *couplings, key coupledColumn, column int) int {
	pop := s.plan.Network.Find(key.population)
	g, first := s.plan.Locate(pop)
	layout := s.groups[slices.IndexFunc(s.groups, func(x group) bool { return x.Group == g })].arrays.Layout
	word, _ := pop.Variable(key.variable)
	for i := range pop.Size {
		c.kept[g] = append(c.kept[g], uint32(layout.Index(word, first+i)), uint32(column+i))
	}
	return pop.Size
}

// uploadCouplings moves the tables to the device and fills the history with the initial values.
func (s *Sim) uploadCouplings(c *couplings, t *pairTable, columns map[coupledColumn]int) error {
	c.history.Slots = 1
	for c.history.Slots < t.longest+1 {
		c.history.Slots *= 2
	}
	words := uint64(c.history.Slots) * uint64(c.history.Width)
	if most := uint64(s.device.memory.MaxElements()); words > min(most, 1<<31-1) {
		return fmt.Errorf("the couplings' history needs %d steps of %d variables, more than the device's %d; shorten the longest delay (%d steps)",
			c.history.Slots, c.history.Width, min(most, 1<<31-1), t.longest)
	}
	flat := t.flatten(func(neuron int) bool { return s.stimulatedSource(neuron) })
	c.Neurons = len(flat.targets) / kernels.CoupledWords
	var err error
	for _, x := range []struct {
		name  string
		words []uint32
		to    **buffers.Array
	}{{"coupled", flat.targets, &c.Targets}, {"coupling rows", flat.rows, &c.Rows},
		{"coupling sources", flat.sources, &c.Sources}, {"coupling delays", flat.delays, &c.Delays}} {
		if *x.to, err = s.table(x.name, x.words); err != nil {
			return err
		}
	}
	if c.Weights, err = s.reals("coupling weights", flat.weights, 0); err != nil {
		return err
	}
	for g, channels := range c.kept {
		if c.tables[g], err = s.table("kept "+g.Model.Name, channels); err != nil {
			return err
		}
	}
	past := make([]float64, words)
	for key, at := range columns {
		pop := s.plan.Network.Find(key.population)
		g, first := s.plan.Locate(pop)
		initial := s.plan.InitialState(g)
		word, _ := pop.Variable(key.variable)
		for slot := range c.history.Slots {
			copy(past[slot*c.history.Width+at:], initial[word*g.Size+first:word*g.Size+first+pop.Size])
		}
	}
	if c.history.Array, err = s.reals("coupling history", past, 0); err != nil {
		return err
	}
	if s.stimuli.Current == nil {
		s.stimuli.Current, err = s.reals("current", nil, s.plan.Sources)
	}
	return err
}

// stimulatedSource reports whether stimuli write the current of a spike source.
func (s *Sim) stimulatedSource(source int) bool {
	name, _ := s.member(source)
	return slices.ContainsFunc(s.plan.Network.Stimuli, func(x *model.Stimulus) bool { return x.Target == name })
}

// ops returns the operations of a step: the history is kept, then read.
func (c *couplings) ops(s *Sim, spikes kernels.Spikes) []kernels.Op {
	if c == nil {
		return nil
	}
	var ops []kernels.Op
	for i := range s.groups {
		g := &s.groups[i]
		if n := len(c.kept[g.Group]) / kernels.KeptWords; n > 0 {
			ops = append(ops, kernels.Keep("keep."+g.Model.Name, g.arrays.State, c.tables[g.Group], n, c.history, spikes))
		}
	}
	return append(ops, kernels.Couple(c.Couplings, c.history, s.stimuli.Current, spikes))
}
