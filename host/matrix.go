package host

import (
	"context"
	"fmt"
	"slices"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/model"
)

// segmentRows are the built rows of one segment.
type segmentRows struct {
	*model.Segment
	first int // the source population's first source
	rows  *buffers.Rows
}

// ownChunk is the number of synapses from which a segment, or several small
// ones together, go to the device as soon as they are built. So there are never
// many segments in memory twice, and those of the native engine never are; one
// dispatch more costs nothing beside so many synapses.
const ownChunk = 1 << 24

// connect builds the connectivity segment by segment, ordered by source, and
// moves it to the device.
func (s *Sim) connect(ctx context.Context, threads int) error {
	s.outdegree = make([]uint32, s.plan.Sources)
	s.maxDelay = 1
	own := uint64(ownChunk)
	if s.opts.ownChunk > 0 {
		own = s.opts.ownChunk
	}
	var waiting []segmentRows
	held := uint64(0)
	for _, seg := range orderedSegments(s.plan) {
		rows, err := buffers.Build(ctx, segmentSpec(s.plan, seg.Segment), threads)
		if err != nil {
			return err
		}
		seg.rows = rows
		s.note(seg)
		n := rows.Synapses()
		if n >= own && len(waiting) > 0 {
			if err := s.upload(waiting); err != nil {
				return err
			}
			waiting, held = nil, 0
		}
		waiting = append(waiting, seg)
		if held += n; held >= own {
			if err := s.upload(waiting); err != nil {
				return err
			}
			waiting, held = nil, 0
		}
	}
	if len(waiting) > 0 || len(s.chunks) == 0 {
		return s.upload(waiting)
	}
	return nil
}

// orderedSegments returns the plan's segments in the order of their sources.
func orderedSegments(plan *model.Plan) []segmentRows {
	var all []segmentRows
	for _, seg := range plan.Segments {
		g, first := plan.Locate(seg.Source)
		all = append(all, segmentRows{Segment: seg, first: g.SourceBase + first})
	}
	slices.SortStableFunc(all, func(a, b segmentRows) int { return a.first - b.first })
	return all
}

// segmentSpec describes a segment to the builder.
func segmentSpec(plan *model.Plan, seg *model.Segment) buffers.SegmentSpec {
	spec := buffers.SegmentSpec{
		Name:          seg.Source.Name,
		Sources:       seg.Source.Size,
		UniformWeight: seg.UniformWeight,
		UniformDelay:  seg.UniformDelay,
	}
	for _, p := range seg.Projections {
		spec.Parts = append(spec.Parts, partOf(plan, p))
	}
	return spec
}

// partOf describes a projection to the builder.
func partOf(plan *model.Plan, p *model.Projection) buffers.Part {
	source, target := plan.Network.Find(p.Source), plan.Network.Find(p.Target)
	base, stride := plan.Port(target, target.Receptor(p.Receptor))
	part := buffers.Part{
		Projection: p,
		SourceSize: source.Size, TargetSize: target.Size,
		Stream:   model.NewStream(plan.Network.Seed, "projection/"+p.Name),
		PortBase: base, PortStride: stride,
		Quantum: plan.Network.Quantum(target, p.Receptor),
		DT:      plan.Network.DT,
	}
	part.Place(plan.Network, source, target)
	return part
}

// note keeps what the run needs to know of a segment when its rows are gone.
func (s *Sim) note(seg segmentRows) {
	s.stats.Synapses += int64(seg.rows.Synapses())
	s.maxDelay = max(s.maxDelay, seg.DelaySteps)
	for _, d := range seg.rows.Delays {
		s.maxDelay = max(s.maxDelay, int(d))
	}
	for r := range seg.rows.Sources() {
		s.outdegree[seg.first+r] += uint32(seg.rows.Ptr[r+1] - seg.rows.Ptr[r])
	}
}

// upload moves segments to the device in chunks that its buffers can hold.
func (s *Sim) upload(all []segmentRows) error {
	rows := make([]*buffers.Rows, len(all))
	for i, seg := range all {
		rows[i] = seg.rows
	}
	most := s.device.memory.MaxElements()
	if s.opts.entries > 0 {
		most = min(most, s.opts.entries)
	}
	chunks, err := buffers.Chunks(rows, uint64(most))
	if err != nil {
		return err
	}
	if len(chunks) == 0 {
		chunks = []buffers.Chunk{{}}
	}
	for _, c := range chunks {
		m, err := s.uploadChunk(fmt.Sprintf("matrix %d", len(s.chunks)), all, c)
		if err != nil {
			return err
		}
		s.chunks = append(s.chunks, m)
	}
	return nil
}
