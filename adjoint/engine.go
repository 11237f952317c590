package adjoint

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/model"
)

// Engine runs a network forward for a batch of samples and takes the
// derivative of a loss back through it. It is not safe for concurrent use.
type Engine struct {
	net    *model.Network
	plan   *model.Plan
	opts   Options
	batch  int
	groups []*group
	traces []trace
	seen   int // words of the traces that the loss sees
	train  kernels.Train
	arrays []*buffers.Array

	projections []*projection
	couplings   []*coupling
	couple      kernels.TrainCouplings
	dynamics    []*dynamics
	releases    kernels.TrainReleases
	programs    programs
	online      *online
	cut         *buffers.Array         // weights of the way back, when Options.Cut changes them
	between     func(lo, hi int) error // called after each segment of Forward
	segment     int                    // steps of one segment
	trial       uint32
	saved       map[int][]byte // states kept on the way forward, by step
	resident    int            // first step of the segment whose states are on the device, -1 if none
	tail        []byte         // cotangents of the arrivals behind the segment
	ran, backed bool
	probe       *NotFiniteError // set while the step of one is looked for
	continued   bool            // the last run went on from the one before
	started     map[string]bool // state whose start the last run was given
	carry       int             // steps of the last segment, whose end a run may go on from; -1 if none
	// rowGradients are the gradients of parameter rows, summed when first asked for.
	rowGradients map[*group][]float64
}

// group is a group of the plan with its place in the shared arrays.
type group struct {
	kernels.TrainGroup
	rowWords int
	params   map[string][]float64 // "pop/name": values in use
}

// Compile lays out a network for gradients on a device. Errors of the
// description are *model.Error values, joined; a model without an adjoint, or a
// stimulus that training cannot run, is named.
func Compile(ctx context.Context, net *model.Network, opts Options) (*Engine, error) {
	plan, err := net.MakePlan()
	if err != nil {
		return nil, err
	}
	if err := opts.Strategy.check(opts.Steps); err != nil {
		return nil, err
	}
	e := &Engine{net: net, plan: plan, opts: opts, batch: max(opts.Batch, 1), resident: -1, carry: -1, saved: map[int][]byte{}, rowGradients: map[*group][]float64{}}
	if err := e.compile(ctx); err != nil {
		e.Close()
		return nil, err
	}
	return e, nil
}

