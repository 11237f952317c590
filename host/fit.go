package host

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/galvani-sim/galvani/adjoint"
	"github.com/galvani-sim/galvani/adjoint/optim"
)

// Fitter changes the parameters of an experiment until its loss is small:
// conductances of a neuron from the course of its potential, weights from
// rates. It is for one goroutine.
type Fitter struct {
	exp       *Experiment
	objective *Objective
	params    []optim.Param // as the optimiser sees them: logarithms where asked for
	logs      []bool
	start     [][]float64
	before    [][]float64 // what a picture compares with: courses at the start
	// History holds the loss of every evaluation, in order.
	History []float64
	best    float64
	bestAt  [][]float64
}

// FittedValue is a value of a parameter before and after fitting.
type FittedValue struct {
	Name  string  `json:"name"`
	Index int     `json:"index"` // among the parameter's values
	Unit  string  `json:"unit,omitempty"`
	Start float64 `json:"start"`
	Value float64 `json:"value"`
	// Truth is the value that made the targets, where they are the network's own.
	Truth *float64 `json:"truth,omitempty"`
}

// NewFitter makes a fitter of an experiment with [loss.NAME], [grad] and [fit].
func NewFitter(ctx context.Context, e *Experiment, opts Options) (*Fitter, error) {
	if e.Fit == nil {
		return nil, fmt.Errorf("experiment %q has no [fit] table: it cannot be fitted; galvani help experiment shows one", e.Name)
	}
	for _, x := range e.Losses {
		if e.Fit.Polish > 0 && pushed(e.Grad, x) {
			return nil, fmt.Errorf("fit %q: loss %q: what method eventprop gives of spike_count pushes spikes and is no derivative, which l-bfgs needs: set polish = 0", e.Name, x.Name)
		}
	}
	o, err := NewObjective(ctx, e, opts)
	if err != nil {
		return nil, err
	}
	f := &Fitter{exp: e, objective: o, best: math.Inf(1)}
	for _, p := range o.Parameters() {
		q := optim.Param{Name: p.Name, Values: slices.Clone(p.Values), Grad: make([]float64, len(p.Values))}
		log := slices.Contains(e.Fit.Logarithmic, p.Name)
		for i, x := range q.Values {
			if log && !(x > 0) {
				o.Close()
				return nil, fmt.Errorf("fit %q: %s begins with %g, its logarithm needs a value above 0", e.Name, p.Name, x)
			}
			if log {
				q.Values[i] = math.Log(x)
			}
		}
		f.params, f.logs, f.start = append(f.params, q), append(f.logs, log), append(f.start, slices.Clone(p.Values))
	}
	return f, nil
}

// Close gives the device's memory back.
func (f *Fitter) Close() { f.objective.Close() }

// Run fits: the optimiser's iterations, then L-BFGS's. report, unless nil, is
// called after every evaluation with its number, from 1, and the loss. The
// parameters end where the loss was smallest, also when ctx ends it, whose
// error is then returned, wrapped.
func (f *Fitter) Run(ctx context.Context, report func(evaluation int, loss float64) error) (float64, error) {
	evaluate := func() (float64, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		loss, err := f.evaluate(ctx)
		if err == nil && report != nil {
			err = report(len(f.History), loss)
		}
		return loss, err
	}
	err := f.descend(evaluate)
	if err == nil && f.exp.Fit.Polish > 0 {
		if f.bestAt != nil {
			f.take(f.bestAt)
		}
		_, err = optim.LBFGS(f.params, f.exp.Fit.Polish, ctx.Err, func() (float64, error) {
			loss, err := evaluate()
			if beyond(err) {
				return math.Inf(1), nil // the line search turns back
			}
			return loss, err
		})
	}
	if f.bestAt != nil {
		f.take(f.bestAt)
		err = errors.Join(err, f.changed())
	}
	if err != nil {
		return f.best, fmt.Errorf("fit %q: %w", f.exp.Name, err)
	}
	return f.best, nil
}

// beyond reports whether an error is that of values at which the network cannot
// be run or differentiated: a step too far, not a failure.
func beyond(err error) bool {
	var state *adjoint.NotFiniteError
	var unit *adjoint.UnitError
	return errors.As(err, &state) || errors.As(err, &unit)
}

func (f *Fitter) descend(evaluate func() (float64, error)) error {
	p, err := optim.New(f.exp.Fit.Optimiser, f.exp.Fit.Settings)
	if err != nil {
		return err
	}
	for k := range f.exp.Fit.Iterations {
		if _, err := evaluate(); err != nil {
			return err
		}
		if err := optim.CheckFinite(f.params); err != nil {
			return err
		}
		optim.ClipNorm(f.params, f.exp.Fit.Clip)
		p.Step(f.exp.Fit.Rate*f.exp.Fit.Schedule.Factor(float64(k), float64(f.exp.Fit.Iterations)), f.params)
	}
	if f.exp.Fit.Iterations > 0 && f.exp.Fit.Polish == 0 {
		_, err = evaluate() // where the last step led
	}
	return err
}

// evaluate returns the loss of the present parameters and sets their gradients.
func (f *Fitter) evaluate(ctx context.Context) (float64, error) {
	if err := f.changed(); err != nil {
		return 0, err
	}
	loss, err := f.objective.Gradient(ctx)
	if err != nil {
		return 0, err
	}
	if len(f.History) == 0 {
		f.before = f.courses()
	}
	f.History = append(f.History, loss)
	for k, p := range f.objective.Parameters() {
		for i, g := range p.Grad {
			if low, high := f.within(k, i); p.Values[i] <= low && g > 0 || p.Values[i] >= high && g < 0 {
				g = 0 // the loss falls only beyond what the model takes
			}
			if f.logs[k] {
				g *= p.Values[i]
			}
			f.params[k].Grad[i] = g
		}
	}
	if loss < f.best {
		f.best, f.bestAt = loss, nil
		for _, p := range f.params {
			f.bestAt = append(f.bestAt, slices.Clone(p.Values))
		}
	}
	return loss, nil
}

func (f *Fitter) take(values [][]float64) {
	for k, v := range values {
		copy(f.params[k].Values, v)
	}
}

// changed hands the optimiser's values to the network, and keeps them within
// what its models take.
func (f *Fitter) changed() error {
	for k, p := range f.objective.Parameters() {
		for i, x := range f.params[k].Values {
			low, high := f.within(k, i)
			if f.logs[k] {
				x = math.Exp(x)
			}
			p.Values[i] = math.Max(low, math.Min(high, x))
			if f.logs[k] {
				f.params[k].Values[i] = math.Log(p.Values[i])
			} else {
				f.params[k].Values[i] = p.Values[i]
			}
		}
	}
	return f.objective.Changed()
}

// openMargin is how near a value comes to a bound that it may not have, as a
// part of its distance at the start.
const openMargin = 1e-6

// within returns the least and the largest value that fitting gives value i of
// parameter k.
func (f *Fitter) within(k, i int) (low, high float64) {
	p := f.objective.params[k]
	low, high = p.low, p.high
	if p.open {
		low += openMargin * (f.start[k][i] - p.low)
	}
	return low, high
}

// Values returns what has been fitted, beside what it began with.
func (f *Fitter) Values() []FittedValue {
	var out []FittedValue
	for k, p := range f.objective.Parameters() {
		for i, x := range p.Values {
			v := FittedValue{Name: p.Name, Index: i, Unit: f.objective.params[k].unit, Start: f.start[k][i], Value: x}
			if truth, ok := f.objective.Truth(p.Name); ok {
				v.Truth = &truth
			}
			out = append(out, v)
		}
	}
	return out
}
