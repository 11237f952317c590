package main

import (
	"fmt"

	"github.com/galvani-sim/galvani/model"
	"github.com/galvani-sim/galvani/shaders"
)

// entry is what the registry in package model says of a fragment.
type entry struct {
	name   string
	params []string // device parameters in order
	state  []string // state variables in order
}

// registry lists the models that have fragments, in the registry's order.
type registry struct {
	neurons, synapses, presynapses, channels, ions []entry
	rules                                          []*model.PlasticityRule
}

func fromModel() registry {
	names := func(vars []model.Var) []string {
		var out []string
		for _, v := range vars {
			out = append(out, v.Name)
		}
		return out
	}
	var r registry
	for _, m := range model.Neurons() {
		if !m.Host {
			r.neurons = append(r.neurons, entry{m.Name, m.Derived, names(m.State)})
		}
	}
	for _, m := range model.Synapses() {
		r.synapses = append(r.synapses, entry{m.Name, m.Derived, names(m.State)})
	}
	r.rules = model.PlasticityRules()
	for _, m := range model.Presynapses() {
		r.presynapses = append(r.presynapses, entry{m.Name, m.Derived, names(m.State)})
	}
	for _, m := range model.Channels() {
		r.channels = append(r.channels, entry{m.Name, m.Derived, names(m.State)})
	}
	for _, m := range model.Ions() {
		r.ions = append(r.ions, entry{m.Name, m.Derived, names(m.State)})
	}
	return r
}

// agree compares a fragment's structs with the registry; the two are filled
// from one list of words, so names and order must be the same.
func (e entry) agree(f *shaders.Fragment) error {
	compare := func(what, goField string, line int, want []string, have []shaders.Field) error {
		for i := range max(len(want), len(have)) {
			switch {
			case i >= len(have):
				return fmt.Errorf("shaders/%s:%d: the %s struct lacks %q, which %s of model %q lists as number %d",
					f.Path(), line, what, want[i], goField, e.name, i+1)
			case i >= len(want):
				return fmt.Errorf("shaders/%s:%d: %s %q is not in %s of model %q", f.Path(), have[i].Line, what, have[i].Name, goField, e.name)
			case want[i] != have[i].Name:
				return fmt.Errorf("shaders/%s:%d: %s number %d is %q, but %q in %s of model %q",
					f.Path(), have[i].Line, what, i+1, have[i].Name, want[i], goField, e.name)
			}
		}
		return nil
	}
	if err := compare("parameter", "Derived", f.ParamsLine, e.params, f.Params); err != nil {
		return err
	}
	return compare("state", "State", f.StateLine, e.state, f.State)
}
