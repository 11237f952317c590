package adjoint

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/galvani-sim/galvani/buffers"
)

// ErrNoForward comes when Backward is called before Forward.
var ErrNoForward = errors.New("there is no forward run to take back; call Forward first")

// Backward takes cotangents of the traces back through the last run and makes
// the gradients, which the other methods return. drives[k] has the layout of
// Trace(k): dL/d(variable at the end of step n), or dL/d(spike of step n). A nil
// drives takes what a loss has written into the array of TraceArrays. A
// gradient that is NaN or infinite is a *NotFiniteError, which names parameter,
// neuron and step.
func (e *Engine) Backward(ctx context.Context, drives [][]float64) error {
	if !e.ran {
		return ErrNoForward
	}
	if e.continued && e.opts.Strategy.kind != storeAll {
		return errors.New("a run that continued another can be taken back with the strategy StoreAll only")
	}
	if err := e.setDrives(drives); err != nil {
		return err
	}
	if err := e.clearGradients(); err != nil {
		return err
	}
	n := (e.opts.Steps + e.segment - 1) / e.segment
	if err := e.segments(ctx, 0, n, e.opts.Strategy.keep); err != nil {
		return err
	}
	e.carry = -1
	e.ran, e.backed = false, true // the cotangents stand where the arrivals were
	return e.checkFinite(ctx)
}

func (e *Engine) clearGradients() error {
	clear(e.rowGradients)
	for _, a := range []*buffers.Array{e.train.AdjState, e.train.AdjRows, e.train.AdjWeights, e.train.AdjDelays, e.couple.AdjPairs, e.releases.AdjStates, e.releases.AdjParams} {
		if a == nil {
			continue
		}
		if err := a.WriteBytes(0, make([]byte, a.Bytes())); err != nil {
			return err
		}
	}
	// What dynamics add to the cotangents of spikes, the loss does not set.
	if rest := e.train.Drives.Len() - e.seen; e.hasDynamics() && rest > 0 {
		return e.train.Drives.WriteReal(e.seen, make([]float64, rest))
	}
	return nil
}

func (e *Engine) setDrives(drives [][]float64) error {
	if drives == nil {
		return nil
	}
	if len(drives) != len(e.traces) {
		return fmt.Errorf("%d cotangents for %d traces", len(drives), len(e.traces))
	}
	for k, tr := range e.traces {
		if want := e.opts.Steps * e.batch * tr.count; len(drives[k]) != want {
			return fmt.Errorf("cotangent of %s of population %q: %d values, must be %d steps x %d samples x %d neurons",
				tr.Variable, tr.Population, len(drives[k]), e.opts.Steps, e.batch, tr.count)
		}
		if at := firstNotFinite(drives[k]); at >= 0 {
			n, i := at/(e.batch*tr.count), at%tr.count
			return fmt.Errorf("cotangent of %s of population %q: it is %v in step %d at neuron %d; the loss is not finite there",
				tr.Variable, tr.Population, drives[k][at], n, i)
		}
		if err := e.train.Drives.WriteReal(tr.at, drives[k]); err != nil {
			return err
		}
	}
	return nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
