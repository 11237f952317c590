package host

import (
	"fmt"
	"slices"

	"github.com/galvani-sim/galvani/adjoint/optim"
)

// Fit says how the parameters of Grad.By are changed to make the loss small:
// the [fit] table of an experiment file.
type Fit struct {
	// Iterations are those of the optimiser, Polish those of L-BFGS behind them.
	Iterations, Polish int
	Rate               float64
	Optimiser          string
	Settings           optim.Options
	Schedule           optim.Schedule
	Clip               float64 // largest norm of the gradient, 0: no limit
	// Logarithmic lists parameters, above 0, whose logarithm is changed: a rate
	// of 0.01 is then one of 1 %.
	Logarithmic []string
}

var fitFields = []field{
	{"iterations", "whole number", "", "200", "steps of the optimiser"},
	{"polish", "whole number", "", "0", "iterations of L-BFGS after them"},
	{"rate", "number", "", "0.01", "learning rate of the optimiser"},
	{"clip", "number", "", "0 (none)", "largest norm of all derivatives together"},
	{"logarithmic", "list of strings", "", none, "parameters, above 0, whose logarithm is changed"},
	{"optimiser", "table", "", `{ type = "adam" }`, "as in [train]"},
	{"schedule", "table", "", none, "as in [train], an iteration being an epoch"},
}

// fit decodes [fit], nil when there is none.
func (t table) fit(g *Grad) *Fit {
	c, ok := t.child("fit", "[fit]")
	if !ok {
		return nil
	}
	c.check("", fitFields)
	f := &Fit{Iterations: c.whole("iterations", 200), Polish: c.whole("polish", 0), Rate: c.number("rate", 0.01), Clip: c.number("clip", 0)}
	for key, x := range map[string]int{"iterations": f.Iterations, "polish": f.Polish} {
		if x < 0 {
			c.fail(key, "%s is %d, must not be negative", key, x)
		}
	}
	if !(f.Rate > 0) {
		c.fail("rate", "rate is %g, must be above 0", f.Rate)
	}
	if g == nil || g.By == nil {
		c.fail("iterations", "there is nothing to fit: give [grad] with a list by")
		return f
	}
	if c.n.get("logarithmic") != nil {
		f.Logarithmic, _ = c.texts("logarithmic")
		for _, name := range f.Logarithmic {
			if !slices.Contains(g.By, name) {
				c.fail("logarithmic", "%q is not among the parameters that [grad] names%s", name, suggestion(name, g.By))
			}
		}
	}
	// The tables are those of training.
	tr := Training{}
	c.optimiser(&tr)
	f.Optimiser, f.Settings, f.Schedule = tr.Optimiser, tr.Settings, tr.Schedule
	return f
}

// fit writes [fit].
func (t *tomlWriter) fit(f *Fit) {
	t.header("fit")
	t.raw("iterations", fmt.Sprint(f.Iterations))
	t.raw("polish", fmt.Sprint(f.Polish))
	t.number("rate", f.Rate)
	t.number("clip", f.Clip)
	if f.Logarithmic != nil {
		t.raw("logarithmic", tomlList(f.Logarithmic, t.quote))
	}
	o := f.Settings
	t.header("fit", "optimiser")
	t.text("type", f.Optimiser)
	t.number("momentum", o.Momentum)
	t.raw("nesterov", fmt.Sprint(o.Nesterov))
	t.number("beta1", o.Beta1)
	t.number("beta2", o.Beta2)
	t.number("alpha", o.Alpha)
	t.number("epsilon", o.Epsilon)
	t.number("weight_decay", o.WeightDecay)
	if s := f.Schedule; s.Kind != "" {
		t.header("fit", "schedule")
		t.text("type", s.Kind)
		t.number("every", s.Every)
		t.number("gamma", s.Gamma)
		t.number("epochs", s.Epochs)
		t.number("floor", s.Floor)
		t.number("warmup", s.Warmup)
	}
}
