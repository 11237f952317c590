package expr

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

type parser struct {
	src   string
	pos   int
	free  []string
	bound []string // the names of the sums around this place
}

func (p *parser) fail(format string, args ...any) error { return fail(p.src, format, args...) }

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

// two is a node of two others.
func two(a, b node, f func(x, y float64) float64) node {
	return func(e *evaluation) (float64, error) {
		x, err := a(e)
		if err != nil {
			return 0, err
		}
		y, err := b(e)
		if err != nil {
			return 0, err
		}
		return f(x, y), nil
	}
}

// operators are what joins terms, factors and a power.
var operators = map[byte]func(x, y float64) float64{
	'+': func(x, y float64) float64 { return x + y }, '-': func(x, y float64) float64 { return x - y },
	'*': func(x, y float64) float64 { return x * y }, '/': func(x, y float64) float64 { return x / y },
	'^': math.Pow,
}

func (p *parser) sum(depth int) (node, error) { return p.joined("+-", p.product, depth) }

func (p *parser) product(depth int) (node, error) { return p.joined("*/", p.signed, depth) }

// joined reads parts between operators of one rank, from left to right.
func (p *parser) joined(ops string, part func(depth int) (node, error), depth int) (node, error) {
	x, err := part(depth)
	for err == nil {
		op := p.take(ops)
		if op == 0 {
			return x, nil
		}
		var y node
		if y, err = part(depth); err == nil {
			x = two(x, y, operators[op])
		}
	}
	return nil, err
}

// signed is a power with any number of signs before it: -2^2 is -4.
func (p *parser) signed(depth int) (node, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("the expression is nested more than %d deep", maxDepth)
	}
	switch p.take("+-") {
	case '-':
		x, err := p.signed(depth + 1)
		if err != nil {
			return nil, err
		}
		return func(e *evaluation) (float64, error) { v, err := x(e); return -v, err }, nil
	case '+':
		return p.signed(depth + 1)
	}
	x, err := p.atom(depth)
	if err != nil || p.take("^") == 0 {
		return x, err
	}
	y, err := p.signed(depth + 1)
	if err != nil {
		return nil, err
	}
	return two(x, y, operators['^']), nil
}

func (p *parser) atom(depth int) (node, error) {
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
		return nil, p.fail("expected a number but found %s", p.here())
	case isNumberByte(p.src[p.pos]):
		x, err := p.number()
		return func(*evaluation) (float64, error) { return x, nil }, err
	case isNameByte(p.src[p.pos]):
		for p.pos < len(p.src) && (isNameByte(p.src[p.pos]) || isDigit(p.src[p.pos])) {
			p.pos++
		}
		return p.named(p.src[start:p.pos], depth)
	}
	return nil, p.fail("unexpected %s", p.here())
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
func (p *parser) named(name string, depth int) (node, error) {
	if name == sumName {
		return p.total(depth)
	}
	if f := findFunction(name); f != nil {
		return p.called(f, depth)
	}
	if !slices.Contains(p.bound, name) {
		p.free = append(p.free, name)
	}
	if p.skip(); p.pos < len(p.src) && p.src[p.pos] == '[' {
		return p.element(name, depth)
	}
	return func(e *evaluation) (float64, error) {
		if x, ok := e.names.Numbers[name]; ok {
			return x, nil
		}
		if _, ok := e.names.Grids[name]; ok {
			return 0, e.fail("%s is a list and needs an index: %s[0]", name, name)
		}
		return 0, e.fail("%s", e.names.unknown(name))
	}, nil
}

// called reads the arguments of a function.
func (p *parser) called(f *function, depth int) (node, error) {
	if p.take("(") == 0 {
		return nil, p.fail("%s is a function and needs ( after it", f.name)
	}
	var parts []node
	for {
		x, err := p.sum(depth + 1)
		if err != nil {
			return nil, err
		}
		parts = append(parts, x)
		if p.take(",") != 0 {
			continue
		}
		if p.take(")") == 0 {
			return nil, p.fail("expected ) but found %s", p.here())
		}
		break
	}
	if len(parts) < f.min || len(parts) > f.max {
		return nil, p.fail("%s takes %s, got %d", f.name, plural(f.min, f.max), len(parts))
	}
	return func(e *evaluation) (float64, error) {
		args := make([]float64, len(parts))
		for i, x := range parts {
			var err error
			if args[i], err = x(e); err != nil {
				return 0, err
			}
		}
		return f.call(args), nil
	}, nil
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
