package host

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/galvani-sim/galvani/adjoint/optim"
	"github.com/galvani-sim/galvani/host/dataset"
	"github.com/galvani-sim/galvani/model"
)

// learner runs trials and differentiates them; each gradient method is one.
type learner interface {
	// parameters returns what is trained; Grad holds the last gradient.
	parameters() []optim.Param
	// forward runs at most a batch of examples, gradient takes their mean loss back, too.
	forward(ctx context.Context, from dataset.Split, which []int) (score, error)
	gradient(ctx context.Context, from dataset.Split, which []int) (score, error)
	// changed is called after the values of the parameters have changed.
	changed() error
	close()
}

// score is the sum over trials.
type score struct {
	trials, right int
	loss          float64
}

func (s *score) add(t score) {
	s.trials += t.trials
	s.right += t.right
	s.loss += t.loss
}

// Score is what a network makes of a set of examples.
type Score struct {
	Loss     float64 `json:"loss"`     // mean over examples
	Accuracy float64 `json:"accuracy"` // part of the examples whose class is right, 0 where there are none
}

func (s score) mean() Score {
	n := float64(max(s.trials, 1))
	return Score{s.loss / n, float64(s.right) / n}
}

// EpochReport is what an epoch of training gave.
type EpochReport struct {
	Epoch   int     `json:"epoch"` // from 1
	Train   Score   `json:"train"` // while learning
	Valid   *Score  `json:"valid,omitempty"`
	Rate    float64 `json:"rate"`    // the learning rate at its end
	Norm    float64 `json:"norm"`    // mean norm of the gradient before clipping
	Seconds float64 `json:"seconds"` // of learning and validation
}

// Trainer trains the network of an experiment. It is for one goroutine.
type Trainer struct {
	exp         *Experiment
	data        *dataset.Set
	learner     learner
	optimiser   optim.Optimiser
	constraints map[string]*optim.Constraint
	progress    func(done, total int64)

	// History holds the epochs done, in order.
	History []EpochReport
}

// NewTrainer makes a trainer of an experiment with a [train] table. The
// experiment's seed draws initial weights, the order of examples and those data
// sets that are drawn.
func NewTrainer(ctx context.Context, e *Experiment, opts Options) (*Trainer, error) {
	tr := e.Train
	if tr == nil {
		return nil, fmt.Errorf("experiment %q has no [train] table: it cannot be trained", e.Name)
	}
	set, err := tr.data(e.Duration, e.Network.Seed)
	if err != nil {
		return nil, fmt.Errorf("train %q: %w", e.Name, err)
	}
	return newTrainerOn(ctx, e, opts, set)
}

// newTrainerOn makes a trainer for a data set.
func newTrainerOn(ctx context.Context, e *Experiment, opts Options, set *dataset.Set) (*Trainer, error) {
	tr := e.Train
	if opts.Device == "" {
		opts.Device = e.Device
	}
	if key, message := tr.mismatch(); key != "" {
		return nil, fmt.Errorf("train %q: loss: %s: %s", e.Name, key, message)
	}
	t := &Trainer{data: set, exp: e, constraints: map[string]*optim.Constraint{}}
	var err error
	if err := t.shapes(); err != nil {
		return nil, fmt.Errorf("train %q: %w", e.Name, err)
	}
	if t.optimiser, err = optim.New(tr.Optimiser, tr.Settings); err != nil {
		return nil, fmt.Errorf("train %q: %w", e.Name, err)
	}
	switch tr.Method {
	case "force":
		t.learner, err = newForceLearner(ctx, e, opts)
	case "eprop":
		t.learner, err = newEpropLearner(ctx, e, opts)
	case "surrogate":
		t.learner, err = newSurrogateLearner(ctx, e, opts)
	default:
		t.learner, err = newEventLearner(ctx, e, opts)
	}
	if err != nil {
		return nil, err
	}
	if err := t.named(); err != nil {
		t.Close()
		return nil, fmt.Errorf("train %q: %w", e.Name, err)
	}
	if len(t.learner.parameters()) == 0 {
		t.Close()
		return nil, fmt.Errorf("train %q: nothing is trained: parameters names none that method %s can train", e.Name, tr.Method)
	}
	for _, name := range tr.KeepSign {
		for _, p := range t.learner.parameters() {
			if p.Name == name+".weight" || p.Name == name {
				c := &optim.Constraint{KeepSign: true}
				c.Remember(p)
				t.constraints[p.Name] = c
			}
		}
	}
	return t, nil
}

// shapes compares the data set with the populations it meets.
func (t *Trainer) shapes() error {
	in, out := t.exp.Network.Find(t.exp.Train.Input), t.exp.Network.Find(t.exp.Train.Output)
	if out == nil || in == nil && t.data.Inputs > 0 {
		return errors.New("the populations input and output must be named")
	}
	if err := t.kinds(); err != nil {
		return err
	}
	if in != nil && in.Size != t.data.Inputs {
		return fmt.Errorf("population %q has %d members, the data set %s %d inputs", in.Name, in.Size, t.exp.Train.Data, t.data.Inputs)
	}
	if t.exp.Train.Method != "force" && (t.exp.Train.Loss.Type == "mean_square") != (t.data.Train.Target != nil) {
		return fmt.Errorf("the loss mean_square and data sets with targets (pattern) need each other: the data set is %s, the loss %s", t.exp.Train.Data, t.exp.Train.Loss.Type)
	}
	if out.Size < t.data.Classes {
		return fmt.Errorf("population %q has %d neurons for %d classes", out.Name, out.Size, t.data.Classes)
	}
	return nil
}

