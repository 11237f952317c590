package host

import (
	"math"
	"slices"

	"github.com/galvani-sim/galvani/adjoint"
	"github.com/galvani-sim/galvani/adjoint/loss"
	"github.com/galvani-sim/galvani/model"
)

// LossTerm is one [loss.NAME] of an experiment file: a number made of what a
// population does. The loss of an experiment is the sum of its terms.
type LossTerm struct {
	// Name is that of the table; Type says what is computed, see `galvani help
	// experiment`: mean_square, readout, cross_entropy, voltage, rate,
	// spike_count, van_rossum, first_spike, spike_time, crossing.
	Name, Type, Population string
	Factor                 float64
	// Variable is the state variable that is read.
	Variable string
	// From and To bound the time that counts, Interval is the time between two
	// moments that are compared, all in ms; a To of 0 is the end.
	From, To, Interval float64
	// Of is what is read of a neuron over time; Tau the time constant (ms) of
	// the reading "exponential" and of van_rossum.
	Of  string
	Tau float64
	// Scale multiplies what cross_entropy reads; Label is the right neuron.
	Scale float64
	Label int
	// Tau0, Alpha and Tau1 are those of first_spike.
	Tau0, Alpha, Tau1 float64
	Lower, Upper      float64 // infinite: no bound
	Shared            bool    // rate: of the population as a whole
	Spike             int     // spike_time: which spike, from 0
	Level             float64 // crossing
	Target            *Target
}

// Grad says what the loss is differentiated by and how: the [grad] table.
type Grad struct {
	// Method is "surrogate" (the discrete adjoint) or "eventprop".
	Method string
	// By lists parameters (GradientNames); nil means the weights of every projection.
	By []string
	// Surrogate and SurrogateScale choose the derivative of a spike, Detach
	// leaves out that of the reset; Checkpoint keeps the state only every so many steps.
	Surrogate      string
	SurrogateScale float64
	Detach         bool
	Checkpoint     int
	// Truth gives values of parameters with which the network makes the targets
	// that are its own.
	Truth map[string]float64
}

// losses decodes every [loss.NAME].
func (t table) losses(n *model.Network) []LossTerm {
	var list []LossTerm
	t.entries("loss", func(name string, t table) {
		v, ok := t.variant("loss", termVariants)
		if !ok {
			return
		}
		t.check(v.name, termFields, v.fields)
		t.namesPopulation("population", n)
		pop := n.Find(t.text("population", ""))
		x := LossTerm{Name: name, Type: v.name, Population: t.text("population", ""), Factor: t.number("factor", 1),
			Variable: t.text("variable", firstVariable(pop)), From: t.number("from", 0), To: t.number("to", 0), Interval: t.number("interval", 0),
			Of: t.text("of", "mean"), Tau: t.number("tau", 20), Scale: t.number("scale", 1), Label: t.whole("label", 0),
			Tau0: t.number("tau_0", 0.5), Alpha: t.number("alpha", 0), Tau1: t.number("tau_1", 6.4),
			Lower: t.number("lower", math.Inf(-1)), Upper: t.number("upper", math.Inf(1)), Shared: t.yes("shared", false),
			Spike: t.whole("spike", 0), Level: t.number("level", 0)}
		if t.n.get("target") != nil {
			x.Target = t.target(x, pop)
		}
		t.checkTerm(x, pop)
		list = append(list, x)
	})
	return list
}

// firstVariable is the variable that is read when none is named.
func firstVariable(pop *model.Population) string {
	if pop != nil {
		if m := pop.Neuron(); m != nil && len(m.State) > 0 {
			return m.State[0].Name
		}
	}
	return ""
}

