package host

import (
	"math"
	"slices"
	"strings"

	"github.com/galvani-sim/galvani/model"
)

// distributions lists the distributions a value may have and their numbers.
var distributions = []struct {
	dist  model.Dist
	names []string // of its numbers
	doc   string
}{
	{model.Normal, []string{"mean", "sd"}, "bell curve; with min or max redrawn until inside"},
	{model.Uniform, []string{"low", "high"}, "all of low to high equally likely"},
	{model.Lognormal, []string{"mean", "sd"}, "exp of a normal with this mean and sd"},
	{model.Exponential, []string{"mean"}, "exponential"},
	{model.Gamma, []string{"shape", "scale"}, "gamma, mean shape times scale"},
	{model.Weibull, []string{"shape", "scale"}, "Weibull"},
	{model.Beta, []string{"a", "b"}, "beta on 0 to 1, mean a / (a + b)"},
}

// values returns every value of a table such as params; nil when it is not there or empty.
func (t table) values(key string) map[string]model.Value {
	s, ok := t.child(key, "{ "+exampleOf[key]+" }")
	if !ok || len(s.n.children) == 0 {
		return nil
	}
	m := map[string]model.Value{}
	for _, c := range s.n.children {
		m[c.key] = s.modelValue(c.key)
	}
	return m
}

var exampleOf = map[string]string{"params": "c_m = 200.0", "initial": "v = -60.0"}

// modelValue returns the number, list or distribution under key, 0 when there is none.
func (t table) modelValue(key string) model.Value {
	c := t.n.get(key)
	switch {
	case c == nil:
	case c.kind == kindArray:
		if xs := t.list(key, c); len(xs) > 0 {
			return model.Each(xs...)
		}
		if len(c.children) == 0 {
			t.fail(key, "%s: the list is empty", t.label(key))
		}
	case c.kind == kindTable:
		s, _ := t.child(key, "")
		return s.distribution()
	default:
		return model.Const(t.number(key, 0))
	}
	return model.Value{}
}

// distribution decodes { normal = [mean, sd], min = ..., max = ... } and its like.
func (t table) distribution() model.Value {
	known := []string{"min", "max"}
	v := model.Value{}
	label := strings.TrimSuffix(t.label(""), ".")
	for _, k := range distributions {
		name := string(k.dist)
		known = append(known, name)
		c := t.n.get(name)
		if c == nil {
			continue
		}
		if v.Dist != model.Constant {
			t.fail(name, "%s: %s and %s cannot both be given", label, v.Dist, name)
			continue
		}
		v.Dist = k.dist
		var xs []float64
		switch {
		case c.kind == kindArray:
			xs = t.numbers(name)
		case len(k.names) == 1:
			xs = []float64{t.number(name, 1)}
		default:
			t.fail(name, "%s: %s takes [%s], got %s", label, name, strings.Join(k.names, ", "), got(c))
		}
		if xs != nil && len(xs) != len(k.names) {
			t.fail(name, "%s: %s takes [%s], got %d numbers", label, name, strings.Join(k.names, ", "), len(xs))
		} else if xs != nil {
			v.A = xs[0]
			v.B = xs[len(xs)-1]
			if len(xs) == 1 {
				v.B = 0
			}
		}
	}
	for _, c := range t.n.children {
		if !slices.Contains(known, c.key) {
			t.fail(c.key, "%s: there is no distribution %q%s", label, c.key, suggestion(c.key, known))
			return model.Value{}
		}
	}
	if v.Dist == model.Constant {
		last := len(t.path) - 1
		table{t.d, t.n, t.path[:last]}.fail(t.path[last], "%s: expected a distribution such as { normal = [mean, sd] }", label)
		return v
	}
	if t.n.get("min") != nil || t.n.get("max") != nil {
		v.Bounded = true
		v.Min, v.Max = t.number("min", math.Inf(-1)), t.number("max", math.Inf(1))
	}
	return v
}
