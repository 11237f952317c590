package host

import (
	"context"
	"fmt"
	"math"

	"github.com/galvani-sim/galvani/adjoint"
	"github.com/galvani-sim/galvani/adjoint/loss"
	"github.com/galvani-sim/galvani/adjoint/optim"
	"github.com/galvani-sim/galvani/host/dataset"
)

// surrogateLearner learns with the discrete adjoint of the time-stepped network.
type surrogateLearner struct {
	tr     *Training
	device *device
	engine *adjoint.Engine
	read   loss.CrossEntropy
	size   int
	params []optim.Param
	names  []string // projections, as params
	dt     float64
	end    float64 // of a trial, ms
	zero   bool    // the data set has spikes at 0
}

func newSurrogateLearner(ctx context.Context, e *Experiment, opts Options) (*surrogateLearner, error) {
	return newSteppedLearner(ctx, e, opts, adjoint.StoreAll(), nil)
}

// newSteppedLearner compiles the time-stepped network; online asks for eligibility traces.
func newSteppedLearner(ctx context.Context, e *Experiment, opts Options, strategy adjoint.Strategy, online *adjoint.Online) (*surrogateLearner, error) {
	tr := e.Train
	n := e.Network
	steps := int(math.Round(e.Duration / n.DT))
	neurons := 0
	for _, p := range n.Populations {
		neurons += p.Size
	}
	d, err := openDevice(opts, neurons*tr.Batch)
	if err != nil {
		return nil, err
	}
	l := &surrogateLearner{tr: tr, device: d, size: n.Find(tr.Output).Size, dt: n.DT, end: e.Duration,
		zero: tr.Data == "yinyang" || tr.Data == "mnist"}
	surrogate, err := adjoint.NewSurrogate(tr.Surrogate, tr.SurrogateScale)
	if err == nil {
		traces := []adjoint.Trace{{Population: tr.Output, Variable: "v"}}
		for _, s := range tr.Spikes {
			traces = append(traces, adjoint.Trace{Population: s.Population, Variable: "spike"})
		}
		l.engine, err = adjoint.Compile(ctx, n, adjoint.Options{
			Target: adjoint.Target{Memory: d.memory, Exec: d.exec}, Steps: steps, Batch: tr.Batch,
			Surrogate: surrogate, Detach: tr.Detach, Traces: traces, Strategy: strategy, Online: online,
		})
	}
	if err != nil {
		l.close()
		return nil, fmt.Errorf("train %q: %w", e.Name, err)
	}
	l.read = loss.CrossEntropy{Steps: steps, Batch: tr.Batch, Classes: l.size, Of: tr.Loss.Of, Scale: tr.Loss.Scale,
		From: int(math.Round(tr.Loss.From / n.DT))}
	for _, p := range n.Projections {
		if !tr.trains(p.Name + ".weight") {
			continue
		}
		w, err := l.engine.Weights(p.Name)
		if err != nil {
			l.close()
			return nil, fmt.Errorf("train %q: %w", e.Name, err)
		}
		l.params = append(l.params, optim.Param{Name: p.Name + ".weight", Values: w})
		l.names = append(l.names, p.Name)
	}
	return l, nil
}

func (l *surrogateLearner) parameters() []optim.Param { return l.params }

func (l *surrogateLearner) close() {
	if l.engine != nil {
		l.engine.Close()
	}
	l.device.close()
}

// shifted puts spikes at 0, which no step ends at, at the end of the first
// step, and everything else as much later.
func (l *surrogateLearner) shifted(times [][]float64) [][]float64 {
	if !l.zero {
		return times
	}
	out := make([][]float64, len(times))
	for i, train := range times {
		for _, t := range train {
			if t+l.dt <= l.end {
				out[i] = append(out[i], t+l.dt)
			}
		}
	}
	return out
}

// inputs are the trials of a batch, with their labels; those missing to a full batch are silent and do not count.
func (l *surrogateLearner) inputs(from dataset.Split, which []int) (adjoint.Input, []int) {
	trials := make([][][]float64, l.tr.Batch)
	labels := make([]int, len(which))
	for b := range trials {
		if b < len(which) {
			trials[b], labels[b] = l.shifted(from.Times(which[b])), from.Labels[which[b]]
		} else {
			trials[b] = make([][]float64, len(trials[0]))
		}
	}
	return adjoint.Input{Spikes: map[string][][][]float64{l.tr.Input: trials}}, labels
}

// run runs the trials and returns the loss with its cotangents.
func (l *surrogateLearner) run(ctx context.Context, from dataset.Split, which []int) (score, [][]float64, error) {
	in, labels := l.inputs(from, which)
	if err := l.engine.Forward(ctx, in); err != nil {
		return score{}, nil, err
	}
	v, err := l.engine.Trace(0)
	if err != nil {
		return score{}, nil, err
	}
	var mean float64
	var drive []float64
	var chosen []int
	switch l.tr.Loss.Type {
	case "mean_square":
		mean, drive = loss.MeanSquare{Steps: l.read.Steps, Batch: l.tr.Batch}.Evaluate(v, l.targets(from, which), len(which))
	case "cross_entropy":
		mean, drive, chosen = l.read.Evaluate(v, labels)
	default:
		return score{}, nil, fmt.Errorf("method surrogate has no loss %q", l.tr.Loss.Type)
	}
	s := score{trials: len(which), loss: mean * float64(len(which))}
	for b, c := range chosen {
		if c == labels[b] {
			s.right++
		}
	}
	drives := [][]float64{drive}
	for k, t := range l.tr.Spikes {
		spikes, err := l.engine.Trace(1 + k)
		if err != nil {
			return score{}, nil, err
		}
		value, drive := loss.SpikeCount{Steps: l.read.Steps, Batch: l.tr.Batch, Count: t.Count, Strength: t.Strength}.Evaluate(spikes, len(which))
		s.loss += value * float64(len(which))
		drives = append(drives, drive)
	}
	return s, drives, nil
}

// targets lays the examples' targets out as the trace of the output.
func (l *surrogateLearner) targets(from dataset.Split, which []int) []float64 {
	out := make([]float64, l.read.Steps*l.tr.Batch*l.size)
	for n := range l.read.Steps {
		for b, i := range which {
			for k := range l.size {
				out[(n*l.tr.Batch+b)*l.size+k] = from.Target(i, k, float64(n+1)*l.dt)
			}
		}
	}
	return out
}

func (l *surrogateLearner) forward(ctx context.Context, from dataset.Split, which []int) (score, error) {
	s, _, err := l.run(ctx, from, which)
	return s, err
}

func (l *surrogateLearner) gradient(ctx context.Context, from dataset.Split, which []int) (score, error) {
	s, drives, err := l.run(ctx, from, which)
	if err != nil {
		return s, err
	}
	if err := l.engine.Backward(ctx, drives); err != nil {
		return s, err
	}
	for k, name := range l.names {
		if l.params[k].Grad, err = l.engine.WeightGradient(name); err != nil {
			return s, err
		}
	}
	return s, nil
}

// changed hands the optimiser's values to the engine.
func (l *surrogateLearner) changed() error {
	for k, name := range l.names {
		if err := l.engine.SetWeights(name, l.params[k].Values); err != nil {
			return err
		}
	}
	return nil
}