func (e *Engine) compile(ctx context.Context) error {
	if err := e.supported(); err != nil {
		return err
	}
	e.segment = e.opts.Strategy.segment(e.opts.Steps)
	e.layout()
	for _, step := range []func() error{
		func() error { return e.connect(ctx) }, e.makeArrays, func() error { return e.makeCouplings(ctx) }, e.makeTraces, e.makeGroups, e.makePrograms, e.makeOnline, e.checkSizes,
	} {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("compile the gradient of %q: %w", e.net.Name, err)
		}
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// supported reports what of the network has no gradient here.
func (e *Engine) supported() error {
	var errs []error
	for _, g := range e.plan.Groups {
		if g.Model.File != nil {
			errs = append(errs, fmt.Errorf("population %q: %s is a model of your own, and those have no adjoint: gradients take the models that galvani models lists", g.Members[0].Population.Name, g.Model.Name))
			continue
		}
		if !g.Model.Host && !g.Model.Source && !kernels.HasAdjoint(g.Model.Name) {
			errs = append(errs, fmt.Errorf("population %q: neuron model %s has no adjoint", g.Members[0].Population.Name, g.Model.Name))
		}
		if !g.Model.Host && g.Model.Schemes[g.Scheme].Adaptive {
			scheme := g.Model.Schemes[g.Scheme]
			errs = append(errs, fmt.Errorf("population %q: the scheme %s of %s divides its steps by their error and has no adjoint; choose another", g.Members[0].Population.Name, scheme.Name, g.Model.Name))
		}
		for _, r := range g.Receptors {
			if !kernels.HasReceptorAdjoint(r.Synapse.Name) {
				errs = append(errs, fmt.Errorf("population %q: receptor model %s has no adjoint", g.Members[0].Population.Name, r.Synapse.Name))
			}
		}
	}
	for _, x := range e.plan.Presynapses {
		if e.opts.Delays {
			errs = append(errs, fmt.Errorf("projection %q: gradients of delays and presynaptic dynamics (%s) do not go together", x.Projections[0].Name, x.Model.Name))
		}
	}
	for _, p := range e.net.Projections {
		if p.Plasticity != nil {
			errs = append(errs, fmt.Errorf("projection %q: its weights change by plasticity %s, which has no adjoint", p.Name, p.Plasticity.Model))
		}
	}
	for _, c := range e.net.Couplings {
		if c.Type != model.Additive {
			errs = append(errs, fmt.Errorf("coupling %q: training takes additive couplings, not %s ones", c.Name, c.Type))
		}
	}
	for _, s := range e.net.Stimuli {
		errs = append(errs, fmt.Errorf("stimulus %q: gradients take currents as inputs and spikes from spike_source populations, not stimuli", s.Name))
	}
	for _, name := range e.opts.Inputs {
		if pop := e.net.Find(name); pop == nil || pop.Neuron().Source {
			errs = append(errs, fmt.Errorf("input %q: there is no such population that takes a current", name))
		}
	}
	return errors.Join(errs...)
}

// layout gives every group its place in state, arrivals, rows and inputs.
func (e *Engine) layout() {
	t := &e.train
	for _, g := range e.plan.Groups {
		own := &group{params: map[string][]float64{}, rowWords: g.RowWords()}
		own.Group = g
		own.InputBase = -1
		own.Params = e.opts.Parameters && !g.Model.Source
		if !g.Model.Host {
			own.StateBase, own.PortBase, own.RowBase = t.StateWords, t.Ports, t.AdjRowsN
			t.StateWords += g.Words * g.Size
			t.Ports += len(g.Receptors) * g.Size
			t.AdjRowsN += own.rowWords * g.Size
			if slices.ContainsFunc(g.Members, func(m model.Member) bool {
				return slices.Contains(e.opts.Inputs, m.Population.Name) || e.coupled(m.Population.Name)
			}) {
				own.InputBase = t.InputsN
				t.InputsN += g.Size
			}
		}
		e.groups = append(e.groups, own)
	}
	e.layoutReleases()
	t.Samples, t.Sources, t.BitWords = e.batch, e.plan.Sources, (e.plan.Sources+31)/32
	kind, _, _ := e.opts.Surrogate.numbered()
	t.Surrogate, t.Truncate = kind, e.opts.Truncate
	t.Interpolated, t.DelayGradients = e.opts.Delays, e.opts.Delays
}

// locate returns the group of a population and its first neuron there.
func (e *Engine) locate(name string) (*model.Population, *group, int, error) {
	pop := e.net.Find(name)
	if pop == nil {
		return nil, nil, 0, fmt.Errorf("there is no population %q", name)
	}
	g, first := e.plan.Locate(pop)
	for _, own := range e.groups {
		if own.Group == g {
			return pop, own, first, nil
		}
	}
	return nil, nil, 0, fmt.Errorf("population %q belongs to no group", name)
}

// Steps returns the steps of a run, Batch the samples.
func (e *Engine) Steps() int { return e.opts.Steps }

// Batch returns the number of samples that run side by side.
func (e *Engine) Batch() int { return e.batch }

// Network returns the description the engine was compiled from.
func (e *Engine) Network() *model.Network { return e.net }

// Bytes returns the memory of the engine's arrays and of the states it keeps.
func (e *Engine) Bytes() int64 {
	var n int64
	for _, a := range e.arrays {
		n += a.Bytes()
	}
	for _, s := range e.saved {
		n += int64(len(s))
	}
	return n
}

// Close gives the engine's memory back, not the target's executor. Closing
// twice is harmless.
func (e *Engine) Close() {
	for _, a := range e.arrays {
		a.Close()
	}
	e.arrays = nil
}
