package host

import (
	"fmt"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
)

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
		if seg.Presynapse != nil {
			b.Factors = uint32(1 + seg.Presynapse.First + p.FirstRow)
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
	if len(c.Pieces) == 1 && c.Entries == all[c.Pieces[0].Segment].rows.Synapses() {
		return s.adoptSynapses(name, m, all[c.Pieces[0].Segment].rows)
	}
	var err error
	if m.Targets, err = s.array(name+" targets", buffers.U32, int(c.Entries)); err != nil {
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
		if err := m.Targets.WriteU32(int(p.At), rows.Ports[p.First:p.First+p.Entries]); err != nil {
			return err
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

// adoptSynapses hands a whole segment to the device: the native engine takes
// its memory as it is.
func (s *Sim) adoptSynapses(name string, m *kernels.Matrix, rows *buffers.Rows) error {
	for _, x := range []struct {
		to   **buffers.Array
		what string
		elem buffers.Elem
		data []byte
	}{
		{&m.Targets, " targets", buffers.U32, buffers.Bytes(rows.Ports)},
		{&m.Weights, " weights", buffers.I32, buffers.Bytes(rows.Weights)},
		{&m.Delays, " delays", buffers.U16, buffers.Bytes(rows.Delays)},
	} {
		if x.data == nil && x.what != " targets" {
			continue
		}
		a, err := s.device.memory.Adopt(name+x.what, x.elem, x.data)
		if err != nil {
			return err
		}
		s.arrays = append(s.arrays, a)
		*x.to = a
	}
	rows.Ports, rows.Weights, rows.Delays = nil, nil, nil
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
