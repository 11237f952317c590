package buffers

import (
	"math"
	"testing"

	"github.com/galvani-sim/galvani/model"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestChunksHoldEverything lays random segments into chunks and walks through
// them: every row once, in order, nothing longer than allowed.
func TestChunksHoldEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const most = 12
		var ptrs [][]uint64
		for range rapid.IntRange(0, 5).Draw(t, "segments") {
			ptr := []uint64{0}
			for range rapid.IntRange(0, 10).Draw(t, "rows") {
				ptr = append(ptr, ptr[len(ptr)-1]+rapid.Uint64Range(0, most).Draw(t, "length"))
			}
			ptrs = append(ptrs, ptr)
		}
		list, err := chunks(ptrs, most)
		require.NoError(t, err)
		segment, row := 0, 0
		ends := func() {
			for segment < len(ptrs) && row == len(ptrs[segment])-1 {
				segment, row = segment+1, 0
			}
		}
		for _, c := range list {
			at, rows := uint64(0), 0
			for _, p := range c.Pieces {
				ends()
				require.Equal(t, segment, p.Segment)
				require.Equal(t, row, p.FirstRow)
				require.Equal(t, at, p.At)
				require.Equal(t, ptrs[segment][row], p.First)
				require.Positive(t, p.Rows)
				offsets := p.Offsets(ptrs[segment], nil)
				require.Len(t, offsets, p.Rows)
				for i, o := range offsets {
					require.Equal(t, at+ptrs[segment][row+i]-ptrs[segment][row], uint64(o))
				}
				row += p.Rows
				require.Equal(t, ptrs[segment][row]-p.First, p.Entries)
				at += p.Entries
				rows += p.Rows
			}
			require.Equal(t, at, c.Entries)
			require.Equal(t, rows, c.Rows)
			require.LessOrEqual(t, c.Entries, uint64(most))
			require.Positive(t, c.Rows)
		}
		ends()
		require.Equal(t, len(ptrs), segment, "rows are left out")
	})
}

// TestChunksBeyond32Bits cuts a matrix of 10 billion entries, of which only
// the row offsets exist.
func TestChunksBeyond32Bits(t *testing.T) {
	const rows, each = 100_000, 100_000
	ptr := make([]uint64, rows+1)
	for i := range ptr {
		ptr[i] = uint64(i) * each
	}
	list, err := Chunks([]*Rows{{Ptr: ptr}}, math.MaxUint64)
	require.NoError(t, err)
	// 42,949 rows fit below 2^32: 4,294,900,000 entries
	require.Len(t, list, 3)
	require.Equal(t, Chunk{Pieces: []Piece{{FirstRow: 42949, Rows: 42949, First: 42949 * each, Entries: 42949 * each}},
		Entries: 42949 * each, Rows: 42949}, list[1])
	offsets := list[2].Pieces[0].Offsets(ptr, nil)
	require.Len(t, offsets, rows-2*42949)
	require.Equal(t, uint32(0), offsets[0])
	require.Equal(t, uint32((rows-2*42949-1)*each), offsets[len(offsets)-1])

	list, err = Chunks([]*Rows{{Ptr: ptr}}, 1<<28)
	require.NoError(t, err)
	total := uint64(0)
	for _, c := range list {
		require.LessOrEqual(t, c.Entries, uint64(1<<28))
		total += c.Entries
	}
	require.Equal(t, uint64(rows)*each, total)
}

func TestChunksRowTooLong(t *testing.T) {
	_, err := Chunks([]*Rows{{Ptr: []uint64{0, 1}}, {Ptr: []uint64{0, 2, 9}}}, 6)
	require.EqualError(t, err, "source 1 of segment 1 has 7 synapses, but the device's buffers hold only 6; use a device with larger buffers")
	list, err := Chunks(nil, 6)
	require.NoError(t, err)
	require.Empty(t, list)
}

// TestMaxInput compares with sums taken one synapse at a time.
func TestMaxInput(t *testing.T) {
	spec := benchSpec(500, model.Rule{Type: model.FixedProbability, P: 0.1})
	spec.UniformWeight = false
	spec.Parts[0].Projection.Weight = model.NormalDist(0, 1)
	other := benchSpec(500, model.Rule{Type: model.FixedIndegree, N: 30})
	other.Parts[0].PortBase = 1
	inputs := []Input{{Rows: build(t, spec, 1)}, {Rows: build(t, other, 1), Weight: -7}}
	const ports = 1001
	degree, sum := make([]uint64, ports), make([]uint64, ports)
	for _, in := range inputs {
		for k, p := range in.Rows.Ports {
			w := int64(in.Weight)
			if in.Rows.Weights != nil {
				w = int64(in.Rows.Weights[k])
			}
			degree[p]++
			sum[p] += uint64(max(w, -w))
		}
	}
	planes := []Plane{{Base: 0, Stride: 2, Count: 500}, {Base: 1, Stride: 2, Count: 500}, {Base: 1000, Stride: 1, Count: 1}, {}}
	want := make([]Bound, len(planes))
	for i, p := range planes {
		for k := range p.Count {
			want[i].Indegree = max(want[i].Indegree, degree[int(p.Base)+k*int(p.Stride)])
			want[i].Weight = max(want[i].Weight, sum[int(p.Base)+k*int(p.Stride)])
		}
	}
	require.Equal(t, Bound{Indegree: 30, Weight: 210}, want[1])
	for _, threads := range []int{1, 2, 7} {
		got, err := MaxInput(t.Context(), inputs, planes, ports, threads)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	require.Equal(t, uint64(1)<<31, magnitude(math.MinInt32))
	acc := make([]uint32, ports)
	acc[1] = math.MaxUint32 - 1
	InDegrees(inputs[1].Rows, ports, acc)
	require.Equal(t, uint32(math.MaxUint32), acc[1])
	require.Equal(t, uint32(30), acc[3])
}
