package buffers

import (
	"fmt"
	"math"

	"github.com/galvani-sim/galvani/model"
)

// MaxDelay is the longest delay, in steps, that a row can hold.
const MaxDelay = math.MaxUint16

// SegmentSpec describes a segment: projections out of one source population
// whose synapses lie in one block of rows.
type SegmentSpec struct {
	Name string
	// Sources is the number of rows: the size of the source population.
	Sources int
	// Parts are the projections fused into the segment.
	Parts []Part
	// UniformWeight and UniformDelay say that all synapses have one weight
	// and one delay; the rows then hold none. Build checks that it is so.
	UniformWeight, UniformDelay bool
}

// Part is one projection of a segment.
type Part struct {
	Projection             *model.Projection
	SourceSize, TargetSize int
	// Stream is keyed by the network's seed and the projection's name. Targets
	// are drawn from it, weights from its sub-stream "weight" and delays from
	// "delay", the two at index row<<32 | k for entry k of the projection's own
	// row, so that the network does not depend on what is fused with what.
	Stream model.Stream
	// Target neuron j has the port PortBase + j*PortStride.
	PortBase, PortStride uint32
	// Quantum is the weight that one count stands for, in the receptor's unit.
	Quantum float64
	// DT is the time step in ms.
	DT float64
	// SourcePoints and TargetPoints are the positions of the neurons in Space,
	// where the projection depends on them; Shape is that of the grid.
	SourcePoints, TargetPoints []model.Point
	Space                      model.Space
	Shape                      []int
	// Expected is the mean number of synapses, for rules that do not know it themselves.
	Expected float64
}

// errorf returns an error that names the projection.
func (p *Part) errorf(format string, args ...any) error {
	return fmt.Errorf("projection %q: %w", p.Projection.Name, fmt.Errorf(format, args...))
}

// recurrent reports whether source and target are the same population.
func (p *Part) recurrent() bool { return p.Projection.Source == p.Projection.Target }

// width returns the number of targets open to one source, and of sources open
// to one target: with autapses forbidden a neuron cannot reach itself.
func (p *Part) width(size int) int {
	if p.Projection.Rule.NoAutapses && p.recurrent() {
		return max(size-1, 0)
	}
	return size
}

// skipsSelf reports whether the rule leaves out the diagonal.
func (p *Part) skipsSelf() bool { return p.Projection.Rule.NoAutapses && p.recurrent() }

// Weight returns the quantised weight of a projection whose weight is constant.
func (p *Part) Weight() (int32, error) { return p.quantise(p.Projection.Weight.A) }

// DelaySteps returns the delay in steps of a projection whose delay is constant.
func (p *Part) DelaySteps() (uint16, error) { return p.steps(p.Projection.Delay.A) }

func (p *Part) constWeight() bool {
	return p.Projection.Weight.IsConst() && len(p.Projection.Rule.Weights) == 0 && !p.Projection.Modulated()
}

func (p *Part) constDelay() bool {
	return p.Projection.Delay.IsConst() && len(p.Projection.Rule.Delays) == 0 && p.Projection.Velocity == 0
}

func (p *Part) quantise(w float64) (int32, error) {
	q := math.Round(w / p.Quantum)
	if !(math.Abs(q) <= math.MaxInt32) {
		return 0, p.errorf("weight %v is %v quanta of %v, outside the 32-bit range; a larger quantum is needed", w, q, p.Quantum)
	}
	return int32(q), nil
}

func (p *Part) steps(delay float64) (uint16, error) {
	n := math.Round(delay / p.DT)
	if !(n >= 1 && n <= MaxDelay) {
		return 0, p.errorf("delay %v ms is %v steps of %v ms, must be 1 to %d steps", delay, n, p.DT, MaxDelay)
	}
	return uint16(n), nil
}

