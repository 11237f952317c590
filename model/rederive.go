package model

import (
	"fmt"
	"strings"
)

// ParameterNames lists the parameters of a population by the names that
// Parameter and Rederive take: a neuron's "c_m", then its receptors' "exc.tau".
func (p *Plan) ParameterNames(pop *Population) []string {
	var names []string
	for _, x := range pop.Neuron().Params {
		names = append(names, x.Name)
	}
	for _, r := range pop.Receptors {
		for _, x := range FindSynapse(r.Model).Params {
			names = append(names, r.Name+"."+x.Name)
		}
	}
	return names
}

// Parameter returns the values of a population's parameter, in its unit: one
// when all members share it, else one for each, as the network's seed draws them.
func (p *Plan) Parameter(pop *Population, name string) ([]float64, error) {
	table, given, prefix, own := pop.parameterTable(name)
	i := indexOf(table, func(x Param) bool { return x.Name == own })
	if i < 0 {
		return nil, fmt.Errorf("population %q has no parameter %q%s", pop.Name, name, hint(name, p.ParameterNames(pop)))
	}
	size := pop.Size
	if v, ok := given[own]; !ok || v.IsConst() {
		size = 1
	}
	draw := p.Network.drawer(pop)
	out := make([]float64, size)
	for k := range out {
		out[k] = draw(table, given, prefix, k)(own)
	}
	return out, nil
}

// parameterTable returns where a parameter of a full name ("c_m", "exc.tau") is described.
func (p *Population) parameterTable(name string) (table []Param, given map[string]Value, prefix, own string) {
	receptor, own, dotted := strings.Cut(name, ".")
	if !dotted {
		return p.Neuron().Params, p.Params, "", name
	}
	if i := p.Receptor(receptor); i >= 0 {
		r := p.Receptors[i]
		return FindSynapse(r.Model).Params, r.Params, receptor + ".", own
	}
	return nil, nil, "", own
}

// Rederive returns the parameter row (see Rows) of member i of a population
// with other values of some parameters, by their full names. The quanta are 1:
// training counts arrivals in real numbers.
func (p *Plan) Rederive(g *Group, pop *Population, i int, given map[string]float64) []float64 {
	draw := p.Network.drawer(pop)
	quanta := make([]float64, len(pop.Receptors))
	for r := range quanta {
		quanta[r] = 1
	}
	return p.row(g, pop, func(table []Param, values map[string]Value, prefix string, i int) Lookup {
		own := draw(table, values, prefix, i)
		return func(name string) float64 {
			if x, ok := given[prefix+name]; ok {
				return x
			}
			return own(name)
		}
	}, quanta, i)
}
