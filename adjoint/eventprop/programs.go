package eventprop

import (
	"context"
	"fmt"
	"math"

	"github.com/galvani-sim/galvani/kernels"
)

// programs are those of one number of samples and slices.
type programs struct{ forward, backward, gather *kernels.Program }

// programKey is what a program's operations depend on besides the arrays.
type programKey struct {
	samples, slices int
	together        string // layer.together and .row of every layer
}

// maxPrograms bounds the programs kept.
const maxPrograms = 8

// dropPrograms forgets programs whose arrays are going.
func (e *Engine) dropPrograms() {
	for _, p := range e.made {
		for _, q := range []*kernels.Program{p.forward, p.backward, p.gather} {
			if f, ok := e.device.exec.(interface{ Forget(*kernels.Program) }); ok {
				f.Forget(q)
			}
		}
	}
	e.made = map[programKey]programs{}
}

// programs lists the operations of one slice: forwards layer after layer,
// backwards in the reverse order.
func (e *Engine) programs() programs {
	key := programKey{samples: e.shape.Samples, slices: e.shape.Slices}
	for _, l := range e.layers {
		key.together += fmt.Sprintf("%t %t,", l.together, l.row)
	}
	if p, ok := e.made[key]; ok {
		return p
	}
	if len(e.made) >= maxPrograms {
		e.dropPrograms()
	}
	layout := kernels.Control{Steps: maxBatch}
	var forward, backward []kernels.Op
	for _, l := range e.layers {
		if l.count == 0 {
			continue
		}
		if !l.sources {
			forward = append(forward, kernels.EventAdvance(&e.shape, l.first, l.count, l.together))
			backward = append([]kernels.Op{kernels.EventAdjoint(&e.shape, l.first, l.count, l.together)}, backward...)
		}
		forward = append(forward, kernels.EventDeliver(&e.shape, l.first, l.count, l.sources, l.row))
	}
	program := func(name string, ops []kernels.Op) *kernels.Program {
		return &kernels.Program{Name: e.net.Name + " " + name, Ops: ops, Control: e.shape.Control, Layout: layout}
	}
	p := programs{program("forward", forward), program("backward", backward), program("gather", []kernels.Op{kernels.EventGather(&e.shape)})}
	e.made[key] = p
	return p
}

// run runs a program for so many steps.
func (e *Engine) run(ctx context.Context, p *kernels.Program, steps int) error {
	for base := 0; base < steps; base += maxBatch {
		n := min(maxBatch, steps-base)
		pending, err := e.device.exec.Start(p, uint32(base), n)
		if err != nil {
			return err
		}
		out, err := pending.Wait(ctx)
		if err != nil {
			return err
		}
		if out.Completed != n {
			return fmt.Errorf("%s: the device finished %d of %d slices", p.Name, out.Completed, n)
		}
	}
	return nil
}

// setSlices cuts the trial: a slice may not be longer than the shortest delay
// of a recurrent connection, so that what is fired in a slice arrives later.
func (e *Engine) setSlices() error {
	slice := e.opts.Duration
	if e.longest > 0 {
		slice = min(slice, e.longest)
	}
	if e.opts.Slice > 0 {
		slice = min(slice, e.opts.Slice)
	}
	for _, l := range e.layers {
		if !l.recurrent {
			continue
		}
		for i := l.first; i < l.first+l.count; i++ {
			for k := e.syn.rowPtr[i]; k < e.syn.rowPtr[i+1]; k++ {
				target := int(e.syn.words[4*k])
				if target < l.first || target >= l.first+l.count {
					continue
				}
				d := e.values[4*k+1]
				if !(d >= e.net.DT*(1-1e-9)) {
					return fmt.Errorf("a recurrent connection has a delay of %v ms, must be at least one step (%v ms)", d, e.net.DT)
				}
				// A little less, so that rounding brings no arrival into the slice of its spike.
				slice = min(slice, d*(1-1e-6))
			}
		}
	}
	slices := int(math.Ceil(e.opts.Duration / slice * (1 - 1e-12)))
	if slices < 1 {
		slices = 1
	}
	e.slice, e.shape.Slices = slice, slices
	return nil
}
