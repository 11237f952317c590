package model

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"regexp"
	"strings"

	"github.com/galvani-sim/galvani/model/expr"
)

// File is the source of a user's own model.
type File struct {
	Path string // for people, and to name it in experiment files
	Text []byte

	derived  []ownLine
	membrane [2]ownLine // tau and r
	requires []ownLine
}

// ownLine is an expression of a model's file; op and with are the rest of a comparison.
type ownLine struct {
	name string
	expr expr.Expr
	op   string
	with expr.Expr
	line int // 0: there is none
}

// Digest names the content of the file: the same text gives the same digest.
func (f *File) Digest() string {
	sum := sha256.Sum256(f.Text)
	return hex.EncodeToString(sum[:16])
}

// Word is a member of a struct in a model's file.
type Word struct {
	Name string
	Line int
}

// OwnSource is what a reader of the code found in a user's model: its name and
// the members of its two structs.
type OwnSource struct {
	Name          string
	Params, State []Word
	// Random and Channels are true when the code reads x.u, or says that it has ion channels.
	Random, Channels bool
}

var directive = regexp.MustCompile(`^\s*//\s*@([A-Za-z_]+)\s*(.*?)\s*$`)

// ParseNeuron makes a neuron model of the directives in a user's file, comments
// that begin with @; the list is in `galvani help model`. path is used in
// messages, which have the form path:line: what is wrong.
func ParseNeuron(path string, text []byte, code OwnSource) (*NeuronModel, error) {
	m := &NeuronModel{Name: code.Name, Random: code.Random, Channels: code.Channels,
		File: &File{Path: path, Text: bytes.Clone(text)}}
	o := &ownParser{m: m, code: code}
	for i, line := range strings.Split(string(text), "\n") {
		found := directive.FindStringSubmatch(line)
		if found == nil {
			continue
		}
		read, ok := o.directives()[found[1]]
		if !ok {
			return nil, fmt.Errorf("%s:%d: there is no directive @%s%s", path, i+1, found[1], hint(found[1], sortedKeys(o.directives())))
		}
		o.line = i + 1
		if err := read(found[2]); err != nil {
			return nil, fmt.Errorf("%s:%d: @%s: %w", path, i+1, found[1], err)
		}
	}
	if line, err := o.finish(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", path, line, err)
	}
	return m, nil
}

// scope returns what the expressions of a model's file may name: its
// parameters, dt, and what was derived so far.
func (m *NeuronModel) scope(p Lookup, dt float64) expr.Scope {
	s := expr.Scope{Numbers: map[string]float64{"dt": dt}, Unknown: unknownParameter}
	for _, x := range m.Params {
		s.Numbers[x.Name] = p(x.Name)
	}
	return s
}

func unknownParameter(name string, known, functions []string) string {
	return fmt.Sprintf("there is no parameter %q%s", name, hint(name, append(known, functions...)))
}

// evaluate adds the derived parameters to the scope. A line is at fault when
// the error is not nil; its value and those that need it are then NaN.
func (m *NeuronModel) evaluate(s expr.Scope) (at ownLine, err error) {
	for _, d := range m.File.derived {
		x, e := d.expr.Eval(s)
		if e != nil {
			x = math.NaN()
			if err == nil {
				at, err = d, e
			}
		}
		s.Numbers[d.name] = x
	}
	return at, err
}

// derive is the Derive of a user's model.
func (m *NeuronModel) derive(p Lookup, dt float64) []float64 {
	s := m.scope(p, dt)
	_, _ = m.evaluate(s) // checkOwn has reported what does not evaluate
	out := make([]float64, len(m.Derived))
	for i, name := range m.Derived {
		out[i] = s.Numbers[name]
	}
	return out
}

// membrane is the Membrane of a user's model. It is asked for where no time step
// is known, so that its expressions name parameters only (checkNames).
func (m *NeuronModel) membrane(p Lookup) (tau, r float64) {
	s := m.scope(p, math.NaN())
	var out [2]float64
	for i, x := range m.File.membrane {
		v, err := x.expr.Eval(s)
		if err != nil {
			v = math.NaN() // checkOwn has reported it
		}
		out[i] = v
	}
	return out[0], out[1]
}

// checkOwn reports parameters with which a user's model cannot be run: an
// expression without a finite value, or a requirement that does not hold.
func (m *NeuronModel) checkOwn(p Lookup, dt float64) (at ownLine, err error) {
	s := m.scope(p, dt)
	if at, err = m.evaluate(s); err != nil {
		return at, fmt.Errorf("%s of %s: %w", at.name, m.Name, err)
	}
	for _, x := range m.File.membrane {
		if x.line == 0 {
			continue
		}
		if _, err := x.expr.Eval(s); err != nil {
			return x, fmt.Errorf("membrane %s of %s: %w", x.name, m.Name, err)
		}
	}
	for _, q := range m.File.requires {
		a, err := q.expr.Eval(s)
		if err != nil {
			return q, err
		}
		b, err := q.with.Eval(s)
		if err != nil {
			return q, err
		}
		if err := m.require(q, a, b); err != nil {
			return q, err
		}
	}
	return ownLine{}, nil
}

// require compares the two sides of a requirement.
func (m *NeuronModel) require(q ownLine, a, b float64) error {
	if comparisons[q.op](a, b) {
		return nil
	}
	return fmt.Errorf("%s needs %s %s %s, here %g and %g", m.Name, q.expr, q.op, q.with, a, b)
}

var comparisons = map[string]func(a, b float64) bool{
	"<": func(a, b float64) bool { return a < b }, "<=": func(a, b float64) bool { return a <= b },
	">": func(a, b float64) bool { return a > b }, ">=": func(a, b float64) bool { return a >= b },
}
