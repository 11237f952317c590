package host

import (
	"slices"
	"strings"

	"github.com/galvani-sim/galvani/adjoint/optim"
	"github.com/galvani-sim/galvani/model"
)

// Training says how a network learns: the [train] table of an experiment file.
// The experiment's duration is the length of a trial.
type Training struct {
	// Data names the data set, in DataSets; Folder is where its files are.
	Data, Folder string
	// Window is the time in ms over which a latency code spreads its spikes.
	Window float64
	// Valid is the number of training examples set aside for validation, where
	// the data set does not say.
	Valid int
	// Shift is by how many pixels training images are moved, anew in each epoch (mnist).
	Shift int
	// Input is the spike_source population the examples go into, Output the one
	// whose neurons are the classes.
	Input, Output string
	// Method is "eventprop" (exact event-based gradients), "surrogate",
	// "eprop" or "force".
	Method string
	// Batch is the number of trials of one step, Epochs that of passes through the data.
	Batch, Epochs int
	// Examples bounds the training examples of an epoch; 0 takes all.
	Examples int
	// Rate is the learning rate, Schedule its course, Clip the largest norm of
	// all gradients together (0: no limit).
	Rate      float64
	Optimiser string
	Settings  optim.Options
	Schedule  optim.Schedule
	Clip      float64
	// Feedback is how errors reach neurons with eprop: "symmetric", "random" or "adaptive".
	Feedback string
	// Readout says how method force learns.
	Readout TrainingReadout
	// Parameters lists what is trained, "PROJECTION.weight" or, with eventprop,
	// "PROJECTION.delay"; empty means the weights of every projection.
	Parameters []string
	// KeepSign lists projections whose weights may not change their sign.
	KeepSign []string
	Loss     TrainingLoss
	// Spikes regularises the number of spikes of populations.
	Spikes []SpikeTarget
	// Surrogate and SurrogateScale choose the derivative of a spike for method
	// surrogate; Detach leaves out that of the reset.
	Surrogate      string
	SurrogateScale float64
	Detach         bool
}

// TrainingReadout is how a read-out learns by recursive least squares.
type TrainingReadout struct {
	// P0 is what the inverse correlation matrix starts from, Every the time in ms
	// between two updates (0: a step) when every step has a target.
	P0, Every float64
}

// TrainingLoss is what a training makes small.
type TrainingLoss struct {
	// Type is "first_spike", "cross_entropy" or "mean_square".
	Type string
	// Tau0, Alpha, Tau1, Push: see eventprop.FirstSpike.
	Tau0, Alpha, Tau1, Push float64
	// Of is what cross_entropy reads of the output's potential: "mean", "max",
	// "last", or "each" (the mean of the cross-entropies of every step; surrogate only).
	Of string
	// Scale multiplies what is read; From leaves out the beginning of a trial, in ms
	// (surrogate only).
	Scale, From float64
}

// SpikeTarget draws the mean number of spikes of a population's neurons in a
// trial to Count, with weight Strength in the loss.
type SpikeTarget struct {
	Population      string
	Count, Strength float64
}

// maxInputs bounds the members of an input whose times are left out.
const maxInputs = 1 << 24

// training decodes [train]; nil when there is none.
func (t table) training(n *model.Network) *Training {
	c, ok := t.child("train", "[train]")
	if !ok {
		return nil
	}
	c.check("", trainFields)
	tr := &Training{
		Data: c.text("data", ""), Folder: c.text("folder", ""), Window: c.number("window", 20), Valid: c.whole("valid", 0), Shift: c.whole("shift", 0),
		Input: c.text("input", ""), Output: c.text("output", ""), Method: c.text("method", "eventprop"),
		Batch: c.whole("batch", 32), Epochs: c.whole("epochs", 10), Examples: c.whole("examples", 0),
		Rate: c.number("rate", 1e-3), Clip: c.number("clip", 0),
		Surrogate: c.text("surrogate", "fast_sigmoid"), SurrogateScale: c.number("surrogate_scale", 10), Detach: c.yes("detach", false),
		Feedback: c.text("feedback", "symmetric"),
	}
	if c.n.get("parameters") != nil {
		tr.Parameters, _ = c.texts("parameters")
	}
	if c.n.get("keep_sign") != nil {
		tr.KeepSign, _ = c.texts("keep_sign")
	}
	c.oneOf("data", tr.Data, DataSets())
	c.oneOf("method", tr.Method, []string{"eventprop", "surrogate", "eprop", "force"})
	c.oneOf("feedback", tr.Feedback, []string{"symmetric", "random", "adaptive"})
	tr.Readout.P0 = 1
	if r, ok := c.child("readout", "{ p0 = 1 }"); ok {
		r.check("", readoutFields)
		tr.Readout = TrainingReadout{P0: r.number("p0", 1), Every: r.number("every", 0)}
		if !(tr.Readout.P0 > 0) {
			r.fail("p0", "p0 is %g, must be above 0", tr.Readout.P0)
		}
	}
	for _, key := range []string{"input", "output"} {
		c.namesPopulation(key, n)
	}
	for key, x := range map[string]int{"batch": tr.Batch, "epochs": tr.Epochs} {
		if x < 1 {
			c.fail(key, "%s is %d, must be at least 1", key, x)
		}
	}
	if tr.Shift < 0 {
		c.fail("shift", "shift is %d, must not be negative", tr.Shift)
	}
	if !(tr.Rate > 0) {
		c.fail("rate", "rate is %g, must be above 0", tr.Rate)
	}
	// The examples bring the times of their input's spikes.
	if in := n.Find(tr.Input); in != nil && in.Times == nil && in.Size > 0 && in.Size <= maxInputs {
		if m := in.Neuron(); m != nil && m.Host {
			for range in.Size {
				in.Times = append(in.Times, []float64{})
			}
		}
	}
	c.optimiser(tr)
	c.loss(tr)
	for _, name := range slices.Concat(tr.Parameters, tr.KeepSign) {
		projection, _, _ := strings.Cut(name, ".")
		if !slices.ContainsFunc(n.Projections, func(p *model.Projection) bool { return p.Name == projection }) &&
			!slices.ContainsFunc(n.Couplings, func(p *model.Coupling) bool { return p.Name == projection }) {
			c.fail("parameters", "there is no projection or coupling %q", projection)
		}
	}
	if s, ok := c.child("spikes", "[train.spikes.POPULATION]"); ok {
		for _, x := range s.n.children {
			u, ok := s.child(x.key, "{ count = 10, strength = 1e-3 }")
			if !ok {
				continue
			}
			u.check("", spikeTargetFields)
			if n.Find(x.key) == nil {
				s.fail(x.key, "there is no population %q", x.key)
			}
			tr.Spikes = append(tr.Spikes, SpikeTarget{x.key, u.number("count", 0), u.number("strength", 0)})
		}
	}
	return tr
}

