package model

import (
	"fmt"
	"math"
	"strings"
)

// Plan is a network grouped for execution: populations of one neuron model,
// scheme and receptor signature form a Group (one dispatch for each step), and
// projections from one source population that need the same storage form a
// Segment (one block of rows in the matrix).
type Plan struct {
	Network  *Network
	Groups   []*Group
	Segments []*Segment
	// Plastic holds the projections whose weights change, by rule; they are in no Segment.
	Plastic []*PlasticGroup
	// Presynapses are the presynaptic dynamics, those of one model side by side;
	// Slots is the number of their states.
	Presynapses []*Presynapse
	Slots       int
	// Procedural lists the projections without stored synapses; they are in no segment.
	Procedural []*Projection
	// Sources is the number of spike sources: all neurons, numbered group after group.
	Sources int
	// Ports is the number of accumulators in one slot of the delay ring.
	Ports int

	stored bool // procedural projections are in segments
}

// Group is a set of populations that one dispatch advances.
type Group struct {
	Model     *NeuronModel
	Scheme    int // index into Model.Schemes
	Receptors []Slot
	Channels  []ChannelSlot
	Ions      []IonSlot
	// Padded is the number of ring ports of one neuron: the receptors, rounded up to 1, 2, 4 or 8.
	Padded int
	// Words is the number of state words of one neuron: the model's, then each
	// receptor's, each channel's, each ion pool's.
	Words int
	// Size is the number of neurons; the group's neuron 0 is source SourceBase and owns port PortBase.
	Size, SourceBase, PortBase int
	Members                    []Member
}

// Slot is one receptor of a group.
type Slot struct {
	Synapse *SynapseModel
	ID      int // index in Synapses(): the shader's SYNAPSE_ number
	Output  Output
	Base    int // first state word
}

// Member is a population's place in its group.
type Member struct {
	Population *Population
	First      int // the population's neuron 0 is the group's neuron First
}

// Segment is a set of projections out of one population whose synapses share a
// block of rows. Where every synapse has one weight or delay it is stored once.
type Segment struct {
	Source        *Population
	Projections   []*Projection
	UniformWeight bool
	WeightQ       int32 // in the receptor's quantum
	UniformDelay  bool
	DelaySteps    int
	// Presynapse is nil where every spike transmits the whole weight.
	Presynapse *Presynapse
}

// MakePlan validates the network and groups it.
func (n *Network) MakePlan() (*Plan, error) {
	if err := n.Validate(); err != nil {
		return nil, err
	}
	p := &Plan{Network: n}
	byKey := map[string]*Group{}
	for _, pop := range n.Populations {
		m := pop.Neuron()
		scheme, err := m.scheme(pop)
		if err != nil {
			return nil, err
		}
		key := groupKey(m, scheme, pop)
		g := byKey[key]
		if g == nil {
			g = newGroup(m, scheme, pop)
			byKey[key] = g
			p.Groups = append(p.Groups, g)
		}
		g.Members = append(g.Members, Member{pop, g.Size})
		g.Size += pop.Size
	}
	for _, g := range p.Groups {
		g.SourceBase, g.PortBase = p.Sources, p.Ports
		p.Sources += g.Size
		if !g.Model.Source {
			// Groups start at a multiple of 8 ports, so that a neuron's ports are one aligned record.
			p.Ports += (g.Size*g.Padded + 7) / 8 * 8
		}
	}
	if p.Ports > math.MaxUint32 {
		return nil, fmt.Errorf("the network has %d synaptic inputs (neurons times receptors), more than 32 bits can number", p.Ports)
	}
	p.dynamics()
	p.segment()
	p.plastic()
	return p, nil
}

func groupKey(m *NeuronModel, scheme int, pop *Population) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s/%d", m.Name, scheme)
	if m.File != nil {
		b.WriteString("/" + m.File.Digest())
	}
	for _, r := range pop.Receptors {
		fmt.Fprintf(&b, "/%s:%s", r.Model, r.Output)
	}
	channelKey(&b, pop)
	return b.String()
}

func newGroup(m *NeuronModel, scheme int, pop *Population) *Group {
	g := &Group{Model: m, Scheme: scheme, Padded: 1, Words: len(m.State)}
	for _, r := range pop.Receptors {
		s := FindSynapse(r.Model)
		id := indexOf(synapses, func(x *SynapseModel) bool { return x == s })
		g.Receptors = append(g.Receptors, Slot{Synapse: s, ID: id, Output: r.Output, Base: g.Words})
		g.Words += len(s.State)
	}
	g.addChannels(pop)
	for g.Padded < len(g.Receptors) {
		g.Padded *= 2
	}
	return g
}

// Locate returns the group of a population and the index of its first neuron there.
func (p *Plan) Locate(pop *Population) (*Group, int) {
	for _, g := range p.Groups {
		for _, m := range g.Members {
			if m.Population == pop {
				return g, m.First
			}
		}
	}
	return nil, 0
}

// Port returns the ring port of receptor r of a population's neuron 0 and the
// distance between the ports of neighbouring neurons.
func (p *Plan) Port(pop *Population, r int) (base, stride uint32) {
	g, first := p.Locate(pop)
	return uint32(g.PortBase + first*g.Padded + r), uint32(g.Padded)
}

// UniformWeight reports whether all synapses of the projection have one weight.
func (x *Projection) UniformWeight() bool {
	return x.Weight.IsConst() && x.Rule.Weights == nil && !x.Modulated()
}

// UniformDelay reports whether all synapses of the projection have one delay.
func (x *Projection) UniformDelay() bool {
	return x.Delay.IsConst() && x.Rule.Delays == nil && x.Velocity == 0
}

// StoreProcedural puts procedural projections into segments like others: the
// same network, with all synapses in memory.
func (p *Plan) StoreProcedural() {
	p.Segments, p.Procedural, p.stored = nil, nil, true
	p.segment()
}

// segment sorts the projections into segments, in the network's order.
func (p *Plan) segment() {
	byKey := map[string]*Segment{}
	for _, proj := range p.Network.Projections {
		if proj.Plasticity != nil {
			continue
		}
		if proj.Rule.Procedural && !p.stored {
			p.Procedural = append(p.Procedural, proj)
			continue
		}
		s := &Segment{Source: p.Network.Find(proj.Source)}
		if proj.UniformWeight() {
			s.UniformWeight = true
			s.WeightQ = p.quantize(proj, proj.Weight.A)
		}
		if proj.UniformDelay() {
			s.UniformDelay = true
			s.DelaySteps = int(math.Round(proj.Delay.A / p.Network.DT))
		}
		s.Presynapse = p.PresynapseOf(proj)
		key := fmt.Sprintf("%s/%v/%d/%v/%d/%p", proj.Source, s.UniformWeight, s.WeightQ, s.UniformDelay, s.DelaySteps, s.Presynapse)
		if byKey[key] == nil {
			byKey[key] = s
			p.Segments = append(p.Segments, s)
		}
		byKey[key].Projections = append(byKey[key].Projections, proj)
	}
}

func (p *Plan) quantize(proj *Projection, w float64) int32 {
	return int32(math.Round(w / p.Network.Quantum(p.Network.Find(proj.Target), proj.Receptor)))
}
