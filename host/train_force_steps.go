package host

import (
	"context"
	"fmt"

	"github.com/galvani-sim/galvani/adjoint"
	"github.com/galvani-sim/galvani/host/dataset"
)

// continuous goes on with the network step by step for the time of a trial for
// each example: time, state and spikes under way stay between trials. While it
// learns, the weights change every so many steps and act back at once.
func (l *forceLearner) continuous(ctx context.Context, from dataset.Split, which []int, learning bool) (score, error) {
	s := score{trials: len(which)}
	l.last = OutputTrace{}
	for _, i := range which {
		for n := range l.whole {
			if err := ctx.Err(); err != nil {
				return s, err
			}
			// The features of this step are the state in front of it.
			var x []float64
			var err error
			if l.began {
				if x, err = l.features(0, 1); err != nil {
					return s, err
				}
			}
			if err := l.engine.Forward(ctx, adjoint.Input{Continue: l.began, Trial: uint32(l.time)}); err != nil {
				return s, err
			}
			l.began = true
			l.time++
			t := l.time * l.dt
			v, err := l.engine.TraceStep(0, 0)
			if err != nil {
				return s, err
			}
			y := make([]float64, l.outputs)
			for k := range y {
				y[k] = from.Target(i, k, t)
				d := v[k] - y[k]
				s.loss += d * d / 2 / float64(l.whole)
			}
			l.last.Times = append(l.last.Times, t)
			l.last.Output, l.last.Target = append(l.last.Output, v), append(l.last.Target, y)
			if !learning || x == nil || n%l.every != 0 {
				continue
			}
			if err := l.rls.Update(x, y); err != nil {
				return s, fmt.Errorf("at %g ms: %w", t, err)
			}
			if err := l.take(); err != nil {
				return s, err
			}
		}
	}
	return s, nil
}

// The names of what a learner of recursive least squares remembers.
const (
	forceState    = "network/state"
	forceArrivals = "network/arrivals"
	forceTime     = "network/time"
)

func (l *forceLearner) memory() (map[string][]float64, error) {
	m := l.rls.State()
	if l.began {
		state, arrivals, err := l.engine.Ending()
		if err != nil {
			return nil, err
		}
		m[forceState], m[forceArrivals], m[forceTime] = state, arrivals, []float64{l.time}
	}
	return m, nil
}

func (l *forceLearner) setMemory(m map[string][]float64) error {
	if err := l.rls.SetState(m); err != nil {
		return err
	}
	l.began, l.time = false, 0
	if t, ok := m[forceTime]; ok && len(t) == 1 {
		if err := l.engine.SetEnding(m[forceState], m[forceArrivals]); err != nil {
			return err
		}
		l.began, l.time = true, t[0]
	}
	return nil
}
