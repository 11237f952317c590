package host

import (
	"context"
	"fmt"
	"math"

	"github.com/galvani-sim/galvani/adjoint"
	"github.com/galvani-sim/galvani/adjoint/optim"
	"github.com/galvani-sim/galvani/adjoint/readout"
	"github.com/galvani-sim/galvani/host/dataset"
	"github.com/galvani-sim/galvani/model"
)

// onlineLearner changes its parameters while trials run; no optimiser does.
type onlineLearner interface {
	learner
	// learn runs examples and learns from them; the score is that of the outputs before.
	learn(ctx context.Context, from dataset.Split, which []int) (score, error)
	// memory is all that learn remembers besides the parameters, setMemory puts it back.
	memory() (map[string][]float64, error)
	setMemory(map[string][]float64) error
}

// forceLearner learns the couplings into the output by recursive least squares
// (FORCE: Sussillo & Abbott 2009, Neuron 63:544): what drives the output in a
// step are the features x, the weights w, and x w is held against the target.
type forceLearner struct {
	tr     *Training
	device *device
	engine *adjoint.Engine
	rls    *readout.RLS
	params []optim.Param
	// couplings are those that learn; feature i*outputs+k of one is its pair of source i and target k.
	couplings []*model.Coupling
	sizes     []int // of their sources
	outputs   int
	dt        float64
	steps     int // of one run of the engine
	whole     int // of a trial
	every     int // steps between two updates when every step has a target
	time      float64
	began     bool
	last      OutputTrace // of the last trial, step by step
}

func newForceLearner(ctx context.Context, e *Experiment, opts Options) (*forceLearner, error) {
	tr, n := e.Train, e.Network
	l := &forceLearner{tr: tr, outputs: n.Find(tr.Output).Size, dt: n.DT, whole: int(math.Round(e.Duration / n.DT)),
		every: max(int(math.Round(tr.Readout.Every/n.DT)), 1)}
	l.steps = l.whole
	batch := tr.Batch
	if tr.Loss.Of == "each" {
		l.steps, batch = 1, 1 // weights change and act back within the trial
	}
	if l.whole < 2 {
		return nil, fmt.Errorf("train %q: a trial of %d steps: force reads the step before the last", e.Name, l.whole)
	}
	neurons := 0
	for _, p := range n.Populations {
		neurons += p.Size
	}
	traces := []adjoint.Trace{{Population: tr.Output, Variable: "v"}}
	features := 0
	for _, c := range n.Couplings {
		if c.Target == tr.Output && tr.trains(c.Name+".weight") {
			l.couplings = append(l.couplings, c)
			l.sizes = append(l.sizes, n.Find(c.Source).Size)
			features += n.Find(c.Source).Size
			traces = append(traces, adjoint.Trace{Population: c.Source, Variable: c.Variable})
		}
	}
	if features == 0 {
		return nil, fmt.Errorf("train %q: method force learns couplings into the output %q, and there are none", e.Name, tr.Output)
	}
	var err error
	if l.device, err = openDevice(opts, neurons*batch); err != nil {
		return nil, err
	}
	var inputs []string
	if tr.Input != "" {
		inputs = []string{tr.Input}
	}
	l.engine, err = adjoint.Compile(ctx, n, adjoint.Options{Target: adjoint.Target{Memory: l.device.memory, Exec: l.device.exec},
		Steps: l.steps, Batch: batch, Traces: traces, Inputs: inputs})
	if err == nil {
		l.rls, err = readout.NewRLS(features, l.outputs, tr.Readout.P0)
	}
	if err == nil {
		err = l.start(features)
	}
	if err != nil {
		l.close()
		return nil, fmt.Errorf("train %q: %w", e.Name, err)
	}
	return l, nil
}

// start checks that every source reaches every output, and takes the weights.
func (l *forceLearner) start(features int) error {
	var w []float64
	for k, c := range l.couplings {
		sources, targets, weights, err := l.engine.Pairs(c.Name)
		if err != nil {
			return err
		}
		ok := len(sources) == l.sizes[k]*l.outputs
		for i := 0; ok && i < len(sources); i++ {
			ok = int(sources[i]) == i/l.outputs && int(targets[i]) == i%l.outputs
		}
		if !ok {
			return fmt.Errorf("coupling %q: method force learns couplings with the rule all_to_all", c.Name)
		}
		w = append(w, weights...)
		l.params = append(l.params, optim.Param{Name: c.Name + ".weight", Values: weights, Grad: make([]float64, len(weights))})
	}
	state := l.rls.State()
	state["w"] = w
	return l.rls.SetState(state)
}

