package model

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/galvani-sim/galvani/model/expr"
)

// The most words of device parameters and of state that a user's model may
// have: with eight receptors beside it, a kernel holds no more.
const (
	maxOwnParams = 32
	maxOwnState  = 16
)

// anything is the bound of a parameter that is given none.
const anything = 1e9

// ownParser collects the directives of a model's file.
type ownParser struct {
	m     *NeuronModel
	code  OwnSource
	line  int // of the directive that is read
	named bool
	lines map[string]int // where a parameter or derived parameter stands
	state map[string]int
}

// directives are the words after @ and what reads the rest of their line.
func (o *ownParser) directives() map[string]func(rest string) error {
	return map[string]func(string) error{
		"neuron": o.neuron, "equation": o.equation, "paper": o.paper, "param": o.param, "state": o.stateVar,
		"derive": o.derive, "scheme": o.scheme, "membrane": o.membrane, "require": o.require,
		"silent": func(string) error { o.m.Silent = true; return nil },
		"source": func(string) error { o.m.Source = true; return nil },
	}
}

func (o *ownParser) neuron(rest string) error {
	name, title, _ := strings.Cut(rest, " ")
	if name != o.code.Name {
		return fmt.Errorf("the name is %q, but the code has %s_step", name, o.code.Name)
	}
	if o.named {
		return errors.New("stands twice in the file")
	}
	o.named, o.m.Title = true, strings.TrimSpace(title)
	return nil
}

func (o *ownParser) equation(rest string) error {
	if o.m.Equations != "" {
		o.m.Equations += "\n"
	}
	o.m.Equations += rest
	return nil
}

func (o *ownParser) paper(rest string) error {
	if o.m.Paper != "" {
		o.m.Paper += "; "
	}
	o.m.Paper += rest
	return nil
}

const ownNumber = `[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`

var (
	ownName      = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	paramLine    = regexp.MustCompile(`^(\S+)\s+(` + ownNumber + `)\s+([^\s\[(]\S*)\s*(?:([\[(])\s*(` + ownNumber + `)\s*,\s*(` + ownNumber + `)\s*([\])]))?\s*(.*)$`)
	stateLine    = regexp.MustCompile(`^(\S+)\s+(\S+)\s+(\S+)\s*(.*)$`)
	deriveLine   = regexp.MustCompile(`^(\S+)\s*=\s*(.+)$`)
	requireLine  = regexp.MustCompile(`^([^<>=]+?)\s*(<=|>=|<|>)\s*([^<>=]+)$`)
	membraneLine = regexp.MustCompile(`^(tau|r)\s*=\s*(.+)$`)
)

// name checks a new name of a parameter or derived parameter.
func (o *ownParser) name(name string) error {
	if !ownName.MatchString(name) || !expr.IsName(name) || name == "dt" {
		return fmt.Errorf("%q cannot be a name: small letters, digits and _, and neither dt nor a function", name)
	}
	if at, twice := o.lines[name]; twice {
		return fmt.Errorf("%q stands in line %d already", name, at)
	}
	if o.lines == nil {
		o.lines = map[string]int{}
	}
	o.lines[name] = o.line
	return nil
}

func (o *ownParser) param(rest string) error {
	f := paramLine.FindStringSubmatch(rest)
	if f == nil {
		return fmt.Errorf("expected NAME DEFAULT UNIT [MIN, MAX] MEANING, such as c_m 250 pF (0, 1e6] membrane capacitance, not %q", rest)
	}
	// A range that does not fit the pattern would be read as prose.
	if f[4] == "" && strings.ContainsAny(f[8][:min(len(f[8]), 1)], "[(") {
		return fmt.Errorf("expected [MIN, MAX] or (MIN, MAX] with two numbers after the unit, not %q", f[8])
	}
	if err := o.name(f[1]); err != nil {
		return err
	}
	p := Param{Name: f[1], Unit: f[3], Min: -anything, Max: anything, Open: f[4] == "(", Doc: f[8]}
	p.Default, _ = strconv.ParseFloat(f[2], 64)
	if f[4] != "" {
		p.Min, _ = strconv.ParseFloat(f[5], 64)
		p.Max, _ = strconv.ParseFloat(f[6], 64)
	}
	if f[7] == ")" {
		return fmt.Errorf("the upper bound of %s belongs to the range: write ] instead of )", p.Name)
	}
	if !(p.Default <= p.Max) || !(p.Default >= p.Min) || p.Open && p.Default <= p.Min {
		return fmt.Errorf("the default of %s is %g, must be %s", p.Name, p.Default, rangeText(p.Min, p.Max, p.Open))
	}
	o.m.Params = append(o.m.Params, p)
	return nil
}

