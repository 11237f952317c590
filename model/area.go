package model

import (
	"slices"
)

// AreaSeparator stands between the name of an area and that of a part of its
// circuit: population "L4E" of area "V1" is "V1.L4E".
const AreaSeparator = "."

// Place adds a circuit to the network as the area of that name: copies of its
// populations, projections, stimuli and recorders, with the area's name and
// AreaSeparator before theirs. A circuit is a Network of which DT, Seed and
// Name do not count; it may be placed any number of times, and a function that
// returns one is a template with parameters. Projections between areas are
// added to the network itself, by the full names. Random streams are keyed by
// the full names, so every area draws for itself.
func (n *Network) Place(area string, circuit *Network) {
	prefix := area + AreaSeparator
	for _, p := range circuit.Populations {
		c := *p
		c.Name = prefix + p.Name
		n.Populations = append(n.Populations, &c)
	}
	for _, p := range circuit.Projections {
		c := *p
		c.Name, c.Source, c.Target = prefix+p.Name, prefix+p.Source, prefix+p.Target
		if p.Plasticity != nil && p.Plasticity.Modulator != "" {
			rule := *p.Plasticity
			rule.Modulator = prefix + rule.Modulator
			c.Plasticity = &rule
		}
		n.Projections = append(n.Projections, &c)
	}
	for _, x := range circuit.Couplings {
		c := *x
		c.Name, c.Source, c.Target = prefix+x.Name, prefix+x.Source, prefix+x.Target
		n.Couplings = append(n.Couplings, &c)
	}
	for _, s := range circuit.Stimuli {
		c := *s
		c.Name, c.Target = prefix+s.Name, prefix+s.Target
		n.Stimuli = append(n.Stimuli, &c)
	}
	for _, r := range circuit.Recorders {
		c := *r
		c.Name, c.Target = prefix+r.Name, prefix+r.Target
		c.Neurons = slices.Clone(r.Neurons)
		n.Recorders = append(n.Recorders, &c)
	}
}
