package host

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/galvani-sim/galvani/adjoint/optim"
	"github.com/galvani-sim/galvani/model"
)

// Objective is the loss of an experiment as a function of its parameters, with
// its derivatives: what `galvani grad` evaluates and fitting makes small. It is
// for one goroutine.
type Objective struct {
	exp    *Experiment
	terms  []LossTerm
	params []gradientParam
	values []optim.Param
	engine objectiveEngine
	last   []float64 // values of the terms in the last run
}

// objectiveEngine is one method of differentiation.
type objectiveEngine interface {
	// values returns those in use of a parameter, set replaces them.
	values(p gradientParam) ([]float64, error)
	set(p gradientParam, v []float64) error
	// run runs the network and returns the value of every term, times its factor.
	run(ctx context.Context, terms []LossTerm) ([]float64, error)
	// own returns the term's target made of the last run.
	own(x LossTerm) (*Target, error)
	// back takes the derivative of the last run, gradient reads it.
	back(ctx context.Context) error
	gradient(p gradientParam) ([]float64, error)
	// synapses returns the pairs of a projection in the order of its weights.
	synapses(projection string) (sources, targets []uint32, err error)
	// raster says which spikes the last run had: where it is equal, none has come or gone.
	raster() ([][]int, error)
	close()
}

// NewObjective compiles the network of an experiment that has a loss. opts
// chooses the device; method, parameters and targets are those of the
// experiment's [grad].
func NewObjective(ctx context.Context, e *Experiment, opts Options) (*Objective, error) {
	if len(e.Losses) == 0 || e.Grad == nil {
		return nil, fmt.Errorf("experiment %q has no [loss.NAME] table: there is nothing to differentiate; galvani help experiment shows one", e.Name)
	}
	if opts.Device == "" {
		opts.Device = e.Device
	}
	o := &Objective{exp: e, terms: slices.Clone(e.Losses)}
	fail := func(err error) (*Objective, error) {
		o.Close()
		return nil, fmt.Errorf("gradient of %q: %w", e.Name, err)
	}
	by := e.Grad.By
	if by == nil {
		for _, p := range e.Network.Projections {
			by = append(by, p.Name+".weight")
		}
	}
	for _, name := range by {
		p, ok := findGradientParam(e.Network, name)
		if !ok {
			return fail(fmt.Errorf("there is no parameter %q", name))
		}
		o.params = append(o.params, p)
	}
	if len(o.params) == 0 {
		return fail(fmt.Errorf("there is nothing to differentiate by: the network has no projection, and [grad] no list by"))
	}
	engine, err := newObjectiveEngine(ctx, e, opts, o.params)
	if err != nil {
		return fail(err)
	}
	o.engine = engine
	for _, p := range o.params {
		v, err := o.engine.values(p)
		if err != nil {
			return fail(err)
		}
		o.values = append(o.values, optim.Param{Name: p.name, Values: v, Grad: make([]float64, len(v))})
	}
	if err := o.makeTruth(ctx); err != nil {
		return fail(err)
	}
	// A start that is listed is a parameter of its own: from here on it does not
	// follow the one it would begin at.
	for k, p := range o.params {
		if p.kind == initialParam {
			if err := o.engine.set(p, o.values[k].Values); err != nil {
				return fail(err)
			}
		}
	}
	return o, nil
}

func newObjectiveEngine(ctx context.Context, e *Experiment, opts Options, by []gradientParam) (objectiveEngine, error) {
	if e.Grad.Method == "eventprop" {
		return newEventObjective(ctx, e, opts)
	}
	return newGridObjective(ctx, e, opts, by)
}

// makeTruth makes the targets that are the network's own.
func (o *Objective) makeTruth(ctx context.Context) error {
	if !slices.ContainsFunc(o.terms, func(x LossTerm) bool { return x.Target != nil && x.Target.Own }) {
		return nil
	}
	was := map[gradientParam][]float64{}
	for _, name := range sortedNames(o.exp.Grad.Truth) {
		p, ok := findGradientParam(o.exp.Network, name)
		if !ok {
			return fmt.Errorf("truth: there is no parameter %q", name)
		}
		v, err := o.engine.values(p)
		if err != nil {
			return fmt.Errorf("truth: %w", err)
		}
		was[p] = slices.Clone(v)
		for i := range v {
			v[i] = o.exp.Grad.Truth[name]
		}
		if err := o.engine.set(p, v); err != nil {
			return fmt.Errorf("truth: %w", err)
		}
	}
	if _, err := o.engine.run(ctx, nil); err != nil {
		return fmt.Errorf("truth: %w", err)
	}
	for i, x := range o.terms {
		if x.Target == nil || !x.Target.Own {
			continue
		}
		made, err := o.engine.own(x)
		if err != nil {
			return fmt.Errorf("truth: loss %q: %w", x.Name, err)
		}
		o.terms[i].Target = made
	}
	for p, v := range was {
		if err := o.engine.set(p, v); err != nil {
			return err
		}
	}
	return nil
}

