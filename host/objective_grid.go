package host

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/galvani-sim/galvani/adjoint"
	"github.com/galvani-sim/galvani/model"
)

// gridObjective differentiates the time-stepped network (package adjoint).
type gridObjective struct {
	exp      *Experiment
	device   *device
	engine   *adjoint.Engine
	steps    int
	dt       float64
	traces   []adjoint.Trace
	courses  [][]float64 // of the traces, in the last run
	drives   [][]float64 // their cotangents
	initial  map[string][]float64
	startBar map[string][]float64 // derivatives by initial state that a loss has by itself
	currents map[string][]float64
}

func newGridObjective(ctx context.Context, e *Experiment, opts Options, by []gradientParam) (*gridObjective, error) {
	o := &gridObjective{exp: e, dt: e.Network.DT, steps: int(math.Round(e.Duration / e.Network.DT)),
		initial: map[string][]float64{}, currents: map[string][]float64{}}
	neurons := 0
	for _, p := range e.Network.Populations {
		neurons += p.Size
	}
	surrogate, err := adjoint.NewSurrogate(e.Grad.Surrogate, e.Grad.SurrogateScale)
	if err != nil {
		return nil, err
	}
	settings := adjoint.Options{Steps: o.steps, Surrogate: surrogate, Detach: e.Grad.Detach}
	if e.Grad.Checkpoint > 0 {
		settings.Strategy = adjoint.Every(e.Grad.Checkpoint)
	}
	for _, p := range by {
		settings.Parameters = settings.Parameters || p.kind == modelParam
		settings.Delays = settings.Delays || p.kind == delayParam
	}
	for name := range e.Grad.Truth {
		p, _ := findGradientParam(e.Network, name)
		settings.Parameters = settings.Parameters || p.kind == modelParam
		settings.Delays = settings.Delays || p.kind == delayParam
	}
	for _, x := range e.Losses {
		o.trace(x)
	}
	settings.Traces = o.traces
	net := o.takeStimuli(by)
	for name := range o.currents {
		settings.Inputs = append(settings.Inputs, name)
	}
	slices.Sort(settings.Inputs)
	if o.device, err = openDevice(opts, neurons); err != nil {
		return nil, err
	}
	settings.Target = adjoint.Target{Memory: o.device.memory, Exec: o.device.exec}
	if o.engine, err = adjoint.Compile(ctx, net, settings); err != nil {
		o.close()
		return nil, err
	}
	return o, nil
}

// takeStimuli replaces step currents, whose course is known, by inputs of the
// engine, and makes room for those the loss is differentiated by.
func (o *gridObjective) takeStimuli(by []gradientParam) *model.Network {
	net := *o.exp.Network
	net.Stimuli = nil
	for _, p := range by {
		if p.kind == inputParam {
			o.currents[p.owner] = make([]float64, o.steps*net.Find(p.owner).Size)
		}
	}
	for _, s := range o.exp.Network.Stimuli {
		if s.Type != model.StepCurrent {
			net.Stimuli = append(net.Stimuli, s)
			continue
		}
		size := net.Find(s.Target).Size
		if o.currents[s.Target] == nil {
			o.currents[s.Target] = make([]float64, o.steps*size)
		}
		count := s.Count
		if count == 0 {
			count = size - s.First
		}
		for n, x := range stepCurrent(s, o.dt, o.steps) {
			for i := s.First; i < s.First+count; i++ {
				o.currents[s.Target][n*size+i] += x
			}
		}
	}
	return &net
}

// stepCurrent returns the current (pA) of a stimulus in every step.
func stepCurrent(s *model.Stimulus, dt float64, steps int) []float64 {
	out := make([]float64, steps)
	start, stop := stepOf(s.Start, dt), uint32(math.MaxUint32)
	if s.Stop > 0 {
		stop = stepOf(s.Stop, dt)
	}
	for n := range out {
		if uint32(n) < start || uint32(n) >= stop {
			continue
		}
		for k, at := range s.Times {
			if uint32(n) >= stepOf(at, dt) {
				out[n] = s.Amplitudes[k]
			}
		}
	}
	return out
}

// trace returns the number of the trace that a term reads.
func (o *gridObjective) trace(x LossTerm) int {
	want := adjoint.Trace{Population: x.Population, Variable: x.Variable}
	if slices.Contains([]string{"rate", "spike_count", "van_rossum"}, x.Type) {
		want.Variable = "spike"
	}
	k := slices.Index(o.traces, want)
	if k < 0 {
		k = len(o.traces)
		o.traces = append(o.traces, want)
	}
	return k
}

