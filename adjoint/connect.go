package adjoint

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/model"
)

// projection is a projection's synapses: in the order of its sources, then
// targets (the explicit rule: in the order of its pairs). place[k] is where
// synapse k lies in the engine's matrix.
type projection struct {
	*model.Projection
	sources, targets []uint32
	weights, delays  []float64 // delays in ms
	place            []uint32
	one              bool // all synapses share one weight
}

// maxGrain is the finest weight, relative to the largest, that a drawn weight is
// rounded to: the same rounding as in a simulation that has no other weights.
const maxGrain = 1 << 29

// connect builds all synapses and puts them into one matrix, row after row of
// sources, within a row by projection and target, so that sums have one order.
func (e *Engine) connect(ctx context.Context) error {
	if err := e.net.FixedWeights(); err != nil {
		return err
	}
	for _, proj := range e.net.Projections {
		p, err := e.build(ctx, proj)
		if err != nil {
			return err
		}
		e.projections = append(e.projections, p)
	}
	return e.makeMatrix()
}

// build makes the synapses of one projection.
func (e *Engine) build(ctx context.Context, proj *model.Projection) (*projection, error) {
	src, dst := e.net.Find(proj.Source), e.net.Find(proj.Target)
	// Lists are replaced by their indices, so that the builder says which
	// element each synapse has.
	own := *proj
	listed := proj.Rule.Type == model.Explicit
	quantum := 1.0
	if listed {
		index := make([]float64, len(proj.Rule.Sources))
		for i := range index {
			index[i] = float64(i)
		}
		own.Rule.Weights, own.Rule.Delays = index, nil
		own.Weight = model.Value{}
	} else if proj.Weight.List != nil {
		index := make([]float64, len(proj.Weight.List))
		for i := range index {
			index[i] = float64(i)
		}
		own.Weight = model.Each(index...)
	} else if proj.Weight.IsConst() {
		own.Weight = model.Const(1)
	} else {
		quantum = spread(proj.Weight) / maxGrain
	}
	if listed || proj.Delay.IsConst() {
		own.Delay = model.Const(e.net.DT)
	}
	rows, err := buffers.Build(ctx, buffers.SegmentSpec{Name: proj.Source, Sources: src.Size, Parts: []buffers.Part{{
		Projection: &own, SourceSize: src.Size, TargetSize: dst.Size,
		Stream:     model.NewStream(e.net.Seed, "projection/"+proj.Name),
		PortStride: 1, Quantum: quantum, DT: e.net.DT,
	}}}, 0)
	if err != nil {
		return nil, err
	}
	return e.collect(proj, rows, quantum, listed)
}

// spread bounds the magnitude of a drawn weight.
func spread(v model.Value) float64 {
	low, high := v.Bounds()
	bound := math.Max(math.Abs(low), math.Abs(high))
	if math.IsInf(bound, 0) {
		switch v.Dist {
		case model.Normal:
			bound = math.Abs(v.A) + 10*v.B
		case model.Lognormal:
			bound = math.Exp(v.A + 10*v.B)
		default:
			bound = 60 * math.Abs(v.A)
		}
	}
	if bound == 0 {
		return 1
	}
	return bound
}

// collect lists the synapses of the built rows with their weights and delays.
func (e *Engine) collect(proj *model.Projection, rows *buffers.Rows, quantum float64, listed bool) (*projection, error) {
	n := int(rows.Synapses())
	p := &projection{Projection: proj, one: proj.Weight.IsConst() && proj.Rule.Weights == nil,
		sources: make([]uint32, n), targets: make([]uint32, n), weights: make([]float64, n), delays: make([]float64, n)}
	at := 0
	for r := range rows.Sources() {
		for k := rows.Ptr[r]; k < rows.Ptr[r+1]; k++ {
			entry, i := int(k), at
			if listed {
				i = int(rows.Weights[entry])
			}
			p.sources[i], p.targets[i] = uint32(r), rows.Ports[entry]
			p.weights[i] = pick(proj.Weight, proj.Rule.Weights, rows.Weights[entry], quantum)
			switch {
			case listed && proj.Rule.Delays != nil:
				p.delays[i] = proj.Rule.Delays[i]
			case proj.Delay.IsConst():
				p.delays[i] = proj.Delay.A
			case listed:
				p.delays[i] = proj.Delay.Draw(model.NewStream(e.net.Seed, "projection/"+proj.Name).Sub("delay"), uint64(i))
			default:
				p.delays[i] = float64(rows.Delays[entry]) * e.net.DT
			}
			at++
		}
	}
	return p, nil
}

func pick(v model.Value, each []float64, index int32, quantum float64) float64 {
	switch {
	case each != nil:
		return each[index]
	case v.List != nil:
		return v.List[index]
	case v.IsConst():
		return v.A
	}
	return float64(index) * quantum
}