// Parameters returns what the loss is differentiated by, in the order of
// Grad.By: the values in use, one where all synapses or neurons share it, and,
// after Gradient, the derivatives. Who changes values calls Changed.
func (o *Objective) Parameters() []optim.Param { return o.values }

// Shape returns the axes of a parameter: one value, synapses or neurons, or,
// for "POPULATION.input", steps and neurons.
func (o *Objective) Shape(k int) []int {
	n := len(o.values[k].Values)
	if p := o.params[k]; p.kind == inputParam {
		size := o.exp.Network.Find(p.owner).Size
		return []int{n / size, size}
	}
	return []int{n}
}

// Synapses returns the pairs (source, target) whose weight or delay a parameter
// holds, in its order; nil for other parameters.
func (o *Objective) Synapses(k int) (sources, targets []uint32, err error) {
	p := o.params[k]
	if p.kind != weightParam && p.kind != delayParam {
		return nil, nil, nil
	}
	return o.engine.synapses(p.owner)
}

// Changed takes over the values of Parameters. A value that is not finite or
// outside what the model takes is an error that names it.
func (o *Objective) Changed() error {
	for k, p := range o.params {
		for i, x := range o.values[k].Values {
			if !finite(x) || x < p.low || x > p.high || p.open && x == p.low {
				return fmt.Errorf("%s is %g%s, must be %s", p.name, x, p.element(i), bounds(p))
			}
		}
		if err := o.engine.set(p, o.values[k].Values); err != nil {
			return err
		}
	}
	return nil
}

// element says which value it is, where there are several.
func (p gradientParam) element(i int) string {
	switch {
	case p.one:
		return ""
	case p.kind == weightParam || p.kind == delayParam:
		return fmt.Sprintf(" (synapse %d)", i)
	}
	return fmt.Sprintf(" (neuron %d)", i)
}

func bounds(p gradientParam) string {
	text := paramRange(model.Param{Min: p.low, Max: p.high, Open: p.open})
	if text == "any" {
		return "a finite number"
	}
	return text
}

// Loss runs the network and returns the loss.
func (o *Objective) Loss(ctx context.Context) (float64, error) {
	var err error
	if o.last, err = o.engine.run(ctx, o.terms); err != nil {
		return 0, fmt.Errorf("loss of %q: %w", o.exp.Name, err)
	}
	sum := 0.0
	for k, x := range o.last {
		if !finite(x) {
			return 0, fmt.Errorf("loss of %q: %s is %g", o.exp.Name, o.terms[k].Name, x)
		}
		sum += x
	}
	return sum, nil
}

// Gradient runs the network, returns the loss and sets the derivatives of Parameters.
func (o *Objective) Gradient(ctx context.Context) (float64, error) {
	sum, err := o.Loss(ctx)
	if err != nil {
		return 0, err
	}
	if err := o.engine.back(ctx); err != nil {
		return 0, fmt.Errorf("gradient of %q: %w", o.exp.Name, err)
	}
	for k, p := range o.params {
		if o.values[k].Grad, err = o.engine.gradient(p); err != nil {
			return 0, fmt.Errorf("gradient of %q: %w", o.exp.Name, err)
		}
	}
	return sum, nil
}

// TermValue is what a [loss.NAME] adds to the loss.
type TermValue struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}

// Terms returns what the terms of the loss were in the last run.
func (o *Objective) Terms() []TermValue {
	out := make([]TermValue, len(o.last))
	for k, x := range o.last {
		out[k] = TermValue{o.terms[k].Name, x}
	}
	return out
}

// Truth returns the value that made the targets, where Grad.Truth has one.
func (o *Objective) Truth(name string) (float64, bool) {
	x, ok := o.exp.Grad.Truth[name]
	return x, ok
}

// Close gives the device's memory back. Closing twice is harmless.
func (o *Objective) Close() {
	if o.engine != nil {
		o.engine.close()
		o.engine = nil
	}
}

// foldSum adds up what belongs to one value.
func foldSum(p gradientParam, v []float64) []float64 {
	if !p.one || len(v) == 0 {
		return v
	}
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return []float64{sum}
}

// lacks says that a method has no derivative by a parameter.
func lacks(method string, p gradientParam, why string) error {
	return fmt.Errorf("method %s has no derivative by %s%s", method, p.name, strings.TrimRight(": "+why, ": "))
}
