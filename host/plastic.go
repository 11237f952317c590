package host

import (
	"context"
	"fmt"
	"slices"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/model"
)

// plasticGroup are all projections of one plasticity rule on the device.
type plasticGroup struct {
	kernels.Plastic
	plan    *model.PlasticGroup
	members []plasticMember
	watched []kernels.Watched
	// channels of record.comp for weights that are recorded, and their table.
	channels []uint32
	table    *buffers.Array
}

// plasticMember is a projection's place among the synapses of its rule.
type plasticMember struct {
	*model.Projection
	source, target *model.Population
	pre, post      int // of neuron 0
	first          int // synapse
	// ptr is the place of each row, from 0; one more than there are sources.
	ptr []uint32
}

// synapses returns the number of synapses of the projection.
func (m *plasticMember) synapses() int { return int(m.ptr[len(m.ptr)-1]) }

// plasticRows are the built rows of one projection.
type plasticRows struct {
	*buffers.Rows
	unit float64 // weight of one count
}

// buildPlastic builds the connectivity of the plastic projections.
func (s *Sim) buildPlastic(ctx context.Context, threads int) error {
	for _, g := range s.plan.Plastic {
		made, err := s.buildRule(ctx, g, threads)
		if err != nil {
			return fmt.Errorf("plasticity rule %s: %w", g.Rule.Name, err)
		}
		s.plastic = append(s.plastic, made)
	}
	return nil
}

// plasticBase is the largest weight in counts: initial weights are exact to 2^-29 of w_max.
const plasticBase = 29

// buildPlasticRows builds one projection; ports are the numbers of its targets.
func (s *Sim) buildPlasticRows(ctx context.Context, proj *model.Projection, threads int) (plasticRows, error) {
	part := partOf(s.plan, proj)
	part.PortBase, part.PortStride = 0, 1
	part.Quantum = exp2Above(proj.WMax(), plasticBase)
	rows, err := buffers.Build(ctx, buffers.SegmentSpec{Name: proj.Name, Sources: part.SourceSize, Parts: []buffers.Part{part}}, threads)
	return plasticRows{rows, part.Quantum}, err
}

// plasticOps returns the operations of a step for the plastic projections, in
// their order: traces first, then what potentiates, then what depresses and sends.
func (s *Sim) plasticOps(spikes kernels.Spikes) []kernels.Op {
	var ops []kernels.Op
	for _, g := range s.plastic {
		ops = append(ops, kernels.PlasticTrace(g.Plastic, s.ring, spikes))
		for _, w := range g.watched {
			ops = append(ops, kernels.PlasticWatch(g.Plastic, w, s.ring, spikes))
		}
		if g.plan.Rule.Modulated {
			ops = append(ops, kernels.PlasticModulate(g.Plastic, s.ring, spikes))
		}
		if g.plan.Rule.Swept {
			ops = append(ops, kernels.PlasticSweep(g.Plastic, s.ring, spikes))
		}
		if g.plan.Rule.AtPost {
			ops = append(ops, kernels.PlasticPost(g.Plastic, s.ring, spikes))
		}
		ops = append(ops, kernels.PlasticPre(g.Plastic, s.ring, spikes))
	}
	return ops
}

// Synapses are the synapses of a projection: synapse k joins neuron Sources[k]
// to Targets[k] with Weights[k] (nS, pA or mV) and Delays[k] (ms). They are in
// the order of sources, then of targets.
type Synapses struct {
	Sources, Targets []uint32
	Weights, Delays  []float64
}

// Weights returns the synapses of a projection with plasticity as they are
// now: each weight at its last event, as NEST has it.
func (s *Sim) Weights(projection string) (Synapses, error) {
	if err := s.usable("read weights of"); err != nil {
		return Synapses{}, err
	}
	g, m, err := s.findPlastic(projection)
	if err != nil {
		return Synapses{}, err
	}
	n := m.synapses()
	out := Synapses{Weights: make([]float64, n), Delays: make([]float64, n)}
	out.Sources, out.Targets, err = g.pairs(m)
	if err != nil {
		return Synapses{}, err
	}
	delays := make([]uint16, n)
	if err := g.Delays.ReadU16(m.first, delays); err != nil {
		return Synapses{}, err
	}
	for k, d := range delays {
		out.Delays[k] = float64(d) * s.plan.Network.DT
	}
	return out, g.Plastic.Weights.ReadReal(m.first, out.Weights)
}

// findPlastic finds a projection with plasticity by name.
func (s *Sim) findPlastic(projection string) (*plasticGroup, *plasticMember, error) {
	var names []string
	for _, g := range s.plastic {
		for i := range g.members {
			if g.members[i].Name == projection {
				return g, &g.members[i], nil
			}
			names = append(names, g.members[i].Name)
		}
	}
	return nil, nil, fmt.Errorf("network %q has no projection %q with plasticity%s", s.plan.Network.Name, projection, suggestion(projection, names))
}

// pairs returns source and target of every synapse of a projection.
func (g *plasticGroup) pairs(m *plasticMember) (sources, targets []uint32, err error) {
	sources, targets = make([]uint32, m.synapses()), make([]uint32, m.synapses())
	if err := g.Targets.ReadU32(m.first, targets); err != nil {
		return nil, nil, err
	}
	for k := range targets {
		targets[k] -= uint32(m.post)
	}
	for i := range m.source.Size {
		for k := m.ptr[i]; k < m.ptr[i+1]; k++ {
			sources[k] = uint32(i)
		}
	}
	return sources, targets, nil
}

// watch finds the state that a rule reads of its targets: one dispatch for
// each group of neurons with targets.
func (s *Sim) watch() {
	for _, g := range s.plastic {
		if g.plan.Rule.Watches == "" {
			continue
		}
		var last *model.Group
		for i := range g.members {
			m := &g.members[i]
			of, _ := s.plan.Locate(m.target)
			if of != last {
				at := slices.IndexFunc(s.groups, func(x group) bool { return x.Group == of })
				g.watched = append(g.watched, kernels.Watched{State: s.groups[at].arrays.State, First: m.post})
				last = of
			}
			g.watched[len(g.watched)-1].Count += m.target.Size
		}
	}
}
