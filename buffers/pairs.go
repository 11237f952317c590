package buffers

import (
	"context"
	"fmt"
	"math"

	"github.com/galvani-sim/galvani/model"
)

// Pair is one pair of a coupling; the neurons are members of their populations.
type Pair struct {
	Source, Target uint32
	Weight         float64
	Delay          uint32 // steps
}

// Pairs returns the pairs of a coupling, ordered by source (of an
// explicit rule, in its order). They depend on the network's seed and the
// coupling's name alone.
func Pairs(ctx context.Context, net *model.Network, c *model.Coupling, threads int) ([]Pair, error) {
	stream := model.NewStream(net.Seed, "coupling/"+c.Name)
	weights, delays := stream.Sub("weight"), stream.Sub("delay")
	steps := func(ms float64) uint32 { return uint32(math.Round(ms / net.DT)) }
	var pairs []Pair
	if c.Rule.Type == model.Explicit {
		for k, source := range c.Rule.Sources {
			target := c.Rule.Targets[k]
			if c.Rule.NoAutapses && c.Source == c.Target && source == target {
				continue
			}
			p := Pair{Source: source, Target: target}
			if c.Rule.Weights != nil {
				p.Weight = c.Rule.Weights[k]
			} else {
				p.Weight = c.Weight.Draw(weights, uint64(k))
			}
			if c.Rule.Delays != nil {
				p.Delay = steps(c.Rule.Delays[k])
			} else {
				p.Delay = steps(c.Delay.Draw(delays, uint64(k)))
			}
			pairs = append(pairs, p)
		}
		return pairs, nil
	}
	src, dst := net.Find(c.Source), net.Find(c.Target)
	// The rules of projections draw the pairs; weights and delays are our own.
	p := c.Projection()
	p.Weight, p.Delay = model.Const(1), model.Const(net.DT)
	part := Part{Projection: p, SourceSize: src.Size, TargetSize: dst.Size, Stream: stream, PortStride: 1, Quantum: 1, DT: net.DT}
	part.Place(net, src, dst)
	rows, err := Build(ctx, SegmentSpec{Name: c.Name, Sources: src.Size, UniformWeight: true, UniformDelay: true,
		Parts: []Part{part}}, threads)
	if err != nil {
		return nil, fmt.Errorf("coupling %q: %w", c.Name, err)
	}
	for i := range src.Size {
		for k, target := range rows.Ports[rows.Ptr[i]:rows.Ptr[i+1]] {
			at := func(v model.Value) uint64 {
				if v.List != nil {
					return uint64(len(pairs)) // lists are in the order of the pairs
				}
				return uint64(i)<<32 | uint64(k)
			}
			pairs = append(pairs, Pair{uint32(i), target, c.Weight.Draw(weights, at(c.Weight)), steps(c.Delay.Draw(delays, at(c.Delay)))})
		}
	}
	return pairs, nil
}

// Place adds what rules that depend on space need, and the expected size.
func (part *Part) Place(net *model.Network, source, target *model.Population) {
	part.Expected = net.ExpectedSynapses(part.Projection)
	if source.Positions != nil {
		part.Space, part.Shape = source.Positions.Space(), source.Positions.Shape
	}
	if part.Projection.Spatial() {
		part.SourcePoints, part.TargetPoints = net.Coordinates(source), net.Coordinates(target)
	}
}
