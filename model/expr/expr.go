// Package expr evaluates the arithmetic of experiment files and of users' own
// models: numbers, named constants, lists, + - * / ^, sums and a few functions.
package expr

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// maxDepth bounds the nesting of an expression, so that a hostile file
// cannot exhaust the stack.
const maxDepth = 100

// Eval evaluates an arithmetic expression: numbers, the constants of the scope,
// elements of its lists, + - * / ^ (right-associative, binds tighter than the
// sign), brackets, sum and the functions of Functions. A result that is not a
// finite number is an error.
func Eval(src string, names Scope) (float64, error) {
	p := parser{src: src, names: names}
	x, err := p.sum(0)
	if err == nil {
		if p.skip(); p.pos < len(p.src) {
			err = p.fail("unexpected %s", p.here())
		}
	}
	if err != nil {
		return 0, err
	}
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return 0, fmt.Errorf("%q does not give a finite number (a division by zero, or the root or logarithm of a negative number?)", src)
	}
	return x, nil
}

type parser struct {
	src   string
	pos   int
	names Scope
	terms int // of all sums so far
}

func (p *parser) fail(format string, args ...any) error {
	return fmt.Errorf("%q: %s", p.src, fmt.Sprintf(format, args...))
}

// here describes what stands at the current position.
func (p *parser) here() string {
	if p.pos >= len(p.src) {
		return "end of the expression"
	}
	r := []rune(p.src[p.pos:])[0]
	return fmt.Sprintf("%q at character %d", r, len([]rune(p.src[:p.pos]))+1)
}

func (p *parser) skip() {
	for p.pos < len(p.src) && strings.IndexByte(" \t\r\n", p.src[p.pos]) >= 0 {
		p.pos++
	}
}

// take consumes the next character when it is one of set and returns it, or 0.
func (p *parser) take(set string) byte {
	p.skip()
	if p.pos < len(p.src) && strings.IndexByte(set, p.src[p.pos]) >= 0 {
		p.pos++
		return p.src[p.pos-1]
	}
	return 0
}

func (p *parser) sum(depth int) (float64, error) {
	x, err := p.product(depth)
	for err == nil {
		op := p.take("+-")
		if op == 0 {
			return x, nil
		}
		var y float64
		if y, err = p.product(depth); op == '+' {
			x += y
		} else {
			x -= y
		}
	}
	return 0, err
}

func (p *parser) product(depth int) (float64, error) {
	x, err := p.signed(depth)
	for err == nil {
		op := p.take("*/")
		if op == 0 {
			return x, nil
		}
		var y float64
		if y, err = p.signed(depth); op == '*' {
			x *= y
		} else {
			x /= y
		}
	}
	return 0, err
}

// signed is a power with any number of signs before it: -2^2 is -4.
func (p *parser) signed(depth int) (float64, error) {
	if depth > maxDepth {
		return 0, fmt.Errorf("the expression is nested more than %d deep", maxDepth)
	}
	switch p.take("+-") {
	case '-':
		x, err := p.signed(depth + 1)
		return -x, err
	case '+':
		return p.signed(depth + 1)
	}
	x, err := p.atom(depth)
	if err != nil || p.take("^") == 0 {
		return x, err
	}
	y, err := p.signed(depth + 1)
	return math.Pow(x, y), err
}

func (p *parser) atom(depth int) (float64, error) {
	if p.take("(") != 0 {
		x, err := p.sum(depth + 1)
		if err == nil && p.take(")") == 0 {
			err = p.fail("expected ) but found %s", p.here())
		}
		return x, err
	}
	start := p.pos
	switch {
	case p.pos >= len(p.src):
		return 0, p.fail("expected a number but found %s", p.here())
	case isNumberByte(p.src[p.pos]):
		return p.number()
	case isNameByte(p.src[p.pos]):
		for p.pos < len(p.src) && (isNameByte(p.src[p.pos]) || isDigit(p.src[p.pos])) {
			p.pos++
		}
		return p.named(p.src[start:p.pos], depth)
	}
	return 0, p.fail("unexpected %s", p.here())
}

func (p *parser) number() (float64, error) {
	start := p.pos
	for p.pos < len(p.src) && isNumberByte(p.src[p.pos]) {
		p.pos++
	}
	if p.pos < len(p.src) && (p.src[p.pos] == 'e' || p.src[p.pos] == 'E') {
		end := p.pos + 1
		if end < len(p.src) && (p.src[end] == '+' || p.src[end] == '-') {
			end++
		}
		if end < len(p.src) && isDigit(p.src[end]) {
			for end < len(p.src) && isDigit(p.src[end]) {
				end++
			}
			p.pos = end
		}
	}
	x, err := strconv.ParseFloat(p.src[start:p.pos], 64)
	if err != nil {
		return 0, p.fail("%q is not a number", p.src[start:p.pos])
	}
	return x, nil
}

// named is a constant, an element of a list, or a call when a function's name
// is followed by a bracket.
func (p *parser) named(name string, depth int) (float64, error) {
	if name == sumName {
		return p.total(depth)
	}
	f := findFunction(name)
	if f == nil {
		if x, ok := p.names.Numbers[name]; ok {
			return x, nil
		}
		if g, ok := p.names.Grids[name]; ok {
			return p.element(name, g, depth)
		}
		return 0, p.fail("%s", p.unknown(name))
	}
	if p.take("(") == 0 {
		return 0, p.fail("%s is a function and needs ( after it", name)
	}
	var args []float64
	for {
		x, err := p.sum(depth + 1)
		if err != nil {
			return 0, err
		}
		args = append(args, x)
		if p.take(",") != 0 {
			continue
		}
		if p.take(")") == 0 {
			return 0, p.fail("expected ) but found %s", p.here())
		}
		break
	}
	if len(args) < f.min || len(args) > f.max {
		return 0, p.fail("%s takes %s, got %d", name, plural(f.min, f.max), len(args))
	}
	return f.call(args), nil
}

// unknown says what names there are when one is not known, in the scope's words.
func (p *parser) unknown(name string) string {
	var known, callable []string
	for n := range p.names.Numbers {
		if !slices.Contains(p.names.Hidden, n) {
			known = append(known, n)
		}
	}
	for n := range p.names.Grids {
		known = append(known, n)
	}
	sort.Strings(known)
	for _, f := range functions {
		callable = append(callable, f.name)
	}
	if p.names.Unknown != nil {
		return p.names.Unknown(name, known, callable)
	}
	return fmt.Sprintf("there is no name %q (there is %s)", name, strings.Join(known, ", "))
}

func isDigit(c byte) bool      { return c >= '0' && c <= '9' }
func isNumberByte(c byte) bool { return isDigit(c) || c == '.' }
func isNameByte(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// IsName reports whether a number may bear the name: an identifier that no
// function has.
func IsName(name string) bool {
	if name == "" || !isNameByte(name[0]) || findFunction(name) != nil || name == sumName {
		return false
	}
	for i := range len(name) {
		if !isNameByte(name[i]) && !isDigit(name[i]) {
			return false
		}
	}
	return true
}
