package model

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/galvani-sim/galvani/model/expr"
)

// finish compares the directives with the code and with each other; line is
// where the mistake stands.
func (o *ownParser) finish() (line int, err error) {
	m := o.m
	if !o.named {
		return 1, fmt.Errorf("there is no line // @neuron %s TITLE", o.code.Name)
	}
	if len(m.Schemes) == 0 {
		return 1, errors.New("there is no line // @scheme NAME OUTPUTS: MEANING; OUTPUTS are those of current, conductance and voltage receptors that the scheme reads")
	}
	for _, v := range m.State {
		if v.FromParam != "" && indexOf(m.Params, func(p Param) bool { return p.Name == v.FromParam }) < 0 {
			return o.state[v.Name], fmt.Errorf("@state: the default of %s is %q, neither a number nor a parameter", v.Name, v.FromParam)
		}
	}
	if line, err := o.structs(); err != nil {
		return line, err
	}
	if o.needsMembrane() {
		for i, what := range []string{"tau = EXPRESSION (ms)", "r = EXPRESSION (mV/pA)"} {
			if m.File.membrane[i].line == 0 {
				return 1, fmt.Errorf("an exact scheme needs the line // @membrane %s", what)
			}
		}
		m.Membrane = m.membrane
	}
	m.Derive = func(p Lookup, dt float64, _ string) []float64 { return m.derive(p, dt) }
	if line, err := o.checkNames(); err != nil {
		return line, err
	}
	return o.checkDefaults()
}

// checkNames reports names in expressions that stand for nothing there: those of
// @derive know what was derived before them, those of @membrane parameters only.
func (o *ownParser) checkNames() (line int, err error) {
	m := o.m
	known := map[string]float64{}
	for _, p := range m.Params {
		known[p.Name] = p.Default
	}
	s := expr.Scope{Numbers: known, Unknown: func(name string, known, functions []string) string {
		if _, derived := o.lines[name]; derived || name == "dt" {
			return fmt.Sprintf("the membrane may name parameters only, %s is none", name)
		}
		return unknownParameter(name, known, functions)
	}}
	for _, x := range m.File.membrane {
		if err := x.expr.Check(s); err != nil {
			return x.line, fmt.Errorf("membrane %s of %s: %w", x.name, m.Name, err)
		}
	}
	known["dt"], s.Unknown = 0, unknownParameter
	for _, d := range m.File.derived {
		if err := d.expr.Check(s); err != nil {
			return d.line, fmt.Errorf("%s of %s: %w", d.name, m.Name, err)
		}
		known[d.name] = 0
	}
	for _, q := range m.File.requires {
		if err := errors.Join(q.expr.Check(s), q.with.Check(s)); err != nil {
			return q.line, fmt.Errorf("@require: %w", err)
		}
	}
	return 0, nil
}

// checkDefaults reports requirements that the defaults do not meet. Those that
// the time step decides, and values that are not finite, are left to
// Network.Validate, which knows the time step and the parameters.
func (o *ownParser) checkDefaults() (line int, err error) {
	m := o.m
	s := m.scope(func(name string) float64 {
		return m.Params[indexOf(m.Params, func(p Param) bool { return p.Name == name })].Default
	}, math.NaN())
	_, _ = m.evaluate(s)
	timed := map[string]bool{"dt": true}
	isTimed := func(e expr.Expr) bool {
		return slices.ContainsFunc(e.Names(), func(name string) bool { return timed[name] })
	}
	for _, d := range m.File.derived {
		timed[d.name] = isTimed(d.expr)
	}
	for _, q := range m.File.requires {
		if isTimed(q.expr) || isTimed(q.with) {
			continue
		}
		a, first := q.expr.Eval(s)
		b, second := q.with.Eval(s)
		if first != nil || second != nil {
			continue
		}
		if err := m.require(q, a, b); err != nil {
			return q.line, err
		}
	}
	return 0, nil
}

func (o *ownParser) needsMembrane() bool {
	return slices.ContainsFunc(o.m.Schemes, func(s Scheme) bool { return s.Exact })
}

// structs checks that every member of the parameter struct is a parameter or
// derived, and that the state struct is the list of states.
func (o *ownParser) structs() (line int, err error) {
	m := o.m
	if n := len(o.code.Params); n > maxOwnParams {
		return o.code.Params[maxOwnParams].Line, fmt.Errorf("the parameter struct has %d members, at most %d are possible", n, maxOwnParams)
	}
	if n := len(o.code.State); n > maxOwnState {
		return o.code.State[maxOwnState].Line, fmt.Errorf("the state struct has %d members, at most %d are possible", n, maxOwnState)
	}
	for _, x := range o.code.Params {
		if _, ok := o.lines[x.Name]; !ok {
			return x.Line, fmt.Errorf("member %q is neither a @param nor a @derive%s", x.Name, hint(x.Name, sortedKeys(o.lines)))
		}
		m.Derived = append(m.Derived, x.Name)
	}
	for i, x := range o.code.State {
		if i >= len(m.State) {
			return x.Line, fmt.Errorf("member %q needs a line // @state %s DEFAULT UNIT MEANING", x.Name, x.Name)
		}
		if m.State[i].Name != x.Name {
			return o.state[m.State[i].Name], fmt.Errorf("@state: the members of the state struct and the states must have one order; number %d is %q here, %q in the struct", i+1, m.State[i].Name, x.Name)
		}
	}
	if len(m.State) > len(o.code.State) {
		extra := m.State[len(o.code.State)]
		return o.state[extra.Name], fmt.Errorf("@state: the state struct has no member %q", extra.Name)
	}
	return 0, nil
}
