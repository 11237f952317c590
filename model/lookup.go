package model

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func indexOf[T any](list []T, is func(T) bool) int { return slices.IndexFunc(list, is) }

// Neuron returns the population's neuron model, nil when there is none of its name.
func (p *Population) Neuron() *NeuronModel {
	if p.Own != nil {
		return p.Own
	}
	return FindNeuron(p.Model)
}

// ModelName returns the name of the population's neuron model, whether there is one or not.
func (p *Population) ModelName() string {
	if p.Own != nil {
		return p.Own.Name
	}
	return p.Model
}

// param returns the value of a population's own parameter: given or default.
func (p *Population) param(table []Param, name string) Value {
	if v, ok := p.Params[name]; ok {
		return v
	}
	i := indexOf(table, func(x Param) bool { return x.Name == name })
	return Const(table[i].Default)
}

// drawer returns a function that gives the Lookup of one member's parameters:
// of the neuron model (prefix "") or of a receptor (prefix its name and a dot).
// Random streams are keyed by the names of population, receptor and parameter.
func (n *Network) drawer(pop *Population) func(table []Param, given map[string]Value, prefix string, i int) Lookup {
	return func(table []Param, given map[string]Value, prefix string, i int) Lookup {
		return func(name string) float64 {
			if v, ok := given[name]; ok {
				return v.Draw(NewStream(n.Seed, "population/"+pop.Name+"/params/"+prefix+name), uint64(i))
			}
			k := indexOf(table, func(x Param) bool { return x.Name == name })
			return table[k].Default
		}
	}
}

// scheme returns the index of the population's integration scheme: the named
// one, or the first that takes all its receptors.
func (m *NeuronModel) scheme(pop *Population) (int, error) {
	var names []string
	for i, s := range m.Schemes {
		names = append(names, s.Name)
		takes := true
		for _, r := range pop.Receptors {
			if !m.Takes(s, r.Output) {
				takes = false
				if s.Name == pop.Scheme {
					return 0, fmt.Errorf("scheme %q does not take receptor %q with output %q", s.Name, r.Name, r.Output)
				}
			}
		}
		if s.Name == pop.Scheme || (pop.Scheme == "" && takes) {
			return i, nil
		}
	}
	if m.Host {
		return 0, nil
	}
	if pop.Scheme == "" {
		return 0, fmt.Errorf("no scheme of %s (%s) takes all its receptors", m.Name, strings.Join(names, ", "))
	}
	return 0, fmt.Errorf("%s has no scheme %q%s", m.Name, pop.Scheme, hint(pop.Scheme, names))
}