// checkTerm reports values that cannot be meant.
func (t table) checkTerm(x LossTerm, pop *model.Population) {
	readings := loss.Readings()
	if x.Type == "cross_entropy" {
		readings = append(readings, "each")
	}
	t.oneOf("of", x.Of, readings)
	for key, v := range map[string]float64{"tau": x.Tau, "tau_0": x.Tau0, "tau_1": x.Tau1} {
		if !(v > 0) {
			t.fail(key, "%s is %g ms, must be above 0", key, v)
		}
	}
	for key, v := range map[string]float64{"from": x.From, "to": x.To, "interval": x.Interval} {
		if !(v >= 0) {
			t.fail(key, "%s is %g ms, must not be negative", key, v)
		}
	}
	if x.To != 0 && x.To <= x.From {
		t.fail("to", "to is %g ms, must be above from (%g ms)", x.To, x.From)
	}
	bounded := !math.IsInf(x.Lower, 0) || !math.IsInf(x.Upper, 0)
	switch {
	case x.Lower > x.Upper:
		t.fail("upper", "upper is %g, must not be below lower (%g)", x.Upper, x.Lower)
	case x.Type == "voltage" && !bounded:
		t.fail("upper", "a bound is missing: give lower, upper or both")
	case x.Type == "rate" && bounded == (t.n.get("target") != nil):
		t.fail("target", "give either a target or bounds (lower, upper)")
	}
	if pop == nil {
		return
	}
	if m := pop.Neuron(); m != nil && m.Host {
		t.fail("population", "population %q is given, not simulated", pop.Name)
	}
	if x.Label < 0 || x.Label >= pop.Size {
		t.fail("label", "label is %d, must be 0 to %d", x.Label, pop.Size-1)
	}
	if x.Spike < 0 {
		t.fail("spike", "spike is %d, must not be negative", x.Spike)
	}
}

// grad decodes [grad], nil when there is none.
func (t table) grad(n *model.Network, terms []LossTerm) *Grad {
	c, ok := t.child("grad", "[grad]")
	if !ok {
		if len(terms) == 0 {
			return nil
		}
		g := &Grad{Method: "surrogate", Surrogate: "fast_sigmoid", SurrogateScale: 10}
		t.checkMethod(g, terms)
		return g
	}
	c.check("", gradFields)
	g := &Grad{Method: c.text("method", "surrogate"), Surrogate: c.text("surrogate", "fast_sigmoid"), SurrogateScale: c.number("surrogate_scale", 10),
		Detach: c.yes("detach", false), Checkpoint: c.whole("checkpoint", 0)}
	c.oneOf("method", g.Method, []string{"eventprop", "surrogate"})
	c.oneOf("surrogate", g.Surrogate, adjoint.SurrogateNames())
	if g.Checkpoint < 0 {
		c.fail("checkpoint", "checkpoint is %d steps, must not be negative", g.Checkpoint)
	}
	names := GradientNames(n)
	known := func(t table, key, name string) {
		if !slices.Contains(names, name) {
			t.fail(key, "there is no parameter %q%s", name, nameHint(name, names))
		}
	}
	if c.n.get("by") != nil {
		g.By, _ = c.texts("by")
		for _, name := range g.By {
			known(c, "by", name)
		}
	}
	if s, ok := c.child("truth", `{ "cell.g_na" = 12000.0 }`); ok {
		g.Truth = map[string]float64{}
		for _, x := range s.n.children {
			known(s, x.key, x.key)
			g.Truth[x.key] = s.number(x.key, 0)
		}
	}
	c.checkMethod(g, terms)
	return g
}

// eventTerms are the terms that method eventprop takes, gridTerms those of method surrogate.
var (
	eventTerms = []string{"mean_square", "readout", "cross_entropy", "spike_count", "van_rossum", "first_spike", "spike_time"}
	gridTerms  = []string{"mean_square", "readout", "cross_entropy", "voltage", "rate", "spike_count", "van_rossum", "crossing"}
)

// checkMethod reports terms that the method has no derivative of.
func (t table) checkMethod(g *Grad, terms []LossTerm) {
	if len(terms) == 0 {
		t.fail("method", "there is no loss to differentiate: add a table [loss.NAME]")
	}
	own := map[string][]string{"eventprop": eventTerms, "surrogate": gridTerms}[g.Method]
	for _, x := range terms {
		fail := table{t.d, nil, []string{"loss", x.Name}}.fail
		if own != nil && !slices.Contains(own, x.Type) {
			fail("type", "method %s has no derivative of %s", g.Method, x.Type)
		}
		if g.Method == "eventprop" && (x.From != 0 || x.To != 0 || x.Of == "each" || x.Of == "sum") {
			fail("type", `method eventprop reads whole trials: leave out from, to and of = "each" or "sum"`)
		}
		if g.Method == "eventprop" && x.Variable != "v" {
			fail("variable", "method eventprop reads v, not %s", x.Variable)
		}
		if x.Target != nil && x.Target.Own && g.Truth == nil {
			fail("target", `the values that make it are missing: give truth = { NAME = NUMBER } in [grad]`)
		}
	}
}