// check reports what cannot be built.
func (s *SegmentSpec) check() error {
	if s.Sources < 0 || uint64(s.Sources) > math.MaxUint32 {
		return fmt.Errorf("segment %q: %d sources, must be 0 to %d", s.Name, s.Sources, uint32(math.MaxUint32))
	}
	for i := range s.Parts {
		p := &s.Parts[i]
		if p.SourceSize != s.Sources {
			return p.errorf("has %d sources but its segment %q has %d rows", p.SourceSize, s.Name, s.Sources)
		}
		if err := p.check(); err != nil {
			return err
		}
	}
	return s.checkUniform()
}

func (p *Part) check() error {
	r := &p.Projection.Rule
	if p.TargetSize < 0 || uint64(p.TargetSize) > math.MaxUint32 {
		return p.errorf("%d targets, must be 0 to %d", p.TargetSize, uint32(math.MaxUint32))
	}
	if p.recurrent() && p.SourceSize != p.TargetSize {
		return p.errorf("joins %q to itself but has %d sources and %d targets", p.Projection.Source, p.SourceSize, p.TargetSize)
	}
	if n := uint64(p.TargetSize); n > 0 {
		// n and the stride are below 2^32, so the product is below 2^64 and the sum is checked by halves
		last := (n - 1) * uint64(p.PortStride)
		if last > math.MaxUint32 || uint64(p.PortBase)+last > math.MaxUint32 {
			return p.errorf("%d targets at ports %d + %d*j pass the last port %d", n, p.PortBase, p.PortStride, uint32(math.MaxUint32))
		}
	}
	if !(p.Quantum > 0) || math.IsInf(p.Quantum, 1) {
		return p.errorf("quantum is %v, must be positive and finite", p.Quantum)
	}
	if !(p.DT > 0) || math.IsInf(p.DT, 1) {
		return p.errorf("time step is %v ms, must be positive and finite", p.DT)
	}
	for _, v := range []struct {
		name string
		each []float64
		v    model.Value
	}{{"weight", r.Weights, p.Projection.Weight}, {"delay", r.Delays, p.Projection.Delay}} {
		if err := p.checkValue(v.name, v.each, v.v); err != nil {
			return err
		}
	}
	return nil
}

// checkValue checks the weights or delays of a projection: for the explicit
// rule one for each pair, otherwise a number, a distribution, or (for rules
// whose synapses can be numbered) a list in the order of sources, then targets.
func (p *Part) checkValue(name string, each []float64, v model.Value) error {
	r := &p.Projection.Rule
	if len(each) > 0 && r.Type != model.Explicit {
		return p.errorf("the rule lists %d %ss, which only explicit may; put a list into the projection's %s", len(each), name, name)
	}
	n := -1
	switch r.Type {
	case model.Explicit:
		n = len(r.Sources)
	case model.AllToAll:
		n = p.SourceSize * p.width(p.TargetSize)
	case model.OneToOne:
		n = p.SourceSize
		if p.skipsSelf() {
			n = 0
		}
	default:
		if v.Dist == model.Constant && v.List != nil {
			return p.errorf("%s is a list, which %s cannot have: only all_to_all, one_to_one and explicit number their synapses", name, r.Type)
		}
	}
	if len(each) > 0 {
		v = model.Value{List: each}
	}
	if err := v.CheckDraw(n); err != nil {
		return p.errorf("%s: %w", name, err)
	}
	return nil
}

// checkUniform reports parts that differ where the segment says they do not.
func (s *SegmentSpec) checkUniform() error {
	var weight int32
	var delay uint16
	for i := range s.Parts {
		p := &s.Parts[i]
		if s.UniformWeight {
			w, err := p.Weight()
			if err != nil && p.constWeight() {
				return err
			}
			if !p.constWeight() || i > 0 && w != weight {
				return p.errorf("its weights differ, but its segment %q is to have one weight", s.Name)
			}
			weight = w
		}
		if s.UniformDelay {
			d, err := p.DelaySteps()
			if err != nil && p.constDelay() {
				return err
			}
			if !p.constDelay() || i > 0 && d != delay {
				return p.errorf("its delays differ, but its segment %q is to have one delay", s.Name)
			}
			delay = d
		}
	}
	return nil
}
