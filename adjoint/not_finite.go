package adjoint

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// NotFiniteError says where a run, or a gradient on its way back, stops being finite.
type NotFiniteError struct {
	// Quantity is what is not finite: "v", or the gradient of a parameter
	// ("cell.g_na", "first.weight", "cell.initial.v").
	Quantity string
	Gradient bool
	Value    float64
	// Neuron, Sample and Step say where it arises first: on the way forward the
	// first step, on the way back the last.
	Neuron string
	Sample int
	Step   int
	Time   float64 // of the step's end, ms
}

// Error names quantity, neuron and step.
func (e *NotFiniteError) Error() string {
	if e.Gradient {
		return fmt.Sprintf("the gradient of %s is %v: on the way back it arises in step %d (%g ms) of sample %d, at %s; bound the loss, lower the weights or clip",
			e.Quantity, e.Value, e.Step, e.Time, e.Sample, e.Neuron)
	}
	return fmt.Sprintf("%s of %s is %v after step %d (%g ms) of sample %d; use a shorter dt or smaller weights",
		e.Quantity, e.Neuron, e.Value, e.Step, e.Time, e.Sample)
}

// errDeviceNotFinite comes from a program whose kernel found such a state.
var errDeviceNotFinite = errors.New("the state is not finite")

// firstState returns the first state of the segment [lo, hi) that is not finite.
func (e *Engine) firstState(lo, hi int) error {
	words := e.batch * e.train.StateWords
	state := make([]float64, words)
	for n := lo; n < hi; n++ {
		if err := e.train.State.ReadReal((n-lo+1)*words, state); err != nil {
			return err
		}
		if at := e.firstRunaway(state); at >= 0 {
			b, neuron, variable := e.stateName(at)
			return &NotFiniteError{Quantity: variable, Value: state[at], Neuron: neuron, Sample: b, Step: n, Time: float64(n+1) * e.net.DT}
		}
	}
	return nil
}

// maxPotential is V_LIMIT of shaders/lib/control.glsl.
const maxPotential = 1e9

// firstRunaway returns the first state word of a step that is not finite, or a
// potential beyond what kernels take for one.
func (e *Engine) firstRunaway(state []float64) int {
	if at := firstNotFinite(state); at >= 0 {
		return at
	}
	for b := range e.batch {
		for _, g := range e.groups {
			for i := range g.Size {
				if at := b*e.train.StateWords + g.StateBase + i; !g.Model.Source && math.Abs(state[at]) > maxPotential {
					return at
				}
			}
		}
	}
	return -1
}

func firstNotFinite(x []float64) int {
	for i, v := range x {
		if !finite(v) {
			return i
		}
	}
	return -1
}

// stateName names the state word at a place of a step.
func (e *Engine) stateName(at int) (sample int, neuron, variable string) {
	sample, at = at/e.train.StateWords, at%e.train.StateWords
	for _, g := range e.groups {
		if g.Model.Host || at < g.StateBase || at >= g.StateBase+g.Words*g.Size {
			continue
		}
		word, i := (at-g.StateBase)/g.Size, (at-g.StateBase)%g.Size
		neuron = e.sourceName(g.SourceBase + i)
		if word < len(g.Model.State) {
			return sample, neuron, g.Model.State[word].Name
		}
		for _, m := range g.Members {
			if i < m.First || i >= m.First+m.Population.Size {
				continue
			}
			for r, slot := range g.Receptors {
				if k := word - slot.Base; k >= 0 && k < len(slot.Synapse.State) {
					return sample, neuron, m.Population.Receptors[r].Name + "." + slot.Synapse.State[k].Name
				}
			}
		}
	}
	return sample, neuron, fmt.Sprintf("state %d", at)
}

