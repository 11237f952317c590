package kernels

import (
	"context"
	"fmt"
	"unsafe"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels/native"
	"github.com/galvani-sim/galvani/model"
)

// Native runs programs on the CPU.
type Native struct {
	pool    *native.Pool
	bits    int
	lists   map[*Program]*native.List
	times   map[*Program][]float64
	seconds map[string]float64
	own     map[*model.File]*native.Library
}

// NewNative returns an executor of so many threads for real numbers of 32 or 64 bits.
func NewNative(threads, bits int, measure bool) (*Native, error) {
	pool, err := native.NewPool(threads)
	if err != nil {
		return nil, err
	}
	n := &Native{pool: pool, bits: bits, lists: map[*Program]*native.List{}, times: map[*Program][]float64{}, own: map[*model.File]*native.Library{}}
	if measure {
		n.seconds = map[string]float64{}
	}
	return n, nil
}

// Close ends the threads.
func (n *Native) Close() {
	for _, l := range n.lists {
		l.Close()
	}
	n.lists = nil
	n.pool.Close()
	for _, l := range n.own {
		l.Close()
	}
}

// Load compiles and opens a user's own neuron model.
func (n *Native) Load(ctx context.Context, m *model.NeuronModel) error {
	if n.own[m.File] != nil {
		return nil
	}
	l, err := openOwn(ctx, m, n.bits)
	if err == nil {
		n.own[m.File] = l
	}
	return err
}

// Seconds returns the time of each operation by label.
func (n *Native) Seconds() map[string]float64 { return n.seconds }

// Prepare translates the program for the engine.
func (n *Native) Prepare(p *Program) error {
	_, err := n.list(p)
	return err
}

// Start runs a batch to its end.
func (n *Native) Start(p *Program, base uint32, steps int) (Pending, error) {
	if steps < 1 || steps > p.Layout.Steps {
		return nil, fmt.Errorf("program %q: a batch of %d steps, must be 1 to %d", p.Name, steps, p.Layout.Steps)
	}
	list, err := n.list(p)
	if err != nil {
		return nil, err
	}
	if err := p.Control.WriteU32(0, p.Layout.fresh(base)); err != nil {
		return nil, err
	}
	times := n.times[p]
	clear(times)
	n.pool.Run(list, steps, times)
	for i, t := range times {
		n.seconds[p.Ops[i].Label] += t
	}
	return &nativePending{p, steps}, nil
}

type nativePending struct {
	p     *Program
	steps int
}

// Wait reads the control block: the batch is done.
func (w *nativePending) Wait(context.Context) (Outcome, error) {
	words := make([]uint32, w.p.Layout.Words())
	if err := w.p.Control.ReadU32(0, words); err != nil {
		return Outcome{}, err
	}
	return w.p.Layout.outcome(words, w.steps), nil
}

// list translates a program for the engine.
func (n *Native) list(p *Program) (*native.List, error) {
	if l := n.lists[p]; l != nil {
		return l, nil
	}
	ops := make([]native.Op, len(p.Ops))
	for i := range p.Ops {
		op := &p.Ops[i]
		if err := op.check(); err != nil {
			return nil, fmt.Errorf("program %q: %w", p.Name, err)
		}
		if op.Own != nil && n.own[op.Own] == nil {
			return nil, fmt.Errorf("program %q: the model of %s was not loaded", p.Name, op.Label)
		}
		ops[i] = native.Op{
			Kernel: op.Name(),
			Own:    n.own[op.Own],
			Arrays: pointers(op.Arrays),
			Spec:   append([]uint32{0}, op.Spec...),
			Push:   op.Push,
			N:      op.N,
		}
	}
	l, err := native.NewList(ops, n.bits)
	if err != nil {
		return nil, fmt.Errorf("program %q: %w", p.Name, err)
	}
	l.Apart = p.Apart
	n.lists[p] = l
	if n.seconds != nil {
		n.times[p] = make([]float64, len(ops))
	}
	return l, nil
}

func pointers(arrays []*buffers.Array) []unsafe.Pointer {
	out := make([]unsafe.Pointer, len(arrays))
	for i, a := range arrays {
		if a != nil {
			out[i] = a.Pointer()
		}
	}
	return out
}