func (t table) optimiser(tr *Training) {
	tr.Optimiser = "adam"
	if o, ok := t.child("optimiser", `{ type = "adam" }`); ok {
		o.check("", optimiserFields)
		tr.Optimiser = o.text("type", "adam")
		o.oneOf("type", tr.Optimiser, optim.Names())
		tr.Settings = optim.Options{Momentum: o.number("momentum", 0), Nesterov: o.yes("nesterov", false),
			Beta1: o.number("beta1", 0), Beta2: o.number("beta2", 0), Alpha: o.number("alpha", 0),
			Epsilon: o.number("epsilon", 0), WeightDecay: o.number("weight_decay", 0)}
	}
	if s, ok := t.child("schedule", `{ type = "exponential", gamma = 0.95 }`); ok {
		s.check("", scheduleFields)
		tr.Schedule = optim.Schedule{Kind: s.text("type", ""), Every: s.number("every", 1), Gamma: s.number("gamma", 1),
			Epochs: s.number("epochs", 0), Floor: s.number("floor", 0), Warmup: s.number("warmup", 0)}
		if err := tr.Schedule.Check(); err != nil {
			s.fail("type", "%v", err)
		}
	}
}

func (t table) loss(tr *Training) {
	l, ok := t.child("loss", `{ type = "cross_entropy" }`)
	if !ok {
		return
	}
	v, ok := l.variant("loss", lossVariants)
	if !ok {
		return
	}
	l.check(v.name, lossFields, v.fields)
	tr.Loss = TrainingLoss{Type: v.name, Tau0: l.number("tau_0", 0.5), Alpha: l.number("alpha", 0), Tau1: l.number("tau_1", 6.4),
		Push: l.number("push", 0), Of: l.text("of", "mean"), Scale: l.number("scale", 1), From: l.number("from", 0)}
	if v.name == "mean_square" {
		tr.Loss.Of = l.text("of", "each")
		l.oneOf("of", tr.Loss.Of, []string{"last", "each"})
	} else {
		l.oneOf("of", tr.Loss.Of, []string{"mean", "max", "last", "each"})
	}
	if v.name == "first_spike" && !(tr.Loss.Tau0 > 0 && tr.Loss.Tau1 > 0) {
		l.fail("tau_0", "tau_0 is %g ms and tau_1 %g ms, must be above 0", tr.Loss.Tau0, tr.Loss.Tau1)
	}
	if key, message := tr.mismatch(); key != "" {
		l.fail(key, "%s", message)
	}
}

// oneOf reports a text that is not among those there are.
func (t table) oneOf(key, got string, among []string) {
	if t.n.get(key) != nil && !slices.Contains(among, got) {
		t.fail(key, "there is no %s %q%s", t.label(key), got, suggestion(got, among))
	}
}

// namesPopulation reports a key that names no population.
func (t table) namesPopulation(key string, n *model.Network) {
	name := t.text(key, "")
	if t.n.get(key) != nil && n.Find(name) == nil {
		var names []string
		for _, p := range n.Populations {
			names = append(names, p.Name)
		}
		t.fail(key, "there is no population %q%s", name, suggestion(name, names))
	}
}

// trains reports whether the parameter is to be learnt.
func (tr *Training) trains(name string) bool {
	if tr.Parameters == nil {
		return strings.HasSuffix(name, ".weight")
	}
	return slices.Contains(tr.Parameters, name)
}
