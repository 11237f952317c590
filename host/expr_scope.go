package host

import (
	"fmt"
	"maps"
	"math"
)

// scope is what the names of an expression stand for.
type scope struct {
	numbers map[string]float64
	grids   map[string]grid
}

// grid is a constant that is a list of numbers, or a list of lists.
type grid struct {
	rows [][]float64
	flat bool // a plain list: one row
}

// placeNames are the names that say where in a list an entry stands, from 0:
// of a population's names, a projection's sources and targets, an area's names.
var placeNames = []string{"index", "source", "target", "area"}

// sumName is the form sum(k, first, last, expression).
const sumName = "sum"

// maxTerms bounds the terms of all sums of an expression, so that a hostile
// file cannot nest them for ever.
const maxTerms = 100000

// with returns the scope with one number more, the first left as it is.
func (s scope) with(name string, x float64) scope {
	out := scope{maps.Clone(s.numbers), s.grids}
	if out.numbers == nil {
		out.numbers = map[string]float64{}
	}
	out.numbers[name] = x
	return out
}

// element reads [i] or [i, j] after the name of a list; indices count from 0.
func (p *exprParser) element(name string, g grid, depth int) (float64, error) {
	if p.take("[") == 0 {
		return 0, p.fail("%s is a list and needs an index: %s[0]", name, name)
	}
	i, err := p.index(depth)
	if err != nil {
		return 0, err
	}
	row := 0
	if !g.flat {
		row = i
		if row >= len(g.rows) {
			return 0, p.fail("%s has %d rows, there is no row %d (they count from 0)", name, len(g.rows), row)
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
	if i >= len(g.rows[row]) {
		return 0, p.fail("%s has %d elements, there is no element %d (they count from 0)", name, len(g.rows[row]), i)
	}
	return g.rows[row][i], nil
}

func (p *exprParser) index(depth int) (int, error) {
	x, err := p.sum(depth + 1)
	if err != nil {
		return 0, err
	}
	i, msg := wholeNumber(x)
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
func (p *exprParser) total(depth int) (float64, error) {
	if depth > maxExprDepth {
		return 0, fmt.Errorf("the expression is nested more than %d deep", maxExprDepth)
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
	if !isExprName(name) {
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
		p.names, p.pos = outer.with(name, k), body
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
