package host

import (
	"fmt"
	"math"
	"slices"
)

// term writes a [loss.NAME], every key its type has explicit.
func (t *tomlWriter) term(x LossTerm) {
	t.header("loss", x.Name)
	t.text("type", x.Type)
	t.text("population", x.Population)
	t.number("factor", x.Factor)
	v, ok := findVariant(termVariants, x.Type)
	if !ok {
		t.fail("loss %q: there is no loss %q", x.Name, x.Type)
	}
	has := func(key string) bool {
		return slices.ContainsFunc(v.fields, func(f field) bool { return f.key == key })
	}
	if has("variable") {
		t.text("variable", x.Variable)
	}
	if has("of") {
		t.text("of", x.Of)
	}
	for _, f := range []struct {
		key   string
		value float64
	}{{"from", x.From}, {"to", x.To}, {"interval", x.Interval}, {"tau", x.Tau}, {"scale", x.Scale},
		{"tau_0", x.Tau0}, {"alpha", x.Alpha}, {"tau_1", x.Tau1}, {"lower", x.Lower}, {"upper", x.Upper}, {"level", x.Level}} {
		if has(f.key) && !math.IsInf(f.value, 0) {
			t.number(f.key, f.value)
		}
	}
	if has("label") {
		t.raw("label", fmt.Sprint(x.Label))
	}
	if has("spike") {
		t.raw("spike", fmt.Sprint(x.Spike))
	}
	if has("shared") {
		t.raw("shared", fmt.Sprint(x.Shared))
	}
	if x.Target != nil {
		t.target(x.Target)
	}
}

func (t *tomlWriter) target(g *Target) {
	switch {
	case g.Own:
		t.text("target", "truth")
	case g.File != "":
		out := inlineTable{t: t}
		out.add("npz", t.quote(g.File))
		out.add("array", t.quote(g.Array))
		t.raw("target", out.String())
	case g.Spikes != nil:
		t.lists("target", g.Spikes)
	case g.Rows > 0:
		t.fail("a target course that is in no file cannot be written")
	case len(g.Values) == 1:
		t.number("target", g.Values[0])
	default:
		t.raw("target", tomlList(g.Values, t.float))
	}
}

// grad writes [grad].
func (t *tomlWriter) grad(g *Grad) {
	t.header("grad")
	t.text("method", g.Method)
	if g.By != nil {
		t.raw("by", tomlList(g.By, t.quote))
	}
	t.text("surrogate", g.Surrogate)
	t.number("surrogate_scale", g.SurrogateScale)
	t.raw("detach", fmt.Sprint(g.Detach))
	t.raw("checkpoint", fmt.Sprint(g.Checkpoint))
	if g.Truth != nil {
		truth := inlineTable{t: t}
		for _, name := range sortedNames(g.Truth) {
			truth.add(name, t.float(g.Truth[name]))
		}
		t.raw("truth", truth.String())
	}
}
