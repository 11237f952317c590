package eventprop

import (
	"fmt"
	"slices"

	"github.com/galvani-sim/galvani/model"
)

// layer is a set of populations that run together: one population, or several
// that reach each other. Layers are in the order in which spikes pass.
type layer struct {
	pops         []*model.Population
	first, count int // neurons
	recurrent    bool
	sources      bool
	together     bool // see rows; changes with the parameters
	row          bool // every neuron reaches one layer only, which goes together
}

// makeLayers sorts the populations into layers: the strongly connected
// components of the graph of projections (Tarjan 1972, SIAM J. Comput. 1:146),
// sources first.
func makeLayers(net *model.Network) []layer {
	targets := map[string][]string{}
	self := map[string]bool{}
	for _, p := range net.Projections {
		targets[p.Source] = append(targets[p.Source], p.Target)
		self[p.Source] = self[p.Source] || p.Source == p.Target
	}
	t := tarjan{net: net, targets: targets, index: map[string]int{}, low: map[string]int{}, on: map[string]bool{}}
	for _, p := range net.Populations {
		if _, seen := t.index[p.Name]; !seen {
			t.visit(p.Name)
		}
	}
	slices.Reverse(t.out) // components come out last first
	var sources, rest []layer
	for _, names := range t.out {
		l := layer{recurrent: len(names) > 1 || self[names[0]]}
		for _, name := range names {
			l.pops = append(l.pops, net.Find(name))
		}
		if l.pops[0].Neuron().Source {
			l.sources = true
			sources = append(sources, l)
		} else {
			rest = append(rest, l)
		}
	}
	layers := append(sources, rest...)
	at := 0
	for i := range layers {
		layers[i].first = at
		for _, p := range layers[i].pops {
			layers[i].count += p.Size
		}
		at += layers[i].count
	}
	return layers
}

type tarjan struct {
	net     *model.Network
	targets map[string][]string
	index   map[string]int
	low     map[string]int
	on      map[string]bool
	stack   []string
	out     [][]string
}

func (t *tarjan) visit(name string) {
	t.index[name] = len(t.index)
	t.low[name] = t.index[name]
	t.stack = append(t.stack, name)
	t.on[name] = true
	for _, next := range t.targets[name] {
		if _, seen := t.index[next]; !seen {
			t.visit(next)
			t.low[name] = min(t.low[name], t.low[next])
		} else if t.on[next] {
			t.low[name] = min(t.low[name], t.index[next])
		}
	}
	if t.low[name] != t.index[name] {
		return
	}
	k := slices.Index(t.stack, name)
	names := slices.Clone(t.stack[k:])
	t.stack = t.stack[:k]
	for _, x := range names {
		t.on[x] = false
	}
	t.out = append(t.out, names)
}

// supported reports what the event-based engine cannot simulate.
func supported(net *model.Network) error {
	for _, p := range net.Populations {
		m := p.Neuron()
		if m.Host {
			continue
		}
		if m.Leaky == nil {
			return &model.Error{Path: []string{"population", p.Name, "model"}, Msg: fmt.Sprintf(
				"population %q: %s has no event-based gradient: the neurons must be leaky integrators (such as lif), the inputs spike_source", p.Name, m.Name)}
		}
		for _, r := range p.Receptors {
			if s := model.FindSynapse(r.Model); s.Linear == nil {
				return &model.Error{Path: []string{"population", p.Name, "receptor", r.Name, "model"}, Msg: fmt.Sprintf(
					"population %q: receptor %q: %s has no event-based gradient: use exponential or alpha", p.Name, r.Name, s.Name)}
			}
			if r.Output == model.OutputMagnesium {
				return &model.Error{Path: []string{"population", p.Name, "receptor", r.Name, "output"}, Msg: fmt.Sprintf(
					"population %q: receptor %q: output %s has no event-based gradient", p.Name, r.Name, r.Output)}
			}
		}
	}
	for _, p := range net.Projections {
		if p.Dynamics != nil {
			return &model.Error{Path: []string{"projection", p.Name, "dynamics"}, Msg: fmt.Sprintf(
				"projection %q: presynaptic dynamics (%s) have no event-based gradient", p.Name, p.Dynamics.Model)}
		}
	}
	if len(net.Stimuli) > 0 {
		s := net.Stimuli[0]
		return &model.Error{Path: []string{"stimulus", s.Name}, Msg: fmt.Sprintf(
			"stimulus %q: stimuli have no event-based gradient: give spikes through spike_source, a constant current as the neurons' own", s.Name)}
	}
	return nil
}