func (o *gridObjective) close() {
	if o.engine != nil {
		o.engine.Close()
	}
	if o.device != nil {
		o.device.close()
	}
}

func (o *gridObjective) values(p gradientParam) ([]float64, error) {
	one := func(v []float64, err error) ([]float64, error) {
		if err == nil && p.one && len(v) > 1 {
			v = v[:1:1]
		}
		return v, err
	}
	switch p.kind {
	case weightParam:
		return one(o.engine.Weights(p.owner))
	case delayParam:
		return one(o.engine.Delays(p.owner))
	case modelParam:
		return one(o.engine.Parameter(p.owner, p.own))
	case initialParam:
		if v := o.initial[p.owner+"."+p.own]; v != nil {
			return one(slices.Clone(v), nil)
		}
		return one(o.engine.InitialState(p.owner + "." + p.own))
	}
	if o.currents[p.owner] == nil {
		return nil, fmt.Errorf("truth: %s is a course, not one number", p.name)
	}
	return slices.Clone(o.currents[p.owner]), nil
}

func (o *gridObjective) set(p gradientParam, v []float64) error {
	switch p.kind {
	case weightParam:
		return o.engine.SetWeights(p.owner, v)
	case delayParam:
		return o.engine.SetDelays(p.owner, v)
	case modelParam:
		return o.engine.SetParameter(p.owner, p.own, v)
	case initialParam:
		o.initial[p.owner+"."+p.own] = spreadTo(v, o.exp.Network.Find(p.owner).Size)
		return nil
	}
	copy(o.currents[p.owner], v)
	return nil
}

// spreadTo repeats one value for n.
func spreadTo(v []float64, n int) []float64 {
	if len(v) == n {
		return slices.Clone(v)
	}
	return slices.Repeat(v[:1], n)
}

func (o *gridObjective) run(ctx context.Context, terms []LossTerm) ([]float64, error) {
	if err := o.engine.Forward(ctx, adjoint.Input{Currents: o.currents, Initial: o.initial}); err != nil {
		return nil, err
	}
	o.courses, o.drives, o.startBar = nil, nil, map[string][]float64{}
	for k := range o.traces {
		v, err := o.engine.Trace(k)
		if err != nil {
			return nil, err
		}
		o.courses = append(o.courses, v)
		o.drives = append(o.drives, make([]float64, len(v)))
	}
	out := make([]float64, len(terms))
	for k, x := range terms {
		value, drive, err := o.evaluate(x)
		if err != nil {
			return nil, err
		}
		out[k] = x.Factor * value
		into := o.drives[o.trace(x)]
		for i, d := range drive {
			into[i] += x.Factor * d
		}
	}
	return out, nil
}

func (o *gridObjective) back(ctx context.Context) error { return o.engine.Backward(ctx, o.drives) }

func (o *gridObjective) gradient(p gradientParam) ([]float64, error) {
	switch p.kind {
	case weightParam:
		v, err := o.engine.WeightGradient(p.owner)
		return foldSum(p, v), err
	case delayParam:
		v, err := o.engine.DelayGradient(p.owner)
		return foldSum(p, v), err
	case modelParam:
		v, err := o.engine.ParameterGradient(p.owner, p.own)
		for name, bar := range o.startBar {
			if !o.follows(name, p) {
				continue
			}
			for i, x := range bar {
				v[min(i, len(v)-1)] += x
			}
		}
		return v, err
	case initialParam:
		v, err := o.engine.InitialGradient(p.owner + "." + p.own)
		for i, x := range o.startBar[p.owner+"."+p.own] {
			v[i] += x
		}
		return foldSum(p, v), err
	}
	return o.engine.InputGradient(p.owner)
}

// follows reports whether the state "POPULATION.VARIABLE" starts at a parameter.
func (o *gridObjective) follows(name string, p gradientParam) bool {
	variable, ok := strings.CutPrefix(name, p.owner+".")
	return ok && o.initial[name] == nil && o.engine.StartsFrom(p.owner, variable) == p.own
}

func (o *gridObjective) synapses(projection string) (sources, targets []uint32, err error) {
	return o.engine.Synapses(projection)
}
