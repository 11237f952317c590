package model

import "slices"

// PlasticGroup holds the projections of one plasticity rule: the same few
// dispatches serve them all.
type PlasticGroup struct {
	Rule        *PlasticityRule
	Projections []*Projection
}

// plastic groups the projections with plasticity by rule, in the network's
// order; where the rule watches its targets, those of one group of neurons lie together.
func (p *Plan) plastic() {
	for _, proj := range p.Network.Projections {
		if proj.Plasticity == nil {
			continue
		}
		rule := FindPlasticity(proj.Plasticity.Model)
		k := slices.IndexFunc(p.Plastic, func(g *PlasticGroup) bool { return g.Rule == rule })
		if k < 0 {
			k = len(p.Plastic)
			p.Plastic = append(p.Plastic, &PlasticGroup{Rule: rule})
		}
		p.Plastic[k].Projections = append(p.Plastic[k].Projections, proj)
	}
	for _, g := range p.Plastic {
		if g.Rule.Watches == "" {
			continue
		}
		slices.SortStableFunc(g.Projections, func(a, b *Projection) int {
			return p.groupIndex(a.Target) - p.groupIndex(b.Target)
		})
	}
}

func (p *Plan) groupIndex(population string) int {
	g, _ := p.Locate(p.Network.Find(population))
	return slices.Index(p.Groups, g)
}

// Params returns the device parameters of a projection of the group.
func (g *PlasticGroup) Params(proj *Projection, dt float64) []float64 {
	return g.Rule.Derive(g.Rule.Lookup(proj.Plasticity.Params), dt, g.Rule.pairing(proj.Plasticity))
}