func (l *forceLearner) parameters() []optim.Param { return l.params }

func (l *forceLearner) close() {
	if l.engine != nil {
		l.engine.Close()
	}
	l.device.close()
}

// changed hands the values of the parameters to the network.
func (l *forceLearner) changed() error {
	for k, c := range l.couplings {
		if err := l.engine.SetCoupling(c.Name, l.params[k].Values); err != nil {
			return err
		}
	}
	return nil
}

// take makes what recursive least squares has learnt the values of the parameters.
func (l *forceLearner) take() error {
	w := l.rls.Weights()
	for k := range l.params {
		n := copy(l.params[k].Values, w)
		w = w[n:]
	}
	return l.changed()
}

// features gathers what drives the output in the step after step n, for `rows` samples.
func (l *forceLearner) features(n, rows int) ([]float64, error) {
	x := make([]float64, 0, rows*l.rls.Inputs())
	var parts [][]float64
	for k := range l.couplings {
		part, err := l.engine.TraceStep(1+k, n)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	for b := range rows {
		for k, size := range l.sizes {
			x = append(x, parts[k][b*size:(b+1)*size]...)
		}
	}
	return x, nil
}

func (l *forceLearner) learn(ctx context.Context, from dataset.Split, which []int) (score, error) {
	if l.tr.Loss.Of == "each" {
		return l.continuous(ctx, from, which, true)
	}
	if err := l.present(ctx, from, which); err != nil {
		return score{}, err
	}
	x, err := l.features(l.steps-2, len(which))
	if err != nil {
		return score{}, err
	}
	z := make([]float64, len(which)*l.outputs)
	if err := l.rls.Read(len(which), x, z); err != nil {
		return score{}, err
	}
	s, y := l.judge(z, from, which)
	if err := l.rls.UpdateBatch(len(which), x, y); err != nil {
		return s, err
	}
	return s, l.take()
}

// gradient exists for learners with an optimiser.
func (l *forceLearner) gradient(ctx context.Context, from dataset.Split, which []int) (score, error) {
	return l.forward(ctx, from, which)
}

// forward runs examples with the weights as they are.
func (l *forceLearner) forward(ctx context.Context, from dataset.Split, which []int) (score, error) {
	if l.tr.Loss.Of == "each" {
		return l.continuous(ctx, from, which, false)
	}
	if err := l.present(ctx, from, which); err != nil {
		return score{}, err
	}
	v, err := l.engine.TraceStep(0, l.steps-1)
	if err != nil {
		return score{}, err
	}
	s, _ := l.judge(v[:len(which)*l.outputs], from, which)
	return s, nil
}

// present runs a batch of examples whose values are the currents of the input.
func (l *forceLearner) present(ctx context.Context, from dataset.Split, which []int) error {
	batch := l.engine.Batch()
	var in []float64
	size := 0
	for b, i := range which {
		rows := from.Values(i)
		if in == nil {
			size = len(rows[0])
			in = make([]float64, l.steps*batch*size)
		}
		for s := range l.steps {
			if r := int(math.Floor(float64(s) * l.dt / l.tr.Window * float64(len(rows)))); r < len(rows) {
				copy(in[(s*batch+b)*size:], rows[r])
			}
		}
	}
	return l.engine.Forward(ctx, adjoint.Input{Currents: map[string][]float64{l.tr.Input: in}})
}

// judge holds outputs against the targets, 1 for the class and 0 for the others.
func (l *forceLearner) judge(z []float64, from dataset.Split, which []int) (score, []float64) {
	s := score{trials: len(which)}
	y := make([]float64, len(z))
	for b, i := range which {
		row := z[b*l.outputs : (b+1)*l.outputs]
		y[b*l.outputs+from.Labels[i]] = 1
		for k, v := range row {
			d := v - y[b*l.outputs+k]
			s.loss += d * d / 2
		}
		best := 0
		for k := range row {
			if row[k] > row[best] {
				best = k
			}
		}
		if best == from.Labels[i] {
			s.right++
		}
	}
	return s, y
}
