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
func (p *parser) element(name string, g Grid, depth int) (float64, error) {
	if p.take("[") == 0 {
		return 0, p.fail("%s is a list and needs an index: %s[0]", name, name)
	}
	i, err := p.index(depth)
	if err != nil {
		return 0, err
	}
	row := 0
	if !g.Flat {
		row = i
		if row >= len(g.Rows) {
			return 0, p.fail("%s has %d rows, there is no row %d (they count from 0)", name, len(g.Rows), row)
		}
		if p.take(",") == 0 {
			return 0, p.fail("%s is a list of lists and needs two indices: %s[0, 0]", name, name)
		}
		if i, err = p.index(depth); err != nil {
			return 0, err
		}
	}
	if p.take("]") == 0 {
		return 0, p.fail("expected ] but found %s", p.here())
	}
	if i >= len(g.Rows[row]) {
		return 0, p.fail("%s has %d elements, there is no element %d (they count from 0)", name, len(g.Rows[row]), i)
	}
	return g.Rows[row][i], nil
}

func (p *parser) index(depth int) (int, error) {
	x, err := p.sum(depth + 1)
	if err != nil {
		return 0, err
	}
	i, msg := Whole(x)
	if msg == "" && i < 0 {
		msg = fmt.Sprintf("%d is negative", i)
	}
	if msg != "" {
		return 0, p.fail("an index: %s", msg)
	}
	return i, nil
}

// total is sum(k, first, last, expression): the expression is read once for
// every whole number k from first to last, both included.
func (p *parser) total(depth int) (float64, error) {
	if depth > maxDepth {
		return 0, fmt.Errorf("the expression is nested more than %d deep", maxDepth)
	}
	const form = "sum(k, first, last, expression)"
	if p.take("(") == 0 {
		return 0, p.fail("sum needs brackets: %s", form)
	}
	p.skip()
	start := p.pos
	for p.pos < len(p.src) && (isNameByte(p.src[p.pos]) || p.pos > start && isDigit(p.src[p.pos])) {
		p.pos++
	}
	name := p.src[start:p.pos]
	if !IsName(name) || slices.Contains(p.names.Hidden, name) {
		return 0, p.fail("sum begins with a name for its number: %s", form)
	}
	var bound [2]float64
	for i := range bound {
		if p.take(",") == 0 {
			return 0, p.fail("expected , but found %s in %s", p.here(), form)
		}
		x, err := p.sum(depth + 1)
		if err != nil {
			return 0, err
		}
		bound[i] = x
	}
	if p.take(",") == 0 {
		return 0, p.fail("expected , but found %s in %s", p.here(), form)
	}
	if !(bound[0] <= bound[1]) || bound[0] != math.Floor(bound[0]) || math.Abs(bound[0])+math.Abs(bound[1]) > maxTerms {
		return 0, p.fail("sum from %g to %g: must be whole numbers, the first not above the last", bound[0], bound[1])
	}
	outer, body, total := p.names, p.pos, 0.0
	for k := bound[0]; k <= bound[1]; k++ {
		if p.terms++; p.terms > maxTerms {
			return 0, fmt.Errorf("the sums of the expression have more than %d terms", maxTerms)
		}
		p.names, p.pos = outer.With(name, k), body
		x, err := p.sum(depth + 1)
		if err != nil {
			return 0, err
		}
		total += x
	}
	p.names = outer
	if p.take(")") == 0 {
		return 0, p.fail("expected ) but found %s", p.here())
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
