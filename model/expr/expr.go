// Package expr evaluates the arithmetic of experiment files and of users' own
// models: numbers, named constants, lists, + - * / ^, sums and a few functions.
package expr

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
)

// maxDepth bounds the nesting of an expression, so that a hostile file
// cannot exhaust the stack.
const maxDepth = 100

// Eval parses an expression and evaluates it once.
func Eval(src string, names Scope) (float64, error) {
	e, err := Parse(src)
	if err != nil {
		return 0, err
	}
	return e.Eval(names)
}

// Expr is an arithmetic expression that was parsed: numbers, the constants of a
// scope, elements of its lists, + - * / ^ (right-associative, binds tighter than
// the sign), brackets, sum and the functions of Functions.
type Expr struct {
	src  string
	root node
	free []string
}

// node is a part of an expression.
type node func(e *evaluation) (float64, error)

// evaluation is one evaluation of an expression.
type evaluation struct {
	src   string
	names Scope
	terms int // of all sums so far
}

// Parse reads an expression; errors are those of its form alone.
func Parse(src string) (Expr, error) {
	p := parser{src: src}
	root, err := p.sum(0)
	if err == nil {
		if p.skip(); p.pos < len(p.src) {
			err = p.fail("unexpected %s", p.here())
		}
	}
	if err != nil {
		return Expr{}, err
	}
	return Expr{src: src, root: root, free: p.free}, nil
}

// String returns the text that was parsed.
func (e Expr) String() string { return e.src }

// Names lists the names of the expression that its scope has to know, in the
// order in which they stand.
func (e Expr) Names() []string { return e.free }

// Check reports a name that the scope does not know; it computes nothing.
func (e Expr) Check(names Scope) error {
	for _, name := range e.free {
		if _, number := names.Numbers[name]; number {
			continue
		}
		if _, grid := names.Grids[name]; !grid {
			return fail(e.src, "%s", names.unknown(name))
		}
	}
	return nil
}

// Eval evaluates the expression. A result that is not a finite number is an error.
func (e Expr) Eval(names Scope) (float64, error) {
	x, err := e.root(&evaluation{src: e.src, names: names})
	if err != nil {
		return 0, err
	}
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return 0, fmt.Errorf("%q does not give a finite number (a division by zero, or the root or logarithm of a negative number?)", e.src)
	}
	return x, nil
}

func fail(src, format string, args ...any) error {
	return fmt.Errorf("%q: %s", src, fmt.Sprintf(format, args...))
}

func (e *evaluation) fail(format string, args ...any) error { return fail(e.src, format, args...) }

// unknown says what names there are when one is not known, in the scope's words.
func (s Scope) unknown(name string) string {
	var known, callable []string
	for n := range s.Numbers {
		if !slices.Contains(s.Hidden, n) {
			known = append(known, n)
		}
	}
	for n := range s.Grids {
		known = append(known, n)
	}
	sort.Strings(known)
	for _, f := range functions {
		callable = append(callable, f.name)
	}
	if s.Unknown != nil {
		return s.Unknown(name, known, callable)
	}
	return fmt.Sprintf("there is no name %q (there is %s)", name, strings.Join(known, ", "))
}