func (o *ownParser) stateVar(rest string) error {
	f := stateLine.FindStringSubmatch(rest)
	if f == nil {
		return fmt.Errorf("expected NAME DEFAULT UNIT MEANING, such as v e_l mV membrane potential, not %q", rest)
	}
	if !ownName.MatchString(f[1]) {
		return fmt.Errorf("%q cannot be a name: small letters, digits and _", f[1])
	}
	if _, twice := o.state[f[1]]; twice {
		return fmt.Errorf("%q stands twice in the file", f[1])
	}
	v := Var{Name: f[1], Unit: f[3], Doc: f[4]}
	x, err := strconv.ParseFloat(f[2], 64)
	if v.Default = x; err != nil {
		v.Default, v.FromParam = 0, f[2]
	}
	if o.state == nil {
		o.state = map[string]int{}
	}
	o.state[f[1]] = o.line
	o.m.State = append(o.m.State, v)
	return nil
}

func (o *ownParser) derive(rest string) error {
	f := deriveLine.FindStringSubmatch(rest)
	if f == nil {
		return fmt.Errorf("expected NAME = EXPRESSION, not %q", rest)
	}
	if err := o.name(f[1]); err != nil {
		return err
	}
	e, err := expr.Parse(f[2])
	if err != nil {
		return err
	}
	o.m.File.derived = append(o.m.File.derived, ownLine{name: f[1], expr: e, line: o.line})
	return nil
}

func (o *ownParser) require(rest string) error {
	f := requireLine.FindStringSubmatch(rest)
	if f == nil {
		return fmt.Errorf("expected EXPRESSION < EXPRESSION (or <=, >, >=), not %q", rest)
	}
	a, err := expr.Parse(f[1])
	if err != nil {
		return err
	}
	b, err := expr.Parse(f[3])
	if err != nil {
		return err
	}
	o.m.File.requires = append(o.m.File.requires, ownLine{expr: a, op: f[2], with: b, line: o.line})
	return nil
}

func (o *ownParser) membrane(rest string) error {
	f := membraneLine.FindStringSubmatch(rest)
	if f == nil {
		return fmt.Errorf("expected tau = EXPRESSION (ms) or r = EXPRESSION (mV/pA), not %q", rest)
	}
	e, err := expr.Parse(f[2])
	if err != nil {
		return err
	}
	o.m.File.membrane[slices.Index([]string{"tau", "r"}, f[1])] = ownLine{name: f[1], expr: e, line: o.line}
	return nil
}

func (o *ownParser) scheme(rest string) error {
	words, doc, _ := strings.Cut(rest, ":")
	fields := strings.Fields(words)
	if len(fields) == 0 || !ownName.MatchString(fields[0]) {
		return fmt.Errorf("expected NAME OUTPUTS: MEANING, such as euler current conductance: forward Euler, not %q", rest)
	}
	s := Scheme{Name: fields[0], Doc: strings.TrimSpace(doc)}
	for _, w := range fields[1:] {
		switch w {
		case string(OutputCurrent), string(OutputConductance), string(OutputVoltage):
			s.Outputs = append(s.Outputs, Output(w))
		case "held":
			s.Held = true
		case "exact":
			s.Exact = true
		case "average":
			s.Average = true
		default:
			known := []string{string(OutputCurrent), string(OutputConductance), string(OutputVoltage), "held", "exact", "average"}
			return fmt.Errorf("scheme %s: there is no %q%s", s.Name, w, hint(w, known))
		}
	}
	if slices.ContainsFunc(o.m.Schemes, func(x Scheme) bool { return x.Name == s.Name }) {
		return fmt.Errorf("scheme %q stands twice in the file", s.Name)
	}
	o.m.Schemes = append(o.m.Schemes, s)
	return nil
}