// kinds compares what the data set gives with what the method takes.
func (t *Trainer) kinds() error {
	tr, x := t.exp.Train, t.data.Train
	force := tr.Method == "force"
	switch {
	case force != (x.Times == nil):
		return fmt.Errorf("method %s does not learn the data set %s: %s", tr.Method, tr.Data,
			map[bool]string{true: "it takes values, not spikes", false: "its inputs are values, which force learns from"}[force])
	case force && (x.Target != nil) != (tr.Loss.Of == "each"):
		return fmt.Errorf("the data set %s has targets for %s: set of in the loss", tr.Data,
			map[bool]string{true: "each step", false: "the last step"}[x.Target != nil])
	case force && x.Values != nil && tr.Window <= 0:
		return fmt.Errorf("window is %g ms, must be above 0", tr.Window)
	}
	return nil
}

// Classifies reports whether examples have classes, and scores an accuracy.
func (t *Trainer) Classifies() bool { return t.data.Train.Target == nil }

// Close gives the device's memory back.
func (t *Trainer) Close() { t.learner.close() }

// SetProgress has f called after every batch with the examples done in this
// epoch and their number.
func (t *Trainer) SetProgress(f func(done, total int64)) { t.progress = f }

// Run trains until the experiment's epochs are done and hands each epoch's
// report to report. When ctx ends it returns its error, wrapped; the epoch
// under way is lost, those before are in History and in the parameters.
func (t *Trainer) Run(ctx context.Context, report func(EpochReport) error) error {
	for len(t.History) < t.exp.Train.Epochs {
		r, err := t.epoch(ctx)
		if err != nil {
			return err
		}
		t.History = append(t.History, r)
		if report != nil {
			if err := report(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// epoch goes through the training examples once. When it fails the parameters
// and the optimiser are put back.
func (t *Trainer) epoch(ctx context.Context) (EpochReport, error) {
	start := time.Now()
	tr, k := t.exp.Train, len(t.History)
	before := t.values()
	memory, err := t.memory()
	if err != nil {
		return EpochReport{}, err
	}
	order := shuffled(t.data.Train.Len(), t.exp.Network.Seed, k)
	r := EpochReport{Epoch: k + 1}
	var total score
	batches := 0
	for done := 0; done < len(order); done += tr.Batch {
		r.Rate = tr.Rate * tr.Schedule.Factor(float64(k)+float64(done)/float64(len(order)), float64(tr.Epochs))
		s, norm, err := t.batch(ctx, t.data.Of(k), order[done:min(done+tr.Batch, len(order))], r.Rate)
		if err != nil {
			err = fmt.Errorf("train %q: epoch %d, examples %d to %d: %w", t.exp.Name, k+1, done, min(done+tr.Batch, len(order)), err)
			return r, errors.Join(err, t.restore(before, memory))
		}
		total.add(s)
		r.Norm += norm
		batches++
		if t.progress != nil {
			t.progress(int64(min(done+tr.Batch, len(order))), int64(len(order)))
		}
	}
	r.Train, r.Norm = total.mean(), r.Norm/float64(max(batches, 1))
	if t.data.Valid.Len() > 0 {
		valid, err := t.evaluate(ctx, t.data.Valid)
		if err != nil {
			return r, errors.Join(err, t.restore(before, memory))
		}
		r.Valid = &valid
	}
	r.Seconds = time.Since(start).Seconds()
	return r, nil
}

// batch learns from some examples.
func (t *Trainer) batch(ctx context.Context, from dataset.Split, which []int, rate float64) (score, float64, error) {
	if err := ctx.Err(); err != nil {
		return score{}, 0, err
	}
	if online, ok := t.learner.(onlineLearner); ok {
		s, err := online.learn(ctx, from, which)
		return s, 0, err
	}
	s, err := t.learner.gradient(ctx, from, which)
	if err != nil {
		return s, 0, err
	}
	params := t.learner.parameters()
	if err := optim.CheckFinite(params); err != nil {
		return s, 0, err
	}
	norm := optim.ClipNorm(params, t.exp.Train.Clip)
	t.optimiser.Step(rate, params)
	for _, p := range params {
		if c := t.constraints[p.Name]; c != nil {
			c.Apply(p)
		}
	}
	return s, norm, t.learner.changed()
}

// Test returns the score of the examples set aside for testing.
func (t *Trainer) Test(ctx context.Context) (Score, error) { return t.evaluate(ctx, t.data.Test) }

func (t *Trainer) evaluate(ctx context.Context, from dataset.Split) (Score, error) {
	var total score
	for done := 0; done < from.Len(); done += t.exp.Train.Batch {
		which := make([]int, min(t.exp.Train.Batch, from.Len()-done))
		for i := range which {
			which[i] = done + i
		}
		s, err := t.learner.forward(ctx, from, which)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return Score{}, fmt.Errorf("evaluate %q: %w", t.exp.Name, err)
		}
		total.add(s)
	}
	return total.mean(), nil
}

// shuffled returns the numbers below n in an order drawn from the seed for one epoch.
func shuffled(n int, seed uint64, epoch int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	c := model.NewStream(seed, "train/order").At(uint64(epoch))
	for i := n - 1; i > 0; i-- {
		j := int(c.Uniform(uint32(i + 1)))
		order[i], order[j] = order[j], order[i]
	}
	return order
}
