package host

import (
	"fmt"
	"strings"
)

// training writes [train] and its tables, every key explicit.
func (t *tomlWriter) training(tr *Training) {
	t.header("train")
	t.text("data", tr.Data)
	t.text("folder", tr.Folder)
	t.number("window", tr.Window)
	t.raw("valid", fmt.Sprint(tr.Valid))
	t.raw("shift", fmt.Sprint(tr.Shift))
	t.text("input", tr.Input)
	t.text("output", tr.Output)
	t.text("method", tr.Method)
	t.raw("batch", fmt.Sprint(tr.Batch))
	t.raw("epochs", fmt.Sprint(tr.Epochs))
	t.raw("examples", fmt.Sprint(tr.Examples))
	t.number("rate", tr.Rate)
	t.number("clip", tr.Clip)
	for _, list := range []struct {
		key   string
		names []string
	}{{"parameters", tr.Parameters}, {"keep_sign", tr.KeepSign}} {
		if list.names != nil {
			quoted := make([]string, len(list.names))
			for i, name := range list.names {
				quoted[i] = t.quote(name)
			}
			t.raw(list.key, "["+strings.Join(quoted, ", ")+"]")
		}
	}
	t.text("surrogate", tr.Surrogate)
	t.number("surrogate_scale", tr.SurrogateScale)
	t.raw("detach", fmt.Sprint(tr.Detach))
	t.text("feedback", tr.Feedback)

	t.header("train", "optimiser")
	o := tr.Settings
	t.text("type", tr.Optimiser)
	t.number("momentum", o.Momentum)
	t.raw("nesterov", fmt.Sprint(o.Nesterov))
	t.number("beta1", o.Beta1)
	t.number("beta2", o.Beta2)
	t.number("alpha", o.Alpha)
	t.number("epsilon", o.Epsilon)
	t.number("weight_decay", o.WeightDecay)
	if s := tr.Schedule; s.Kind != "" {
		t.header("train", "schedule")
		t.text("type", s.Kind)
		t.number("every", s.Every)
		t.number("gamma", s.Gamma)
		t.number("epochs", s.Epochs)
		t.number("floor", s.Floor)
		t.number("warmup", s.Warmup)
	}
	if tr.Method == "force" {
		t.header("train", "readout")
		t.number("p0", tr.Readout.P0)
		t.number("every", tr.Readout.Every)
	}
	t.header("train", "loss")
	t.text("type", tr.Loss.Type)
	if tr.Loss.Type == "first_spike" {
		t.number("tau_0", tr.Loss.Tau0)
		t.number("alpha", tr.Loss.Alpha)
		t.number("tau_1", tr.Loss.Tau1)
		t.number("push", tr.Loss.Push)
	} else if tr.Loss.Type == "mean_square" {
		t.text("of", tr.Loss.Of)
	} else if tr.Loss.Type == "cross_entropy" {
		t.text("of", tr.Loss.Of)
		t.number("scale", tr.Loss.Scale)
		t.number("from", tr.Loss.From)
	}
	for _, s := range tr.Spikes {
		t.header("train", "spikes", s.Population)
		t.number("count", s.Count)
		t.number("strength", s.Strength)
	}
}
