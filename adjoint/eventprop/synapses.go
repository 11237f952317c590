package eventprop

import (
	"context"
	"fmt"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/model"
)

// synapses are those of all projections, by source neuron; those of one source
// are in the order of the projections, then of the targets.
type synapses struct {
	rowPtr []uint32
	words  []uint32 // target, receptor, source, 0
	// place[p] lists where the synapses of projection p stand.
	place [][]int
}

// entry is one synapse of a projection while the table is made.
type entry struct {
	target        uint32
	weight, delay float64
}

// build makes the synapses with their weights and delays in full precision, one
// parameter for the weights and one for the delays of every projection.
func (e *Engine) buildSynapses(ctx context.Context) error {
	net := e.net
	rows := make([][][]entry, len(net.Projections)) // [projection][source]
	for p, proj := range net.Projections {
		var err error
		if rows[p], err = expand(ctx, net, proj); err != nil {
			return err
		}
	}
	s := &e.syn
	s.place = make([][]int, len(net.Projections))
	s.rowPtr = make([]uint32, e.neurons+1)
	weights := make([][]float64, len(net.Projections))
	delays := make([][]float64, len(net.Projections))
	for _, l := range e.layers {
		for _, pop := range l.pops {
			for i := range pop.Size {
				source := e.first[pop.Name] + i
				for p, proj := range net.Projections {
					if proj.Source != pop.Name {
						continue
					}
					target := net.Find(proj.Target)
					receptor := uint32(target.Receptor(proj.Receptor))
					for _, x := range rows[p][i] {
						s.place[p] = append(s.place[p], len(s.words)/4)
						s.words = append(s.words, uint32(e.first[target.Name])+x.target, receptor, uint32(source), 0)
						weights[p] = append(weights[p], x.weight)
						delays[p] = append(delays[p], x.delay)
					}
				}
				s.rowPtr[source+1] = uint32(len(s.words) / 4)
			}
		}
	}
	for p, proj := range net.Projections {
		e.add(proj.Name+".weight", weights[p])
		e.add(proj.Name+".delay", delays[p])
	}
	return nil
}

// Synapses returns the pairs of a projection, numbered within their
// populations, in the order of its weights and delays.
func (e *Engine) Synapses(projection string) (sources, targets []uint32, err error) {
	for p, proj := range e.net.Projections {
		if proj.Name != projection {
			continue
		}
		for _, at := range e.syn.place[p] {
			sources = append(sources, e.syn.words[4*at+2]-uint32(e.first[proj.Source]))
			targets = append(targets, e.syn.words[4*at]-uint32(e.first[proj.Target]))
		}
		return sources, targets, nil
	}
	return nil, nil, fmt.Errorf("there is no projection %q", projection)
}

// expand returns the synapses of a projection, source by source: targets as
// every engine draws them, weights and delays not rounded.
func expand(ctx context.Context, net *model.Network, proj *model.Projection) ([][]entry, error) {
	src, dst := net.Find(proj.Source), net.Find(proj.Target)
	// The rows are made with numbers in place of the weights: of the pairs of
	// an explicit list, which rows sort.
	bare := *proj
	bare.Weight, bare.Delay = model.Const(1), model.Const(net.DT)
	bare.Rule.Weights, bare.Rule.Delays = nil, nil
	explicit := proj.Rule.Type == model.Explicit
	if explicit && len(proj.Rule.Sources) > 0 {
		bare.Rule.Weights = make([]float64, len(proj.Rule.Sources))
		for k := range bare.Rule.Weights {
			bare.Rule.Weights[k] = float64(k)
		}
	}
	stream := model.NewStream(net.Seed, "projection/"+proj.Name)
	built, err := buffers.Build(ctx, buffers.SegmentSpec{
		Name: src.Name, Sources: src.Size, UniformDelay: true, UniformWeight: bare.Rule.Weights == nil,
		Parts: []buffers.Part{{Projection: &bare, SourceSize: src.Size, TargetSize: dst.Size, Stream: stream, PortStride: 1, Quantum: 1, DT: net.DT}},
	}, 0)
	if err != nil {
		return nil, err
	}
	weight := drawer(proj, proj.Weight, proj.Rule.Weights, stream.Sub("weight"), net)
	delay := drawer(proj, proj.Delay, proj.Rule.Delays, stream.Sub("delay"), net)
	out := make([][]entry, src.Size)
	for i := range out {
		for k, target := range built.Row(i) {
			item := -1
			if built.Weights != nil {
				item = int(built.Weights[built.Ptr[i]+uint64(k)])
			}
			x := entry{target: target, weight: weight(i, k, item), delay: delay(i, k, item)}
			if !(x.delay >= 0) {
				return nil, fmt.Errorf("projection %q: a delay of %v ms, must not be negative", proj.Name, x.delay)
			}
			out[i] = append(out[i], x)
		}
	}
	return out, nil
}

// drawer returns the weight or delay of entry k of row i, which is pair `item` of an explicit list.
func drawer(proj *model.Projection, v model.Value, each []float64, stream model.Stream, net *model.Network) func(i, k, item int) float64 {
	if len(each) > 0 {
		v = model.Value{List: each}
	}
	base := 1
	if proj.Rule.Type == model.AllToAll {
		if base = net.Find(proj.Target).Size; proj.Rule.NoAutapses && proj.Source == proj.Target {
			base--
		}
	}
	return func(i, k, item int) float64 {
		switch {
		case v.IsConst():
			return v.A
		case v.List != nil && item >= 0:
			return v.List[item]
		case v.List != nil:
			return v.List[i*base+k]
		}
		return v.Draw(stream, uint64(i)<<32|uint64(k))
	}
}
