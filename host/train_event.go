package host

import (
	"context"
	"fmt"
	"math"

	"github.com/galvani-sim/galvani/adjoint/eventprop"
	"github.com/galvani-sim/galvani/adjoint/optim"
	"github.com/galvani-sim/galvani/host/dataset"
)

// eventLearner learns with exact event-based gradients.
type eventLearner struct {
	tr     *Training
	engine *eventprop.Engine
	loss   eventprop.Loss
	params []optim.Param
}

func newEventLearner(ctx context.Context, e *Experiment, opts Options) (*eventLearner, error) {
	tr := e.Train
	l := &eventLearner{tr: tr}
	var losses eventprop.Sum
	read := map[string]eventprop.Readout{}
	switch tr.Loss.Type {
	case "first_spike":
		read[tr.Output] = eventprop.Readout{Integral: tr.Loss.Push != 0}
		losses = append(losses, eventprop.FirstSpike{Population: tr.Output, Tau0: tr.Loss.Tau0, Alpha: tr.Loss.Alpha, Tau1: tr.Loss.Tau1, Push: tr.Loss.Push})
	case "cross_entropy":
		c := eventprop.CrossEntropy{Population: tr.Output, Of: l.of(), Scale: l.scale(e.Duration)}
		read[tr.Output] = eventprop.Readout{Integral: c.Of == eventprop.OfIntegral, Max: c.Of == eventprop.OfMax}
		losses = append(losses, c)
	default:
		return nil, fmt.Errorf("train %q: there is no loss %q", e.Name, tr.Loss.Type)
	}
	for _, s := range tr.Spikes {
		losses = append(losses, eventprop.SpikeCount{Population: s.Population, Target: s.Count, Strength: s.Strength})
	}
	l.loss = losses
	var err error
	l.engine, err = eventprop.Compile(ctx, e.Network, eventprop.Options{Device: opts.Device, Batch: tr.Batch, Duration: e.Duration, Read: read})
	if err != nil {
		return nil, fmt.Errorf("train %q: %w", e.Name, err)
	}
	for _, p := range l.engine.Parameters() {
		if tr.trains(p.Name) {
			l.params = append(l.params, optim.Param{Name: p.Name, Values: p.Values, Grad: p.Grad})
		}
	}
	return l, nil
}

func (l *eventLearner) of() eventprop.Of {
	switch l.tr.Loss.Of {
	case "max":
		return eventprop.OfMax
	case "last":
		return eventprop.OfFinal
	}
	return eventprop.OfIntegral
}

// scale makes a mean of the integral.
func (l *eventLearner) scale(duration float64) float64 {
	if l.of() == eventprop.OfIntegral {
		return l.tr.Loss.Scale / duration
	}
	return l.tr.Loss.Scale
}

func (l *eventLearner) parameters() []optim.Param { return l.params }
func (l *eventLearner) close()                    { l.engine.Close() }

// forward runs the trials and returns the loss, whose cotangents Backward may take back.
func (l *eventLearner) forward(ctx context.Context, from dataset.Split, which []int) (score, error) {
	samples := make([]eventprop.Sample, len(which))
	for b, i := range which {
		samples[b] = eventprop.Sample{Label: from.Labels[i], Spikes: map[string][][]float64{l.tr.Input: from.Times(i)}}
	}
	out, err := l.engine.Forward(ctx, samples)
	if err != nil {
		return score{}, err
	}
	loss, err := l.loss.Evaluate(out)
	if err != nil {
		return score{}, err
	}
	s := score{trials: len(which), loss: loss * float64(len(which))}
	pop, err := out.Population(l.tr.Output)
	if err != nil {
		return score{}, err
	}
	for b, sample := range samples {
		if l.winner(pop, b) == sample.Label {
			s.right++
		}
	}
	return s, nil
}

// winner returns the class that the network chooses, -1 when it chooses none.
func (l *eventLearner) winner(pop eventprop.Population, b int) int {
	best, most := -1, math.Inf(-1)
	for i := range pop.Size {
		var y float64
		switch {
		case l.tr.Loss.Type == "first_spike":
			t, fired := pop.First(b, i)
			if !fired {
				continue
			}
			y = -t
		case l.of() == eventprop.OfMax:
			y, _ = pop.Max(b, i)
		case l.of() == eventprop.OfFinal:
			y = pop.Final(b, i)
		default:
			y = pop.Integral(b, i)
		}
		if y > most {
			best, most = i, y
		}
	}
	return best
}

func (l *eventLearner) gradient(ctx context.Context, from dataset.Split, which []int) (score, error) {
	s, err := l.forward(ctx, from, which)
	if err != nil {
		return s, err
	}
	_, err = l.engine.Backward(ctx)
	return s, err
}

// changed is called after the optimiser: the engine reads the values where they are.
func (l *eventLearner) changed() error { return nil }
