package expr

import (
	"fmt"
	"maps"
	"math"
	"slices"
)

// Scope is what the names of an expression stand for.
type Scope struct {
	Numbers map[string]float64
	Grids   map[string]Grid
	// Hidden are numbers that messages do not list, and that no sum may take as its name.
	Hidden []string
	// Unknown, when not nil, says in the words of the place that a name is not
	// known, given the numbers and lists there are and the functions.
	Unknown func(name string, known, functions []string) string
}

// Grid is a list of numbers, or a list of lists.
type Grid struct {
	Rows [][]float64
	Flat bool // a plain list: one row
}

// sumName is the form sum(k, first, last, expression).
const sumName = "sum"

// maxTerms bounds the terms of all sums of an expression, so that a hostile
// file cannot nest them for ever.
const maxTerms = 100000

// With returns the scope with one number more, the first left as it is.
func (s Scope) With(name string, x float64) Scope {
	s.Numbers = maps.Clone(s.Numbers)
	if s.Numbers == nil {
		s.Numbers = map[string]float64{}
	}
	s.Numbers[name] = x
	return s
}

// element reads [i] or [i, j] after the name of a list; indices count from 0.
func (p *parser) element(name string, depth int) (node, error) {
	bracket := p.here() // of a name that turns out to be no list
	p.take("[")
	row, err := p.sum(depth + 1)
	if err != nil {
		return nil, err
	}
	var column node
	end := p.here()
	if p.take(",") != 0 {
		if column, err = p.sum(depth + 1); err != nil {
			return nil, err
		}
	}
	if p.take("]") == 0 {
		return nil, p.fail("expected ] but found %s", p.here())
	}
	return func(e *evaluation) (float64, error) {
		if _, ok := e.names.Numbers[name]; ok {
			return 0, e.fail("unexpected %s", bracket)
		}
		g, ok := e.names.Grids[name]
		if !ok {
			return 0, e.fail("%s", e.names.unknown(name))
		}
		if g.Flat && column != nil {
			return 0, e.fail("expected ] but found %s", end)
		}
		i, err := e.index(row)
		if err != nil {
			return 0, err
		}
		values := 0
		if !g.Flat {
			if values = i; values >= len(g.Rows) {
				return 0, e.fail("%s has %d rows, there is no row %d (they count from 0)", name, len(g.Rows), values)
			}
			if column == nil {
				return 0, e.fail("%s is a list of lists and needs two indices: %s[0, 0]", name, name)
			}
			if i, err = e.index(column); err != nil {
				return 0, err
			}
		}
		if i >= len(g.Rows[values]) {
			return 0, e.fail("%s has %d elements, there is no element %d (they count from 0)", name, len(g.Rows[values]), i)
		}
		return g.Rows[values][i], nil
	}, nil
}

func (e *evaluation) index(n node) (int, error) {
	x, err := n(e)
	if err != nil {
		return 0, err
	}
	i, msg := Whole(x)
	if msg == "" && i < 0 {
		msg = fmt.Sprintf("%d is negative", i)
	}
	if msg != "" {
		return 0, e.fail("an index: %s", msg)
	}
	return i, nil
}

const sumForm = "sum(k, first, last, expression)"

// total is sum(k, first, last, expression): the expression is evaluated once for
// every whole number k from first to last, both included.
func (p *parser) total(depth int) (node, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("the expression is nested more than %d deep", maxDepth)
	}
	if p.take("(") == 0 {
		return nil, p.fail("sum needs brackets: %s", sumForm)
	}
	p.skip()
	start := p.pos
	for p.pos < len(p.src) && (isNameByte(p.src[p.pos]) || p.pos > start && isDigit(p.src[p.pos])) {
		p.pos++
	}
	name := p.src[start:p.pos]
	if !IsName(name) {
		return nil, p.fail("sum begins with a name for its number: %s", sumForm)
	}
	var parts [3]node // first, last, expression
	for i := range parts {
		if p.take(",") == 0 {
			return nil, p.fail("expected , but found %s in %s", p.here(), sumForm)
		}
		if i == 2 {
			p.bound = append(p.bound, name)
		}
		var err error
		if parts[i], err = p.sum(depth + 1); err != nil {
			return nil, err
		}
	}
	p.bound = p.bound[:len(p.bound)-1]
	if p.take(")") == 0 {
		return nil, p.fail("expected ) but found %s", p.here())
	}
	return func(e *evaluation) (float64, error) { return e.total(name, parts) }, nil
}

// total adds the terms of a sum.
func (e *evaluation) total(name string, parts [3]node) (float64, error) {
	if slices.Contains(e.names.Hidden, name) {
		return 0, e.fail("sum begins with a name for its number: %s", sumForm)
	}
	first, err := parts[0](e)
	if err != nil {
		return 0, err
	}
	last, err := parts[1](e)
	if err != nil {
		return 0, err
	}
	if !(first <= last) || first != math.Floor(first) || math.Abs(first)+math.Abs(last) > maxTerms {
		return 0, e.fail("sum from %g to %g: must be whole numbers, the first not above the last", first, last)
	}
	outer, total := e.names, 0.0
	defer func() { e.names = outer }()
	for k := first; k <= last; k++ {
		if e.terms++; e.terms > maxTerms {
			return 0, fmt.Errorf("the sums of the expression have more than %d terms", maxTerms)
		}
		e.names = outer.With(name, k)
		x, err := parts[2](e)
		if err != nil {
			return 0, err
		}
		total += x
	}
	return total, nil
}

// Whole accepts what an expression such as 3200 * 0.1 leaves of a whole number;
// a message that is not empty says why x is none.
func Whole(x float64) (i int, msg string) {
	r := math.Round(x)
	if !(math.Abs(x-r) <= 1e-9*max(1, math.Abs(x))) {
		return 0, fmt.Sprintf("expected a whole number, got %g", x)
	}
	if !(math.Abs(r) <= 1<<53) {
		return 0, fmt.Sprintf("%g is too large", x)
	}
	return int(r), ""
}
