package host

import (
	"fmt"
	"slices"
	"strings"

	"github.com/galvani-sim/galvani/model"
	"github.com/galvani-sim/galvani/model/expr"
)

// placeNames are the names that say where in a list an entry stands, from 0:
// of a population's names, a projection's sources and targets, an area's names.
var placeNames = []string{"index", "source", "target", "area"}

// newScope returns an empty scope of an experiment file's expressions.
func newScope() expr.Scope {
	return expr.Scope{Numbers: map[string]float64{}, Grids: map[string]expr.Grid{}, Hidden: placeNames, Unknown: unknownConstant}
}

// unknownConstant says that an expression names a constant that is not there.
func unknownConstant(name string, known, functions []string) string {
	if s := model.Suggest(name, append(slices.Clone(known), functions...)); s != "" {
		return fmt.Sprintf("there is no constant %q (did you mean %q?)", name, s)
	}
	if len(known) == 0 {
		return fmt.Sprintf("there is no constant %q (define it in the table [constants])", name)
	}
	return fmt.Sprintf("there is no constant %q ([constants] has %s)", name, strings.Join(known, ", "))
}

// constants adds the numbers and lists of the table's [constants] to a scope,
// in the order of the file, so that one may use those above it. set replaces
// numbers from outside the file; given replaces any, from an area of it.
func (top table) constants(set map[string]float64, outer expr.Scope, given map[string]any) expr.Scope {
	d := top.d
	names := newScope()
	for name, x := range outer.Numbers {
		names.Numbers[name] = x
	}
	for name, g := range outer.Grids {
		names.Grids[name] = g
	}
	d.names = names
	t, _ := top.child("constants", "[constants]")
	var own []string
	if t.n != nil {
		for _, c := range t.n.children {
			own = append(own, c.key)
			if !expr.IsName(c.key) || slices.Contains(placeNames, c.key) {
				t.fail(c.key, "constant %q: the name must be letters, digits and _, and not that of a function or a place (%s)", c.key, strings.Join(placeNames, ", "))
				continue
			}
			// A name means one thing: the inner one hides the outer.
			x, msg := d.constant(c)
			if replaced, ok := set[c.key]; ok && finite(replaced) {
				x, msg = replaced, ""
			}
			if replaced, ok := given[c.key]; ok {
				x, msg = replaced, ""
			}
			if msg != "" {
				t.fail(c.key, "constant %q: %s", c.key, msg)
				x = 1.0 // a stand-in, so that its uses are not reported as well
			}
			define(names, c.key, x)
		}
	}
	for _, name := range sortedNames(set) {
		x := set[name]
		outside := func(format string, args ...any) {
			d.problems = append(d.problems, located{outside: true, msg: fmt.Sprintf(format, args...)})
		}
		switch {
		case !slices.Contains(own, name) && len(own) == 0:
			outside("the constant %q cannot be set: the experiment has no [constants]", name)
		case !slices.Contains(own, name):
			outside("the constant %q cannot be set: the experiment has no such constant%s", name, suggestion(name, own))
		case !finite(x):
			outside("the constant %q cannot be set to %g: it must be a finite number", name, x)
		case t.n.get(name).kind == kindArray || t.n.get(name).kind == kindTable:
			outside("the constant %q cannot be set: it is a list", name)
		}
	}
	return names
}

// define gives a name its meaning: a number or a grid.
func define(s expr.Scope, name string, x any) {
	delete(s.Numbers, name)
	delete(s.Grids, name)
	switch x := x.(type) {
	case float64:
		s.Numbers[name] = x
	case expr.Grid:
		s.Grids[name] = x
	}
}

// constant reads a number, a list, a list of lists, or { npz = ..., array = ... }.
func (d *decoder) constant(c *node) (x any, msg string) {
	switch c.kind {
	case kindArray:
		return d.grid(c)
	case kindTable:
		return d.gridFile(c)
	}
	return d.value(c)
}

func (d *decoder) grid(c *node) (any, string) {
	if len(c.children) == 0 {
		return nil, "the list is empty"
	}
	row := func(list *node) ([]float64, string) {
		xs := make([]float64, len(list.children))
		for i, e := range list.children {
			x, msg := d.value(e)
			if msg != "" {
				return nil, fmt.Sprintf("element %d: %s", i, msg)
			}
			xs[i] = x
		}
		return xs, ""
	}
	if c.children[0].kind != kindArray {
		xs, msg := row(c)
		return expr.Grid{Rows: [][]float64{xs}, Flat: true}, msg
	}
	var g expr.Grid
	for i, e := range c.children {
		if e.kind != kindArray {
			return nil, fmt.Sprintf("row %d: expected a list, got %s", i, got(e))
		}
		xs, msg := row(e)
		if msg != "" {
			return nil, fmt.Sprintf("row %d: %s", i, msg)
		}
		g.Rows = append(g.Rows, xs)
	}
	return g, ""
}

// gridFile reads an array of one or two dimensions from an npz file, whose
// path is taken from the folder of the experiment file.
func (d *decoder) gridFile(c *node) (any, string) {
	file, array := c.get("npz"), c.get("array")
	if file == nil || file.kind != kindString || array == nil || array.kind != kindString || len(c.children) != 2 {
		return nil, `expected a number, a list, or a table { npz = "FILE", array = "NAME" }`
	}
	a, err := d.npz(file.text, array.text)
	if err != nil {
		return nil, err.Error()
	}
	xs, err := a.floats()
	if err != nil {
		return nil, fmt.Sprintf("array %q of %s: %v", array.text, file.text, err)
	}
	switch len(a.shape) {
	case 1:
		return expr.Grid{Rows: [][]float64{xs}, Flat: true}, ""
	case 2:
		var g expr.Grid
		for i := range a.shape[0] {
			g.Rows = append(g.Rows, xs[i*a.shape[1]:(i+1)*a.shape[1]])
		}
		return g, ""
	}
	return nil, fmt.Sprintf("array %q of %s has %d dimensions, must have 1 or 2", array.text, file.text, len(a.shape))
}

// given reads the constants that an area gives its template; those that the
// template does not have are reported.
func (t table) given(template *node) map[string]any {
	s, ok := t.child("constants", "{ scale = 1 }")
	if !ok {
		return nil
	}
	var known []string
	if c := template.get("constants"); c != nil {
		for _, e := range c.children {
			known = append(known, e.key)
		}
	}
	out := map[string]any{}
	for _, c := range s.n.children {
		if !slices.Contains(known, c.key) {
			s.fail(c.key, "the template has no constant %q%s", c.key, constantHint(c.key, known))
			continue
		}
		x, msg := t.d.constant(c)
		if msg != "" {
			s.fail(c.key, "constant %q: %s", c.key, msg)
			continue
		}
		out[c.key] = x
	}
	return out
}

func constantHint(name string, known []string) string {
	if len(known) == 0 {
		return " (it has no constants)"
	}
	return suggestion(name, known)
}
