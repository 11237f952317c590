package model

import (
	"fmt"
	"strings"
)

// Explain says in a few lines what was grouped and merged, and what it saved.
func (p *Plan) Explain() string {
	var b strings.Builder
	n := p.Network
	fmt.Fprintf(&b, "neurons    %d populations in %d group(s): one dispatch each\n", len(n.Populations), len(p.Groups))
	for _, g := range p.Groups {
		var names []string
		for _, m := range g.Members {
			names = append(names, m.Population.Name)
		}
		scheme := "events from the host"
		if len(g.Model.Schemes) > 0 {
			scheme = g.Model.Schemes[g.Scheme].Name
		}
		fmt.Fprintf(&b, "  %-16s %8d neurons  scheme %s  %s\n", g.Model.Name, g.Size, scheme, shorten(names))
	}
	if len(n.Couplings) > 0 {
		var names []string
		for _, c := range n.Couplings {
			names = append(names, c.Name)
		}
		fmt.Fprintf(&b, "couplings  %d: one dispatch for all, and one for each group that sends  %s\n", len(n.Couplings), shorten(names))
	}
	fmt.Fprintf(&b, "synapses   %d projections in %d segment(s) of rows: one dispatch for all\n", p.fixed(), len(p.Segments))
	for _, s := range p.Segments {
		var names []string
		for _, proj := range s.Projections {
			names = append(names, proj.Name)
		}
		fmt.Fprintf(&b, "  from %-12s weight %s  delay %s  %s\n", s.Source.Name, stored(s.UniformWeight), stored(s.UniformDelay), shorten(names))
	}
	for _, g := range p.Plastic {
		var names []string
		for _, proj := range g.Projections {
			names = append(names, proj.Name)
		}
		fmt.Fprintf(&b, "plastic    %d projection(s) with %s in one matrix  %s\n", len(names), g.Rule.Name, shorten(names))
	}
	for _, x := range p.Presynapses {
		var names []string
		for _, proj := range x.Projections {
			names = append(names, proj.Name)
		}
		fmt.Fprintf(&b, "dynamics   %s: one state for each of %d neurons of %s, shared by %d projection(s): %s\n",
			x.Model.Name, x.Source.Size, x.Source.Name, len(names), shorten(names))
	}
	if len(p.Procedural) > 0 {
		var names []string
		for _, proj := range p.Procedural {
			names = append(names, proj.Name)
		}
		fmt.Fprintf(&b, "procedural %d projections without stored synapses: made anew at every spike  %s\n", len(p.Procedural), shorten(names))
	}
	merged, own := p.stateWords()
	if own > 0 {
		fmt.Fprintf(&b, "merging    %d receptor states instead of %d with one set for each projection (%.1f times fewer)\n", merged, own, float64(own)/float64(max(merged, 1)))
	}
	return b.String()
}

// fixed counts the projections whose weights do not change.
func (p *Plan) fixed() int {
	count := len(p.Network.Projections)
	for _, g := range p.Plastic {
		count -= len(g.Projections)
	}
	return count
}

// stateWords counts the receptor state words there are, and those there would
// be if every projection kept its own for each target.
func (p *Plan) stateWords() (merged, own int) {
	for _, pop := range p.Network.Populations {
		for _, r := range pop.Receptors {
			words := len(FindSynapse(r.Model).State) * pop.Size
			merged += words
			for _, proj := range p.Network.Projections {
				if proj.Target == pop.Name && proj.Receptor == r.Name {
					own += words
				}
			}
		}
	}
	return merged, own
}

func stored(uniform bool) string {
	if uniform {
		return "stored once"
	}
	return "for each synapse"
}

// shorten joins names, at most six of them.
func shorten(names []string) string {
	if len(names) > 6 {
		return strings.Join(names[:6], ", ") + fmt.Sprintf(" and %d more", len(names)-6)
	}
	return strings.Join(names, ", ")
}
