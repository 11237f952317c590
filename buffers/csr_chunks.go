package buffers

import (
	"fmt"
	"math"
)

// Chunk is a part of the connectivity that one set of device buffers holds and
// one dispatch delivers: pieces of one or more segments, laid end to end.
type Chunk struct {
	Pieces []Piece
	// Entries is the number of synapses of all pieces, Rows that of their rows.
	Entries uint64
	Rows    int
}

// Piece is a number of whole rows of one segment.
type Piece struct {
	// Segment is the index in the list given to Chunks.
	Segment int
	// FirstRow and Rows say which rows.
	FirstRow, Rows int
	// First is the segment's entry with which FirstRow begins, Entries the number of entries.
	First, Entries uint64
	// At is the place of the first entry in the chunk.
	At uint64
}

// Chunks lays segments end to end and cuts them between rows into chunks of at
// most maxEntries synapses (and at most 2^32-1, so that 32 bits reach every
// one). Nothing is left out: a row that is longer than maxEntries is an error.
// Every row, empty ones too, belongs to exactly one piece.
func Chunks(rows []*Rows, maxEntries uint64) ([]Chunk, error) {
	ptrs := make([][]uint64, len(rows))
	for i, r := range rows {
		ptrs[i] = r.Ptr
	}
	return chunks(ptrs, maxEntries)
}

func chunks(ptrs [][]uint64, maxEntries uint64) ([]Chunk, error) {
	maxEntries = min(maxEntries, math.MaxUint32)
	var out []Chunk
	var c Chunk
	for segment, ptr := range ptrs {
		for row := 0; row < len(ptr)-1; {
			room := maxEntries - c.Entries
			end := rowsWithin(ptr, row, room)
			if end == row {
				if c.Rows == 0 {
					return nil, fmt.Errorf("source %d of segment %d has %d synapses, but the device's buffers hold only %d; use a device with larger buffers",
						row, segment, ptr[row+1]-ptr[row], maxEntries)
				}
				out = append(out, c)
				c = Chunk{}
				continue
			}
			n := ptr[end] - ptr[row]
			c.Pieces = append(c.Pieces, Piece{Segment: segment, FirstRow: row, Rows: end - row, First: ptr[row], Entries: n, At: c.Entries})
			c.Entries += n
			c.Rows += end - row
			row = end
		}
	}
	if c.Rows > 0 {
		out = append(out, c)
	}
	return out, nil
}

// rowsWithin returns the largest end such that the rows row..end-1 have no
// more than room entries.
func rowsWithin(ptr []uint64, row int, room uint64) int {
	lo, hi := row, len(ptr)-1
	for lo < hi {
		mid := lo + (hi-lo+1)/2
		if ptr[mid]-ptr[row] <= room {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo
}

// Offsets appends, for each row of the piece, where it begins in its chunk;
// the row's end is where the next one begins. Ptr is that of the segment.
func (p Piece) Offsets(ptr []uint64, out []uint32) []uint32 {
	for _, at := range ptr[p.FirstRow : p.FirstRow+p.Rows] {
		out = append(out, uint32(at-p.First+p.At))
	}
	return out
}
