package host

import (
	"maps"

	"github.com/galvani-sim/galvani/model"
)

// plasticity decodes plasticity = { model = ..., ... }, nil when it is not there.
func (t table) plasticity() *model.Plasticity {
	s, ok := t.child("plasticity", `{ model = "stdp", params = { w_max = 10.0 } }`)
	if !ok {
		return nil
	}
	s.check("", plasticityFields)
	p := &model.Plasticity{Model: s.text("model", ""), Pairing: s.text("pairing", ""), Modulator: s.text("modulator", "")}
	params, ok := s.child("params", "{ w_max = 10.0 }")
	if !ok || len(params.n.children) == 0 {
		return p
	}
	p.Params = map[string]float64{}
	for _, c := range params.n.children {
		p.Params[c.key] = params.number(c.key, 0)
	}
	return p
}

// plasticity writes the table of a projection.
func (t *tomlWriter) plasticity(p *model.Plasticity) {
	out := inlineTable{t: t}
	out.add("model", t.quote(p.Model))
	if p.Pairing != "" {
		out.add("pairing", t.quote(p.Pairing))
	}
	if p.Modulator != "" {
		out.add("modulator", t.quote(p.Modulator))
	}
	params := inlineTable{t: t}
	for _, name := range sortedNames(p.Params) {
		params.add(name, t.float(p.Params[name]))
	}
	out.add("params", params.String())
	t.raw("plasticity", out.String())
}

// resolvePlasticity writes out the rule's defaults.
func resolvePlasticity(p *model.Plasticity) *model.Plasticity {
	out := *p
	rule := model.FindPlasticity(p.Model)
	if rule == nil {
		return &out
	}
	out.Params = maps.Clone(p.Params)
	if out.Params == nil {
		out.Params = map[string]float64{}
	}
	for _, row := range rule.Params {
		if _, ok := out.Params[row.Name]; !ok {
			out.Params[row.Name] = row.Default
		}
	}
	if out.Pairing == "" && len(rule.Pairings) > 0 {
		out.Pairing = rule.Pairings[0]
	}
	return &out
}
