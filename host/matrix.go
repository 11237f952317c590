package host

import (
	"context"
	"fmt"
	"slices"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/model"
)

// segmentRows are the built rows of one segment.
type segmentRows struct {
	*model.Segment
	first int // the source population's first source
	rows  *buffers.Rows
}

// buildRows builds the connectivity of every segment, ordered by source.
func buildRows(ctx context.Context, plan *model.Plan, threads int) ([]segmentRows, error) {
	var all []segmentRows
	for _, seg := range plan.Segments {
		g, first := plan.Locate(seg.Source)
		spec := buffers.SegmentSpec{
			Name:          seg.Source.Name,
			Sources:       seg.Source.Size,
			UniformWeight: seg.UniformWeight,
			UniformDelay:  seg.UniformDelay,
		}
		for _, p := range seg.Projections {
			target := plan.Network.Find(p.Target)
			base, stride := plan.Port(target, target.Receptor(p.Receptor))
			spec.Parts = append(spec.Parts, buffers.Part{
				Projection: p,
				SourceSize: seg.Source.Size, TargetSize: target.Size,
				Stream:   model.NewStream(plan.Network.Seed, "projection/"+p.Name),
				PortBase: base, PortStride: stride,
				Quantum: plan.Network.Quantum(target, p.Receptor),
				DT:      plan.Network.DT,
			})
		}
		rows, err := buffers.Build(ctx, spec, threads)
		if err != nil {
			return nil, err
		}
		all = append(all, segmentRows{seg, g.SourceBase + first, rows})
	}
	slices.SortStableFunc(all, func(a, b segmentRows) int { return a.first - b.first })
	return all, nil
}

// matrix moves the built rows to the device in chunks that its buffers can
// hold, and notes what the run needs to know of them.
func (s *Sim) matrix(all []segmentRows) error {
	rows := make([]*buffers.Rows, len(all))
	s.outdegree = make([]uint32, s.plan.Sources)
	s.maxDelay = 1
	for i, seg := range all {
		rows[i] = seg.rows
		s.stats.Synapses += int64(seg.rows.Synapses())
		s.maxDelay = max(s.maxDelay, seg.DelaySteps)
		for _, d := range seg.rows.Delays {
			s.maxDelay = max(s.maxDelay, int(d))
		}
		for r := range seg.rows.Sources() {
			s.outdegree[seg.first+r] += uint32(seg.rows.Ptr[r+1] - seg.rows.Ptr[r])
		}
	}
	most := s.device.memory.MaxElements()
	if s.opts.entries > 0 {
		most = min(most, s.opts.entries)
	}
	chunks, err := buffers.Chunks(rows, uint64(most))
	if err != nil {
		return err
	}
	for k, c := range chunks {
		m, err := s.uploadChunk(fmt.Sprintf("matrix %d", k), all, c)
		if err != nil {
			return err
		}
		s.chunks = append(s.chunks, m)
	}
	if len(chunks) == 0 {
		m, err := s.uploadChunk("matrix", nil, buffers.Chunk{})
		if err != nil {
			return err
		}
		s.chunks = append(s.chunks, m)
	}
	return nil
}

// uploadChunk writes one chunk and its block table to the device.
func (s *Sim) uploadChunk(name string, all []segmentRows, c buffers.Chunk) (kernels.Matrix, error) {
	m := kernels.Matrix{Sources: s.plan.Sources}
	blocks := make([]kernels.Block, len(c.Pieces))
	var rowPtr []uint32
	var weights, delays int
	for i, p := range c.Pieces {
		seg := all[p.Segment]
		b := &blocks[i]
		*b = kernels.Block{
			FirstSource: uint32(seg.first + p.FirstRow), Sources: uint32(p.Rows),
			RowPtr: uint32(len(rowPtr)), FirstSynapse: uint32(p.At),
			Weight: seg.WeightQ, Delay: uint32(seg.DelaySteps),
			Weights: kernels.NoEntry, Delays: kernels.NoEntry,
		}
		if seg.rows.Weights != nil {
			b.Weights = uint32(weights)
			weights += int(p.Entries)
		}
		if seg.rows.Delays != nil {
			b.Delays = uint32(delays)
			delays += int(p.Entries)
		}
		for r := range p.Rows + 1 {
			rowPtr = append(rowPtr, uint32(seg.rows.Ptr[p.FirstRow+r]-p.First))
		}
	}
	if err := s.copySynapses(name, &m, all, c, blocks, weights, delays); err != nil {
		return m, err
	}
	lists, most, longest, err := sourceBlocks(s.plan.Sources, blocks, rowPtr)
	if err != nil {
		return m, err
	}
	m.MostBlocks, m.LongestRow = most, longest
	table := []uint32{}
	for _, b := range blocks {
		table = append(table, b.Words()...)
	}
	if m.SourceBlocks, err = s.table(name+" source_blocks", lists); err != nil {
		return m, err
	}
	if m.Blocks, err = s.table(name+" blocks", table); err != nil {
		return m, err
	}
	m.RowPtr, err = s.table(name+" row_ptr", rowPtr)
	return m, err
}

