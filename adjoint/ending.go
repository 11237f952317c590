package adjoint

import (
	"errors"
	"fmt"
)

// Ending returns the state at the end of the last run and the arrivals of the
// spikes under way: what a run with Input.Continue goes on from.
func (e *Engine) Ending() (state, arrivals []float64, err error) {
	if e.carry < 0 {
		return nil, nil, errors.New("there is no run to continue, or Backward has gone through it")
	}
	state = make([]float64, e.batch*e.train.StateWords)
	arrivals = make([]float64, e.train.Spill*e.batch*e.train.Ports)
	if err := e.train.State.ReadReal(e.carry*len(state), state); err != nil {
		return nil, nil, err
	}
	return state, arrivals, e.train.Arrivals.ReadReal(e.carry*e.batch*e.train.Ports, arrivals)
}

// SetEnding makes what Ending returned what the next run with Input.Continue
// goes on from, and what was traced of it what TraceStep returns of the last step.
func (e *Engine) SetEnding(state, arrivals []float64) error {
	if len(state) != e.batch*e.train.StateWords || len(arrivals) != e.train.Spill*e.batch*e.train.Ports {
		return fmt.Errorf("an ending of %d words of state and %d arrivals, must be %d and %d", len(state), len(arrivals),
			e.batch*e.train.StateWords, e.train.Spill*e.batch*e.train.Ports)
	}
	e.ran, e.resident = false, -1
	e.carry = e.opts.Steps - (e.opts.Steps-1)/e.segment*e.segment
	if err := e.train.State.WriteReal(e.carry*len(state), state); err != nil {
		return err
	}
	if err := e.train.Arrivals.WriteReal(e.carry*e.batch*e.train.Ports, arrivals); err != nil {
		return err
	}
	return e.traceEnding(state)
}

// traceEnding writes the traced variables of a state as those of the last step.
func (e *Engine) traceEnding(state []float64) error {
	for _, tr := range e.traces {
		if tr.Variable == "spike" {
			continue
		}
		base, size, err := e.stateAt(tr.Population + "." + tr.Variable)
		if err != nil {
			return err
		}
		for b := range e.batch {
			at := tr.at + ((e.opts.Steps-1)*e.batch+b)*size
			from := b*e.train.StateWords + base
			if err := e.train.Traces.WriteReal(at, state[from:from+size]); err != nil {
				return err
			}
		}
	}
	return nil
}