// badGradient returns the first gradient that is not finite, by its name.
func (e *Engine) badGradient() (name string, value float64, err error) {
	for _, p := range e.projections {
		for _, x := range []struct {
			own string
			get func(string) ([]float64, error)
			on  bool
		}{{"weight", e.WeightGradient, true}, {"delay", e.DelayGradient, e.opts.Delays}} {
			if !x.on {
				continue
			}
			v, err := x.get(p.Name)
			if err != nil {
				return "", 0, err
			}
			if k := firstNotFinite(v); k >= 0 {
				return fmt.Sprintf("%s.%s (synapse %d, neuron %d to neuron %d)", p.Name, x.own, k, p.sources[k], p.targets[k]), v[k], nil
			}
		}
	}
	for _, pop := range e.net.Populations {
		_, g, _, err := e.locate(pop.Name)
		if err != nil || g.Model.Source || !e.opts.Parameters {
			continue
		}
		for _, own := range e.plan.ParameterNames(pop) {
			v, err := e.ParameterGradient(pop.Name, own)
			if err != nil {
				return "", 0, err
			}
			if k := firstNotFinite(v); k >= 0 {
				return pop.Name + "." + own, v[k], nil
			}
		}
	}
	if err := e.checkCouplings(); err != nil {
		return "", 0, err
	}
	state := make([]float64, e.train.AdjState.Len())
	if err := e.train.AdjState.ReadReal(0, state); err != nil {
		return "", 0, err
	}
	if at := firstNotFinite(state); at >= 0 && at < e.batch*e.train.StateWords {
		_, neuron, variable := e.stateName(at)
		return "the initial " + variable + " of " + neuron, state[at], nil
	}
	return "", 0, nil
}

// checkFinite reports the first gradient that is not a finite number, and the
// step in which that arises: the way back is gone once more, step by step.
func (e *Engine) checkFinite(ctx context.Context) error {
	name, value, err := e.badGradient()
	if err != nil || name == "" {
		return err
	}
	out := &NotFiniteError{Quantity: name, Gradient: true, Value: value}
	if e.saved[0] == nil {
		if err := e.save(0); err != nil { // the state in front of step 0 is still in slot 0
			return err
		}
	}
	e.resident, e.probe = -1, out
	defer func() { e.probe = nil }()
	if err := e.clearGradients(); err != nil {
		return err
	}
	e.tail = nil
	n := (e.opts.Steps + e.segment - 1) / e.segment
	if err := e.segments(ctx, 0, n, e.opts.Strategy.keep); err != nil && !errors.Is(err, errProbed) {
		return err
	}
	return out
}

// errProbed ends the second way back once the step is found.
var errProbed = errors.New("found")

// probeBack takes a segment back step by step until a cotangent is not finite.
func (e *Engine) probeBack(ctx context.Context, lo, hi int) error {
	for n := hi - 1; n >= lo; n-- {
		if err := e.run(ctx, e.programs.backward, n, 1, true); err != nil {
			return err
		}
		state := make([]float64, e.train.AdjState.Len())
		if err := e.train.AdjState.ReadReal(0, state); err != nil {
			return err
		}
		at := firstNotFinite(state)
		if at < 0 && e.opts.Parameters {
			rows := make([]float64, e.train.AdjRows.Len())
			if err := e.train.AdjRows.ReadReal(0, rows); err != nil {
				return err
			}
			if k := firstNotFinite(rows); k >= 0 {
				at = e.rowState(k)
			}
		}
		if at >= 0 {
			e.probe.Sample, e.probe.Neuron, _ = e.stateName(at)
			e.probe.Step, e.probe.Time = n, float64(n+1)*e.net.DT
			return errProbed
		}
	}
	return nil
}

// rowState returns the place of the first state word of the neuron whose
// gradient of a parameter row lies at k.
func (e *Engine) rowState(k int) int {
	sample, k := k/e.train.AdjRowsN, k%e.train.AdjRowsN
	for _, g := range e.groups {
		if !g.Model.Host && k >= g.RowBase && k < g.RowBase+g.rowWords*g.Size {
			return sample*e.train.StateWords + g.StateBase + (k-g.RowBase)%g.Size
		}
	}
	return sample * e.train.StateWords
}