// copySynapses writes targets, weights and delays of every piece of a chunk.
func (s *Sim) copySynapses(name string, m *kernels.Matrix, all []segmentRows, c buffers.Chunk, blocks []kernels.Block, weights, delays int) error {
	var err error
	if len(c.Pieces) == 1 && c.Entries == all[c.Pieces[0].Segment].rows.Synapses() {
		// The whole chunk is one segment: the native engine takes its memory as it is.
		a, err := s.device.memory.Adopt(name+" targets", buffers.U32, buffers.Bytes(all[c.Pieces[0].Segment].rows.Ports))
		if err != nil {
			return err
		}
		s.arrays = append(s.arrays, a)
		m.Targets = a
	} else if m.Targets, err = s.array(name+" targets", buffers.U32, int(c.Entries)); err != nil {
		return err
	}
	if weights > 0 {
		if m.Weights, err = s.array(name+" weights", buffers.I32, weights); err != nil {
			return err
		}
	}
	if delays > 0 {
		if m.Delays, err = s.array(name+" delays", buffers.U16, delays); err != nil {
			return err
		}
	}
	for i, p := range c.Pieces {
		rows := all[p.Segment].rows
		if len(c.Pieces) > 1 || p.Entries != rows.Synapses() {
			if err := m.Targets.WriteU32(int(p.At), rows.Ports[p.First:p.First+p.Entries]); err != nil {
				return err
			}
		}
		if rows.Weights != nil {
			if err := m.Weights.WriteI32(int(blocks[i].Weights), rows.Weights[p.First:p.First+p.Entries]); err != nil {
				return err
			}
		}
		if rows.Delays != nil {
			if err := m.Delays.WriteU16(int(blocks[i].Delays), rows.Delays[p.First:p.First+p.Entries]); err != nil {
				return err
			}
		}
		if p.First+p.Entries == rows.Synapses() {
			rows.Ports, rows.Weights, rows.Delays = nil, nil, nil // the device has them
		}
	}
	return nil
}

// sourceBlocks lists, for every source, its population's blocks in the table,
// and returns the most blocks and the longest row of any source.
func sourceBlocks(sources int, blocks []kernels.Block, rowPtr []uint32) (lists []uint32, most, longest int, err error) {
	lists = make([]uint32, sources)
	length := make([]int, sources)
	for i, b := range blocks {
		for r := range int(b.Sources) {
			source := int(b.FirstSource) + r
			if lists[source] == 0 {
				lists[source] = uint32(i)
			}
			n := lists[source]>>24 + 1
			if n > 255 || i >= 1<<24 {
				return nil, 0, 0, fmt.Errorf("source %d has synapses of more than 255 different uniform weights and delays; give them as distributions or lists", source)
			}
			// Blocks of one population lie side by side; those between its first and this one are its own.
			lists[source] = lists[source]&0xffffff | (uint32(i)-lists[source]&0xffffff+1)<<24
			most = max(most, int(lists[source]>>24))
			length[source] += int(rowPtr[b.RowPtr+uint32(r)+1] - rowPtr[b.RowPtr+uint32(r)])
			longest = max(longest, length[source])
		}
	}
	return lists, most, longest, nil
}
