package host

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/galvani-sim/galvani/adjoint"
	"github.com/galvani-sim/galvani/adjoint/loss"
	"github.com/galvani-sim/galvani/adjoint/optim"
	"github.com/galvani-sim/galvani/host/dataset"
	"github.com/galvani-sim/galvani/model"
)

// epropSegment is the number of steps between two looks at the output; it does
// not change the gradient.
const epropSegment = 20

// mirrorRate is the part of the distance to the weights into the output that
// adaptive feedback closes at every step of the optimiser.
const mirrorRate = 1e-3

// epropLearner learns with eligibility traces. Everything but the gradient is
// that of the time-stepped network.
type epropLearner struct {
	*surrogateLearner
	adaptive bool
	returns  []returnPath
	ready    bool // the paths' last weights are those of the network
	last     OutputTrace
}

// returnPath is feedback to a population that is not the weights into the output.
type returnPath struct {
	population string
	param      int // of the feedback, which is kept with the parameters
	into       int // parameter of the projection into the output, -1 when it does not learn
	order      []int
	was        []float64 // its values after the last step of the optimiser
}

func newEpropLearner(ctx context.Context, e *Experiment, opts Options) (*epropLearner, error) {
	if len(e.Train.Spikes) > 0 {
		return nil, fmt.Errorf("train %q: method eprop has no wanted numbers of spikes", e.Name)
	}
	base, err := newSteppedLearner(ctx, e, opts, adjoint.Every(epropSegment), &adjoint.Online{Output: e.Train.Output})
	if err != nil {
		return nil, err
	}
	l := &epropLearner{surrogateLearner: base, adaptive: e.Train.Feedback == "adaptive"}
	if e.Train.Feedback != "symmetric" {
		if err := l.makeReturns(e); err != nil {
			l.close()
			return nil, fmt.Errorf("train %q: %w", e.Name, err)
		}
	}
	return l, nil
}

// makeReturns draws the feedback to every population that learns: normal, as
// large as the weights with which it reaches the output, or 1.
func (l *epropLearner) makeReturns(e *Experiment) error {
	seen := map[string]bool{e.Train.Output: true}
	for _, p := range e.Network.Projections {
		pop := e.Network.Find(p.Target)
		if seen[p.Target] || !l.tr.trains(p.Name+".weight") {
			continue
		}
		seen[p.Target] = true
		path := returnPath{population: p.Target, into: -1}
		size := 1.0
		for _, q := range e.Network.Projections {
			if q.Source != p.Target || q.Target != e.Train.Output {
				continue
			}
			w, err := l.engine.Weights(q.Name)
			if err != nil {
				return err
			}
			sum := 0.0
			for _, x := range w {
				sum += x * x
			}
			size = math.Sqrt(sum / float64(max(len(w), 1)))
			if path.into = slices.Index(l.names, q.Name); path.into >= 0 {
				sources, targets, err := l.engine.Synapses(q.Name)
				if err != nil {
					return err
				}
				for k := range sources {
					path.order = append(path.order, int(sources[k])*l.size+int(targets[k]))
				}
			}
		}
		values := make([]float64, pop.Size*l.size)
		drawn := model.Value{Dist: model.Normal, B: size}
		for i := range values {
			values[i] = drawn.Draw(model.NewStream(e.Network.Seed, "train/feedback/"+p.Target), uint64(i))
		}
		path.param = len(l.params)
		l.params = append(l.params, optim.Param{Name: "feedback/" + p.Target, Values: values, Grad: make([]float64, len(values))})
		l.returns = append(l.returns, path)
	}
	return l.changed()
}

// restored is called when parameters were put back, not learnt.
func (l *epropLearner) restored() { l.ready = false }

// changed hands the values to the engine; adaptive feedback follows the changes
// of the weights into the output.
func (l *epropLearner) changed() error {
	if err := l.surrogateLearner.changed(); err != nil {
		return err
	}
	for i := range l.returns {
		path := &l.returns[i]
		feedback := l.params[path.param].Values
		if l.adaptive && path.into >= 0 {
			w := l.params[path.into].Values
			for k, at := range path.order {
				if l.ready {
					feedback[at] += w[k] - path.was[k] - mirrorRate*(feedback[at]-w[k])
				}
			}
			path.was = slices.Clone(w)
		}
		if err := l.engine.SetFeedback(path.population, feedback); err != nil {
			return err
		}
	}
	l.ready = true
	return nil
}

func (l *epropLearner) gradient(ctx context.Context, from dataset.Split, which []int) (score, error) {
	return l.online(ctx, from, which, true)
}

func (l *epropLearner) forward(ctx context.Context, from dataset.Split, which []int) (score, error) {
	return l.online(ctx, from, which, false)
}

// online runs the trials; when it learns, the errors of each step go back as soon as it is done.
func (l *epropLearner) online(ctx context.Context, from dataset.Split, which []int, learning bool) (score, error) {
	in, labels := l.inputs(from, which)
	s := score{trials: len(which)}
	sums := make([]float64, len(which)*l.size)
	l.last = OutputTrace{}
	errs := func(lo, hi int) ([]float64, error) {
		drives := make([]float64, (hi-lo)*l.tr.Batch*l.size)
		for n := lo; n < hi; n++ {
			row, err := l.engine.TraceStep(0, n)
			if err != nil {
				return nil, err
			}
			copy(drives[(n-lo)*len(row):], l.judge(&s, row, n, from, which, labels))
			if n >= l.read.From {
				for i := range sums {
					sums[i] += row[i]
				}
			}
		}
		return drives, nil
	}
	if learning {
		if err := l.engine.Learn(ctx, in, errs); err != nil {
			return s, err
		}
		for k, name := range l.names {
			var err error
			if l.params[k].Grad, err = l.engine.WeightGradient(name); err != nil {
				return s, err
			}
		}
	} else {
		if err := l.engine.Forward(ctx, in); err != nil {
			return s, err
		}
		if _, err := errs(0, l.read.Steps); err != nil {
			return s, err
		}
	}
	if from.Target == nil {
		for b, label := range labels {
			own := sums[b*l.size : (b+1)*l.size]
			if slices.Index(own, slices.Max(own)) == label {
				s.right++
			}
		}
	}
	return s, nil
}

// judge adds the loss of one step and returns its derivative by the output.
func (l *epropLearner) judge(s *score, row []float64, n int, from dataset.Split, which, labels []int) []float64 {
	if n < l.read.From {
		return make([]float64, len(row))
	}
	part := 1 / float64(l.read.Steps-l.read.From)
	if from.Target == nil {
		at := loss.CrossEntropy{Steps: 1, Batch: l.tr.Batch, Classes: l.size, Of: "last", Scale: l.tr.Loss.Scale}
		value, drive, _ := at.Evaluate(row, labels)
		s.loss += value * part * float64(len(which))
		for i := range drive {
			drive[i] *= part
		}
		return drive
	}
	drive := make([]float64, len(row))
	t := float64(n+1) * l.dt
	for b, i := range which {
		y := make([]float64, l.size)
		for k := range y {
			y[k] = from.Target(i, k, t)
			d := row[b*l.size+k] - y[k]
			s.loss += d * d / 2 * part
			drive[b*l.size+k] = d * part / float64(len(which))
		}
		if b == 0 {
			l.last.Times = append(l.last.Times, t)
			l.last.Output, l.last.Target = append(l.last.Output, slices.Clone(row[:l.size])), append(l.last.Target, y)
		}
	}
	return drive
}
