package adjoint

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/model"
)

// maxSubmission bounds the steps of one submission.
const maxSubmission = 250

// programs are the operations of one step of each kind of pass.
type programs struct {
	prime    *kernels.Program // spikes in front of a segment reach into it
	forward  *kernels.Program // one step of all neurons, and their spikes
	backward *kernels.Program // one step back, in descending order
	weights  *kernels.Program // the gradients of the synapses over a segment
}

func (e *Engine) makePrograms() error {
	t := &e.train
	make := func(name string, steps int, apart bool, ops func(control *buffers.Array) []kernels.Op) (*kernels.Program, error) {
		layout := kernels.Control{Steps: max(steps, 1)}
		control, err := e.array(name+" control", buffers.U32, layout.Words())
		if err != nil {
			return nil, err
		}
		p := &kernels.Program{Name: name, Ops: ops(control), Control: control, Layout: layout, Apart: apart}
		if len(p.Ops) == 0 {
			return p, nil
		}
		return p, e.opts.Target.Exec.Prepare(p)
	}
	var err error
	if e.programs.prime, err = make("gradient prime", t.Spill, false, func(control *buffers.Array) []kernels.Op {
		return slices.Concat([]kernels.Op{kernels.TrainClear(t)}, kernels.TrainReleaseDeliver(t, &e.releases, control), kernels.TrainDeliver(t, control))
	}); err != nil {
		return err
	}
	steps := min(e.segment, maxSubmission)
	if e.programs.forward, err = make("gradient forward", steps, true, func(control *buffers.Array) []kernels.Op {
		var ops []kernels.Op
		if e.couple.Neurons > 0 {
			ops = append(ops, kernels.TrainCouple(t, &e.couple, control))
		}
		for _, g := range e.groups {
			if !g.Model.Host && g.Size > 0 {
				ops = append(ops, kernels.TrainForward(t, &g.TrainGroup, control))
			}
		}
		for _, d := range e.dynamics {
			ops = append(ops, kernels.TrainRelease(t, &e.releases, &d.TrainDynamics, control))
		}
		return slices.Concat(ops, kernels.TrainReleaseDeliver(t, &e.releases, control), kernels.TrainDeliver(t, control))
	}); err != nil {
		return err
	}
	if e.programs.backward, err = make("gradient backward", steps, true, func(control *buffers.Array) []kernels.Op {
		var ops []kernels.Op
		for _, d := range e.dynamics {
			ops = append(ops, kernels.TrainReleaseVJP(t, &e.releases, &d.TrainDynamics, control))
		}
		last := e.lastDifferentiable()
		back := *t
		if e.cut != nil {
			back.Weights = e.cut
		}
		for _, g := range e.groups {
			if !g.Model.Source && g.Size > 0 {
				ops = append(ops, kernels.TrainBackward(&back, &g.TrainGroup, control, g == last))
			}
		}
		if e.couple.VariablesN > 0 {
			ops = append(ops, kernels.TrainCoupleVJP(t, &e.couple, control))
		}
		return ops
	}); err != nil {
		return err
	}
	e.programs.weights, err = make("gradient weights", 1, false, func(control *buffers.Array) []kernels.Op {
		return append(kernels.TrainReleaseWeights(t, &e.releases, e.segment, control), kernels.TrainWeights(t, e.segment, control)...)
	})
	return err
}

// lastDifferentiable returns the group whose operation ends a step of the way back.
func (e *Engine) lastDifferentiable() *group {
	var last *group
	for _, g := range e.groups {
		if !g.Model.Source && g.Size > 0 {
			last = g
		}
	}
	return last
}

// run runs a program for steps steps from base on, counting up or down.
func (e *Engine) run(ctx context.Context, p *kernels.Program, base, steps int, down bool) error {
	if len(p.Ops) == 0 {
		return nil
	}
	for steps > 0 {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("gradient of %q: %w", e.net.Name, err)
		}
		n := min(steps, p.Layout.Steps)
		pending, err := e.opts.Target.Exec.Start(p, uint32(int32(base)), n)
		if err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
		out, err := pending.Wait(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
		if out.Completed != n {
			return fmt.Errorf("%s: the device completed %d of %d steps", p.Name, out.Completed, n)
		}
		if out.Status&kernels.StatusNotFinite != 0 {
			return fmt.Errorf("%s: %w: that of %s after a step of %d to %d", p.Name, errDeviceNotFinite, e.sourceName(int(out.Info)), base, base+n)
		}
		steps -= n
		if down {
			base -= n
		} else {
			base += n
		}
	}
	return nil
}

// sourceName names a neuron by its number among all.
func (e *Engine) sourceName(source int) string {
	for _, g := range e.groups {
		for _, m := range g.Members {
			if i := source - g.SourceBase - m.First; i >= 0 && i < m.Population.Size {
				return neuronName(m.Population, i)
			}
		}
	}
	return fmt.Sprintf("neuron %d", source)
}

func neuronName(pop *model.Population, i int) string {
	return fmt.Sprintf("neuron %d of population %q", i, pop.Name)
}

// setClock says where the segment [lo, hi) lies.
func (e *Engine) setClock(lo, hi int) error {
	return e.train.Clock.WriteU32(0, []uint32{uint32(lo), uint32(e.opts.Steps), e.trial, uint32(hi - lo)})
}

// sweep advances the segment [lo, hi) from the state in slot 0. Spikes of
// earlier steps reach into it from the list of spikes, unless primed says that
// they have arrived already.
func (e *Engine) sweep(ctx context.Context, lo, hi int, primed bool) error {
	if err := e.setClock(lo, hi); err != nil {
		return err
	}
	if !primed {
		// prime clears slot k in its step k, so it runs in one piece.
		if err := e.run(ctx, e.programs.prime, lo-e.train.Spill, e.train.Spill, false); err != nil {
			return err
		}
	}
	e.resident = -1
	if err := e.run(ctx, e.programs.forward, lo, hi-lo, false); err != nil {
		if errors.Is(err, errDeviceNotFinite) {
			err = cmp.Or(e.firstState(lo, hi), err)
		}
		return err
	}
	e.resident = lo
	return nil
}