// makeMatrix sorts the synapses of all projections by source, then by the port
// they end at, and uploads them. Those with presynaptic dynamics are behind the
// others, in rows of their own. Synapses of a row that end at one port lie side
// by side, so that a device can add them in order while it shares out the ports.
func (e *Engine) makeMatrix() error {
	t := &e.train
	var all []entry
	rows := t.Sources + e.releases.Units // sources, then those of the dynamics
	for _, p := range e.projections {
		_, from, first, err := e.locate(p.Source)
		if err != nil {
			return err
		}
		dst, into, target, err := e.locate(p.Target)
		if err != nil {
			return err
		}
		port := uint32(into.PortBase + dst.Receptor(p.Receptor)*into.Size + target)
		p.place = make([]uint32, len(p.sources))
		row := uint32(from.SourceBase + first)
		if d := e.dynamicsOf(p.Projection); d != nil {
			row = uint32(t.Sources + d.TrainDynamics.First)
		}
		for k, s := range p.sources {
			all = append(all, entry{p, uint32(k), row + s, port + p.targets[k]})
		}
	}
	slices.SortStableFunc(all, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.port, b.port))
	})
	ptr := make([]uint32, rows+1)
	targets := make([]uint32, len(all))
	same := 0 // synapses in front of this one with its source and port
	for at, x := range all {
		if at > 0 && all[at-1].source == x.source && all[at-1].port == x.port {
			same++
		} else {
			same = 0
		}
		t.MostMultapses = max(t.MostMultapses, same+1)
		x.projection.place[x.synapse] = uint32(at)
		targets[at] = x.port
		ptr[x.source+1]++
	}
	for i := range rows {
		t.LongestRow = max(t.LongestRow, int(ptr[i+1]))
		ptr[i+1] += ptr[i]
	}
	if err := e.uploadMatrix(ptr, targets, len(all)); err != nil {
		return err
	}
	return e.makeReleases(ptr[t.Sources:])
}

// entry is a synapse on its way into the matrix.
type entry struct {
	projection            *projection
	synapse, source, port uint32
}

func (e *Engine) uploadMatrix(ptr, targets []uint32, total int) error {
	t := &e.train
	var err error
	fractions := 0
	if t.Interpolated {
		fractions = total
	}
	for _, a := range []struct {
		at   **buffers.Array
		name string
		elem buffers.Elem
		n    int
	}{
		{&t.RowPtr, "row pointers", buffers.U32, len(ptr)},
		{&t.Targets, "targets", buffers.U32, total},
		{&t.Weights, "weights", buffers.Real, total},
		{&t.Delays, "delays", buffers.U32, total},
		{&t.Fractions, "fractions", buffers.Real, fractions},
	} {
		if *a.at, err = e.array(a.name, a.elem, a.n); err != nil {
			return err
		}
	}
	for _, name := range e.opts.Cut {
		if _, err := e.find(name); err != nil {
			return fmt.Errorf("cut: %w", err)
		}
	}
	if len(e.opts.Cut) > 0 {
		if e.cut, err = e.array("weights of the way back", buffers.Real, total); err != nil {
			return err
		}
	}
	if err := t.RowPtr.WriteU32(0, ptr); err != nil {
		return err
	}
	if err := t.Targets.WriteU32(0, targets); err != nil {
		return err
	}
	if err := e.writeWeights(); err != nil {
		return err
	}
	return e.writeDelays()
}

// writeWeights uploads the weights of all projections.
func (e *Engine) writeWeights() error {
	all := make([]float64, e.train.Weights.Len())
	for _, p := range e.projections {
		for k, at := range p.place {
			all[at] = p.weights[k]
		}
	}
	if err := e.train.Weights.WriteReal(0, all); err != nil || e.cut == nil {
		return err
	}
	for _, p := range e.projections {
		if slices.Contains(e.opts.Cut, p.Name) {
			for _, at := range p.place {
				all[at] = 0
			}
		}
	}
	return e.cut.WriteReal(0, all)
}

// writeDelays uploads the delays of all projections. The longest decides how
// many steps behind a segment its spikes reach, which is fixed at the first call.
func (e *Engine) writeDelays() error {
	t := &e.train
	steps := make([]uint32, t.Delays.Len())
	fractions := make([]float64, t.Fractions.Len())
	longest := 1
	for _, p := range e.projections {
		for k, at := range p.place {
			d := p.delays[k] / e.net.DT
			whole := math.Round(d)
			if t.Interpolated {
				// A delay that is a whole number of steps but for its rounding is one.
				if math.Abs(d-whole) > 1e-9*whole {
					whole = math.Floor(d)
				}
				fractions[at] = math.Max(d-whole, 0)
			}
			if !(whole >= 1 && whole < model.MaxDelaySteps) {
				return fmt.Errorf("projection %q: a delay of %g ms is %g steps of %g ms, must be 1 to %d", p.Name, p.delays[k], d, e.net.DT, model.MaxDelaySteps)
			}
			steps[at] = uint32(whole)
			longest = max(longest, int(whole))
		}
	}
	if t.Interpolated {
		longest++
	}
	if t.Spill == 0 {
		t.Spill = max(longest, int(math.Ceil(e.opts.MaxDelay/e.net.DT))+1)
	} else if longest > t.Spill {
		return fmt.Errorf("the longest delay is now %d steps; the engine was compiled for %d", longest, t.Spill)
	}
	if err := t.Delays.WriteU32(0, steps); err != nil {
		return err
	}
	return t.Fractions.WriteReal(0, fractions)
}
