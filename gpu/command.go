package gpu

// Command is one entry of a recording: a Dispatch, a Fill or a Copy (or a pointer to one).
// Each command sees everything that the commands before it wrote, unless NoBarrier says otherwise.
type Command interface {
	lower(r *recorder) error
}

// Bind puts a buffer, or a part of it, at a binding of the pipeline.
type Bind struct {
	Binding uint32
	Buffer  *Buffer
	Format  TexelFormat // for a TexelView
	Offset  uint64      // bytes, aligned as Limits says
	Range   uint64      // bytes; 0 is from Offset to the end
}

// Dispatch runs a pipeline over a grid of workgroups.
type Dispatch struct {
	Pipeline *Pipeline
	Binds    []Bind    // one for each declared binding, in any order
	Push     []byte    // exactly PushBytes of the pipeline; copied
	Groups   [3]uint32 // workgroups in x, y, z; a dispatch with a zero in it does nothing

	// Indirect, when not nil, holds three uint32 at IndirectOffset (a multiple of 4) that replace Groups when the
	// command runs. What the device writes there is not checked against Limits.MaxGroups.
	Indirect       *Buffer
	IndirectOffset uint64

	NoBarrier bool // the next command neither reads nor writes what this one writes, nor writes what it reads
}

// Fill writes Word over part of a buffer.
type Fill struct {
	Buffer    *Buffer
	Offset    uint64 // bytes, a multiple of 4
	Size      uint64 // bytes, a multiple of 4; 0 is from Offset to the end
	Word      uint32
	NoBarrier bool // as in Dispatch
}

// Copy copies between buffers, or between parts of one that do not overlap. A Size of 0 copies nothing.
type Copy struct {
	Src, Dst             *Buffer
	SrcOffset, DstOffset uint64
	Size                 uint64
	NoBarrier            bool // as in Dispatch
}
