package host

import (
	"math"
	"strings"

	"github.com/galvani-sim/galvani/model"
)

// GradientNames lists everything of a network that a loss may be differentiated by:
//
//	PROJECTION.weight, PROJECTION.delay
//	POPULATION.PARAMETER             a neuron's, "cell.g_na"
//	POPULATION.RECEPTOR.PARAMETER    "cell.ampa.tau"
//	POPULATION.initial.VARIABLE      the state at time 0, "cell.initial.v"
//	POPULATION.RECEPTOR.initial.VARIABLE
//	POPULATION.input                 a current (pA) for every step and neuron
//
// Which of them a method has is told when it lacks one. A state variable that
// begins at a parameter's value (v at e_l) moves with it, and the derivative by
// the parameter holds that of the start, unless the start is listed as well or
// the method is eventprop, which holds it at the value that was given.
func GradientNames(n *model.Network) []string {
	var names []string
	for _, p := range n.Projections {
		names = append(names, p.Name+".weight", p.Name+".delay")
	}
	for _, p := range n.Populations {
		m := p.Neuron()
		if m == nil || m.Source {
			continue
		}
		for _, x := range m.Params {
			names = append(names, p.Name+"."+x.Name)
		}
		for _, x := range m.State {
			names = append(names, p.Name+".initial."+x.Name)
		}
		names = append(names, p.Name+".input")
		for _, r := range p.Receptors {
			s := model.FindSynapse(r.Model)
			if s == nil {
				continue
			}
			for _, x := range s.Params {
				names = append(names, p.Name+"."+r.Name+"."+x.Name)
			}
			for _, x := range s.State {
				names = append(names, p.Name+"."+r.Name+".initial."+x.Name)
			}
		}
	}
	return names
}

// nameHint is how the message about an unknown parameter ends: near names, or
// those that begin alike.
func nameHint(name string, among []string) string {
	if s := model.Suggest(name, among); s != "" {
		return suggestion(name, among)
	}
	owner, _, _ := strings.Cut(name, ".")
	var like []string
	for _, x := range among {
		if strings.HasPrefix(x, owner+".") {
			like = append(like, x)
		}
	}
	if len(like) == 0 {
		return ` (names are "PROJECTION.weight", "POPULATION.PARAMETER" and so on)`
	}
	return suggestion(name, like)
}

// gradientParam is a parameter by its name, taken apart.
type gradientParam struct {
	name  string
	kind  paramKind
	owner string // projection or population
	own   string // "g_na", "ampa.tau"; of initial state "v", "ampa.g"
	// one says that all synapses or neurons have one value.
	one bool
	// low and high are the bounds that the model enforces; open excludes low.
	low, high float64
	open      bool
	unit      string
}

type paramKind uint8

const (
	weightParam paramKind = iota
	delayParam
	modelParam
	initialParam
	inputParam
)

// findGradientParam takes the name of a parameter apart; ok is false when the
// network has none of that name.
func findGradientParam(n *model.Network, name string) (p gradientParam, ok bool) {
	p = gradientParam{name: name, low: math.Inf(-1), high: math.Inf(1)}
	for _, proj := range n.Projections {
		p.owner = proj.Name
		switch name {
		case proj.Name + ".weight":
			p.kind, p.one = weightParam, proj.Weight.IsConst() && proj.Rule.Weights == nil && !proj.Modulated()
			return p, true
		case proj.Name + ".delay":
			p.kind, p.unit, p.low = delayParam, "ms", n.DT
			p.one = proj.Delay.IsConst() && proj.Rule.Delays == nil && proj.Velocity == 0
			return p, true
		}
	}
	for _, pop := range n.Populations {
		own, found := strings.CutPrefix(name, pop.Name+".")
		m := pop.Neuron()
		if !found || m == nil || m.Source {
			continue
		}
		p.owner, p.own = pop.Name, own
		if own == "input" {
			p.kind, p.unit = inputParam, "pA"
			return p, true
		}
		if p.of(own, m.Params, m.State, pop.Params, pop.Initial) {
			return p, true
		}
		receptor, rest, _ := strings.Cut(own, ".")
		if r := pop.Receptor(receptor); r >= 0 {
			x := pop.Receptors[r]
			if s := model.FindSynapse(x.Model); s != nil && p.of(rest, s.Params, s.State, x.Params, x.Initial) {
				p.own = receptor + "." + strings.TrimPrefix(rest, "initial.")
				return p, true
			}
		}
	}
	return p, false
}

// of looks for a parameter or "initial.VARIABLE" in the tables of a model.
func (p *gradientParam) of(own string, params []model.Param, state []model.Var, given, initial map[string]model.Value) bool {
	shared := func(values map[string]model.Value, name string) bool {
		v, ok := values[name]
		return !ok || v.IsConst()
	}
	for _, x := range params {
		if x.Name == own {
			p.kind, p.one, p.unit = modelParam, shared(given, own), x.Unit
			p.low, p.high, p.open = x.Min, x.Max, x.Open
			return true
		}
	}
	variable, ok := strings.CutPrefix(own, "initial.")
	if !ok {
		return false
	}
	for _, x := range state {
		if x.Name == variable {
			p.kind, p.own, p.unit = initialParam, variable, x.Unit
			_, there := initial[variable]
			p.one = shared(initial, variable) && (there || x.FromParam == "" || shared(given, x.FromParam))
			return true
		}
	}
	return false
}
