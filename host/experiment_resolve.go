package host

import (
	"maps"
	"slices"

	"github.com/galvani-sim/galvani/model"
)

// resolved returns the experiment with every default written out, so that a
// later change of a default does not change what the file means. The network
// of e is not touched.
func (e *Experiment) resolved() *Experiment {
	out := *e
	n := *e.Network
	out.Network = &n
	if out.Device == "" {
		out.Device = "auto"
	}
	n.Populations = make([]*model.Population, len(e.Network.Populations))
	for i, p := range e.Network.Populations {
		n.Populations[i] = resolvePopulation(p)
	}
	n.Projections = slices.Clone(e.Network.Projections)
	for i, p := range n.Projections {
		if p.Plasticity != nil || p.Dynamics != nil {
			n.Projections[i] = resolveProjection(p)
		}
	}
	return &out
}

// resolveProjection writes out the parameters of plasticity and presynaptic dynamics.
func resolveProjection(p *model.Projection) *model.Projection {
	out := *p
	if p.Plasticity != nil {
		out.Plasticity = resolvePlasticity(p.Plasticity)
	}
	if p.Dynamics != nil {
		d := *p.Dynamics
		if m := model.FindPresynapse(d.Model); m != nil {
			d.Params = fillParams(d.Params, m.Params)
		}
		out.Dynamics = &d
	}
	return &out
}

func resolvePopulation(p *model.Population) *model.Population {
	out := *p
	out.Receptors = make([]*model.Receptor, len(p.Receptors))
	if p.Receptors == nil {
		out.Receptors = nil
	}
	for i, r := range p.Receptors {
		c := *r
		if m := model.FindSynapse(r.Model); m != nil {
			c.Params = fillParams(r.Params, m.Params)
			c.Initial = fillInitial(r.Initial, m.State, c.Params)
		}
		out.Receptors[i] = &c
	}
	resolveChannels(&out, p)
	m := p.Neuron()
	if m == nil {
		return &out
	}
	out.Params = fillParams(p.Params, m.Params)
	out.Initial = fillInitial(p.Initial, m.State, out.Params)
	if p.Scheme == "" {
		out.Scheme = firstScheme(m, p.Receptors)
	}
	return &out
}

// resolveChannels writes out the parameters of channels and ions. Gates start
// at rest unless they are given, which only leaving them out can say.
func resolveChannels(out, p *model.Population) {
	out.Channels, out.Ions = nil, nil
	for _, c := range p.Channels {
		x := *c
		if m := model.FindChannel(c.Model); m != nil {
			x.Params = fillParams(c.Params, m.Params)
		}
		out.Channels = append(out.Channels, &x)
	}
	for _, c := range p.Ions {
		x := *c
		if m := model.FindIon(c.Model); m != nil {
			x.Params = fillParams(c.Params, m.Params)
			x.Initial = fillInitial(c.Initial, m.State, x.Params)
		}
		out.Ions = append(out.Ions, &x)
	}
}

func fillParams(given map[string]model.Value, table []model.Param) map[string]model.Value {
	out := maps.Clone(given)
	for _, row := range table {
		if _, ok := out[row.Name]; !ok {
			out = put(out, row.Name, model.Const(row.Default))
		}
	}
	return out
}

// fillInitial writes out initial values. One that follows a parameter drawn
// from a distribution is left out: only the default can follow the draw.
func fillInitial(given map[string]model.Value, state []model.Var, params map[string]model.Value) map[string]model.Value {
	out := maps.Clone(given)
	for _, row := range state {
		if _, ok := out[row.Name]; ok || row.Follows {
			continue
		}
		v := model.Const(row.Default)
		if row.FromParam != "" {
			v = params[row.FromParam]
		}
		if v.Dist == model.Constant {
			out = put(out, row.Name, v)
		}
	}
	return out
}

func put(m map[string]model.Value, key string, v model.Value) map[string]model.Value {
	if m == nil {
		m = map[string]model.Value{}
	}
	m[key] = v
	return m
}

// firstScheme is the scheme that an empty Scheme means: the first that takes all receptors.
func firstScheme(m *model.NeuronModel, receptors []*model.Receptor) string {
	for _, s := range m.Schemes {
		if !slices.ContainsFunc(receptors, func(r *model.Receptor) bool { return !m.Takes(s, r.Output) }) {
			return s.Name
		}
	}
	return ""
}
