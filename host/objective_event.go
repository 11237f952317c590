package host

import (
	"context"
	"fmt"
	"slices"

	"github.com/galvani-sim/galvani/adjoint/eventprop"
)

// eventObjective differentiates exact spike times (package eventprop).
type eventObjective struct {
	exp    *Experiment
	engine *eventprop.Engine
	out    *eventprop.Outcome
}

func newEventObjective(ctx context.Context, e *Experiment, opts Options) (*eventObjective, error) {
	o := &eventObjective{exp: e}
	read := map[string]eventprop.Readout{}
	for _, x := range e.Losses {
		if err := o.read(read, x); err != nil {
			return nil, err
		}
	}
	device := opts.Device
	if device == "auto" {
		device = ""
	}
	var err error
	o.engine, err = eventprop.Compile(ctx, e.Network, eventprop.Options{Device: device, Duration: e.Duration, Read: read})
	return o, err
}

// read asks for what a term reads of its population.
func (o *eventObjective) read(all map[string]eventprop.Readout, x LossTerm) error {
	r := all[x.Population]
	switch {
	case x.Type == "mean_square":
		steps, _, err := x.compared(o.exp.Network.DT, stepsOf(o.exp))
		if err != nil {
			return err
		}
		times := make([]float64, len(steps))
		for k, s := range steps {
			times[k] = min(float64(s+1)*o.exp.Network.DT, o.exp.Duration)
		}
		if r.Times != nil && !slices.Equal(r.Times, times) {
			return fmt.Errorf("loss %q: method eventprop compares a population's potential at the same times in all losses", x.Name)
		}
		r.Times = times
	case x.Type != "readout" && x.Type != "cross_entropy":
	case x.Of == "max":
		r.Max = true
	case x.Of == "mean", x.Of == "exponential":
		rate := 0.0
		if x.Of == "exponential" {
			rate = 1 / x.Tau
		}
		if r.Integral && r.Rate != rate {
			return fmt.Errorf("loss %q: method eventprop reads one mean of a population, with one tau", x.Name)
		}
		r.Integral, r.Rate = true, rate
	}
	all[x.Population] = r
	return nil
}

func stepsOf(e *Experiment) int { return int(e.Duration/e.Network.DT + 0.5) }

func (o *eventObjective) close() {
	if o.engine != nil {
		o.engine.Close()
	}
}

func (o *eventObjective) parameter(p gradientParam) (*eventprop.Parameter, error) {
	if x := o.engine.Parameter(p.name); x != nil {
		return x, nil
	}
	return nil, lacks("eventprop", p, "")
}

func (o *eventObjective) values(p gradientParam) ([]float64, error) {
	x, err := o.parameter(p)
	if err != nil {
		return nil, err
	}
	if p.one && len(x.Values) > 1 {
		return slices.Clone(x.Values[:1]), nil
	}
	return slices.Clone(x.Values), nil
}

func (o *eventObjective) set(p gradientParam, v []float64) error {
	x, err := o.parameter(p)
	if err != nil {
		return err
	}
	if len(v) > 0 {
		copy(x.Values, spreadTo(v, len(x.Values)))
	}
	return nil
}

func (o *eventObjective) run(ctx context.Context, terms []LossTerm) ([]float64, error) {
	var err error
	if o.out, err = o.engine.Forward(ctx, []eventprop.Sample{{}}); err != nil {
		return nil, err
	}
	out := make([]float64, len(terms))
	for k, x := range terms {
		value, err := o.evaluate(x)
		if err != nil {
			return nil, fmt.Errorf("loss %q: %w", x.Name, err)
		}
		out[k] = x.Factor * value
	}
	return out, nil
}

func (o *eventObjective) back(ctx context.Context) error {
	_, err := o.engine.Backward(ctx)
	return err
}

func (o *eventObjective) gradient(p gradientParam) ([]float64, error) {
	x, err := o.parameter(p)
	if err != nil {
		return nil, err
	}
	return slices.Clone(foldSum(p, x.Grad)), nil
}

func (o *eventObjective) synapses(projection string) (sources, targets []uint32, err error) {
	return o.engine.Synapses(projection)
}
