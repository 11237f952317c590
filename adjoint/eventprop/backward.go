package eventprop

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// ErrNoOutcome comes when Backward has no Forward to differentiate.
var ErrNoOutcome = errors.New("backward: there is no outcome of a Forward that was not used yet")

// Loss is a function of an outcome.
type Loss interface {
	// Evaluate returns the loss of a batch and adds its derivatives to the
	// outcome's cotangents (AddSpike, AddFinal, AddIntegral, AddMax).
	Evaluate(o *Outcome) (float64, error)
}

// Backward evaluates the loss of the last Forward and sets every parameter's
// Grad to its derivative. Without a loss in the options it takes the
// cotangents that the caller has added to the outcome, and returns 0. A
// derivative that is not finite is an error that names parameter and element.
func (e *Engine) Backward(ctx context.Context) (float64, error) {
	o := e.out
	if o == nil || o.done {
		return 0, ErrNoOutcome
	}
	o.done = true
	loss := 0.0
	if e.opts.Loss != nil {
		var err error
		if loss, err = e.opts.Loss.Evaluate(o); err != nil {
			return 0, fmt.Errorf("loss: %w", err)
		}
	}
	if err := errors.Join(o.recReal.flush(), o.cellReal.flush()); err != nil {
		return 0, err
	}
	if err := e.run(ctx, e.programs().backward, e.shape.Slices); err != nil {
		return 0, err
	}
	if err := e.run(ctx, e.programs().gather, 1); err != nil {
		return 0, err
	}
	if status, err := e.status(); err != nil || status != 0 {
		return 0, errors.Join(err, fmt.Errorf("backward: more spikes in a batch than a device's invocation may walk; use native or smaller batches: %w", ErrRecords))
	}
	return loss, e.readGradients(len(o.Samples))
}

// readGradients brings the cotangents to the parameters.
func (e *Engine) readGradients(samples int) error {
	syn, err := viewReals(e.shape.SynReal)
	if err != nil {
		return err
	}
	for p, proj := range e.net.Projections {
		weight, delay := e.byName[proj.Name+".weight"], e.byName[proj.Name+".delay"]
		for k, at := range e.syn.place[p] {
			weight.Grad[k], delay.Grad[k] = syn.at(4*at+2), syn.at(4*at+3)
		}
	}
	cells, err := viewReals(e.shape.CellReal)
	if err != nil {
		return err
	}
	stride := e.shape.CellStride()
	for _, c := range e.cells {
		first := e.first[c.pop.Name]
		for i := range c.param.Grad {
			sum := 0.0
			for b := range samples {
				sum += cells.at((b*e.neurons+first+i)*stride + c.bar)
			}
			c.param.Grad[i] = sum
		}
	}
	for _, p := range e.params {
		for i, g := range p.Grad {
			if math.IsNaN(g) || math.IsInf(g, 0) {
				return fmt.Errorf("backward: the derivative by element %d of %s is %v", i, p.Name, g)
			}
		}
	}
	return nil
}

// SpikeGrad returns the derivative of the loss by the times of the input
// spikes of a source, after Backward: what its synapses' delays would get.
func (p Population) SpikeGrad(sample, neuron int) ([]float64, error) {
	e := p.o.e
	rec, err := viewReals(e.shape.RecReal)
	if err != nil {
		return nil, err
	}
	words, err := viewWords(e.shape.RecWord)
	if err != nil {
		return nil, err
	}
	recs := p.records(sample, neuron)
	out := make([]float64, len(recs))
	count := e.syn.rowPtr[p.first+neuron+1] - e.syn.rowPtr[p.first+neuron]
	for k, r := range recs {
		slot := words[4*r+2]
		if slot == none {
			continue
		}
		for i := range count {
			out[k] += rec.at(int(slot+i)*p.o.recStride + recBarTime)
		}
	}
	return out, nil
}
