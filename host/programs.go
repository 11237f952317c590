package host

import (
	"cmp"
	"slices"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
)

// maxBatch bounds the steps of one submission: what waits between two looks at
// the context, and the size of a command buffer.
const maxBatch = 250

// maxListed bounds the spike list of a batch, in spikes: the batch is chosen
// so that the list holds every neuron firing in every step.
const maxListed = 1 << 24

// batch is the program of one submission with what it fills.
type batch struct {
	program *kernels.Program
	spikes  *buffers.Array
	samples *buffers.Array
}

// makePrograms makes the programs: two for Vulkan devices, so that one can run
// while the other's results are read, one for the native engine.
func (s *Sim) makePrograms() error {
	s.batchSteps = min(max(maxListed/max(s.plan.Sources, 1), 8), maxBatch)
	if err := s.planSamples(); err != nil {
		return err
	}
	s.watch()
	n := 2
	if s.device.native {
		n = 1
	}
	for range n {
		b, err := s.makeBatch()
		if err != nil {
			return err
		}
		s.batches = append(s.batches, b)
		if err := s.device.exec.Prepare(b.program); err != nil {
			return err
		}
	}
	return nil
}

func (s *Sim) makeBatch() (*batch, error) {
	layout := kernels.Control{Steps: s.batchSteps}
	list, err := s.array("spikes", buffers.U32, max(s.plan.Sources*s.batchSteps, 1))
	if err != nil {
		return nil, err
	}
	control, err := s.array("control", buffers.U32, layout.Words())
	if err != nil {
		return nil, err
	}
	b := &batch{spikes: list}
	spikes := kernels.Spikes{List: list, Control: control, Layout: layout}
	var ops []kernels.Op
	if s.stimuli.Neurons > 0 {
		ops = append(ops, kernels.Stimulate(s.stimuli, s.ring, spikes))
	}
	ops = append(ops, s.couplings.ops(s, spikes)...)
	if s.eventSteps != nil {
		ops = append(ops, kernels.SpikeSource(s.eventSteps, s.eventSources, s.eventSteps.Len(), spikes))
	}
	for _, g := range s.groups {
		if g.Model.Host || g.Size == 0 {
			continue
		}
		arrays := g.arrays
		if g.stimulated(s) {
			arrays.Current = s.stimuli.Current
		}
		ops = append(ops, kernels.NeuronStep(g.Group, arrays, s.ring, spikes))
	}
	if s.sampleWords > 0 {
		if b.samples, err = s.array("samples", buffers.Real, s.sampleWords); err != nil {
			return nil, err
		}
	}
	for i := range s.groups {
		records, err := s.recordOps(&s.groups[i], b, spikes)
		if err != nil {
			return nil, err
		}
		ops = append(ops, records...)
	}
	for _, d := range s.dynamics {
		ops = append(ops, kernels.Presynapse(d, spikes))
	}
	ops = append(ops, s.plasticOps(spikes)...)
	weights, err := s.recordWeightOps(b, spikes)
	if err != nil {
		return nil, err
	}
	ops = append(ops, weights...)
	for k, m := range s.chunks {
		m.Factors = s.factors
		ops = append(ops, kernels.Deliver("deliver", m, s.ring, spikes, k == 0))
	}
	if s.procedural != nil {
		ops = append(ops, kernels.DeliverProcedural(*s.procedural, s.ring, spikes))
	}
	b.program = &kernels.Program{Name: s.plan.Network.Name, Ops: ops, Control: control, Layout: layout}
	return b, nil
}

// recordOps returns the operations that sample a group; its tables are made once for all batches.
func (s *Sim) recordOps(g *group, b *batch, spikes kernels.Spikes) ([]kernels.Op, error) {
	var ops []kernels.Op
	var err error
	if n := len(g.channels) / 4; n > 0 {
		if g.tables.channels == nil {
			if g.tables.channels, err = s.table("channels "+g.Model.Name, g.channels); err != nil {
				return nil, err
			}
		}
		ops = append(ops, kernels.Record("record."+g.Model.Name, g.arrays.State, g.tables.channels, b.samples, n, spikes))
	}
	if n := len(g.means) / kernels.MeanWords; n > 0 {
		if g.tables.means == nil {
			if g.tables.means, err = s.table("means "+g.Model.Name, g.means); err != nil {
				return nil, err
			}
		}
		ops = append(ops, kernels.Mean("mean."+g.Model.Name, g.arrays.State, g.tables.means, b.samples, n, spikes))
	}
	return ops, nil
}

// stimulated reports whether any of the group's populations has a stimulus or a coupling.
func (g *group) stimulated(s *Sim) bool {
	if s.couplings != nil && s.couplings.driven[g.Group] {
		return true
	}
	for _, st := range s.plan.Network.Stimuli {
		for _, m := range g.Members {
			if m.Population.Name == st.Target {
				return true
			}
		}
	}
	return false
}

// DispatchesPerStep returns the number of kernel launches one step takes. It
// grows with the number of different neuron models and receptor signatures,
// not with the number of populations or projections.
func (s *Sim) DispatchesPerStep() int { return len(s.batches[0].program.Ops) }

func sortBy[T any, K cmp.Ordered](list []T, key func(T) K) {
	slices.SortFunc(list, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
}
