package kernels

import (
	"github.com/galvani-sim/galvani/buffers"
)

var deliver = &Kernel{
	Name: "deliver",
	Bindings: []Binding{
		{Name: "control", Access: ReadWrite, Lanes: 1},
		{Name: "spikes", Access: Read, Lanes: 1},
		{Name: "source_blocks", Access: Read, Lanes: 1},
		{Name: "blocks", Access: Read, Lanes: 1},
		{Name: "row_ptr", Access: Read, Lanes: 1},
		{Name: "targets", Access: Read, Lanes: 1},
		{Name: "weights", Access: Read, Lanes: 1, Signed: true},
		{Name: "delays", Access: Read, Lanes: 1},
		{Name: "ring", Access: Write, Signed: true},
		{Name: "factors", Access: Read, Lanes: 1},
	},
	Push:     []string{"step", "ports", "slot_mask", "counts", "first", "capacity"},
	PushSpec: true,
	LocalCPU: 8,
	LocalGPU: 64,
}

// BlockWords is the size of one entry of the block table.
const BlockWords = 12

// NoEntry marks a block without weights or delays of its own.
const NoEntry = 0xffffffff

// Block is a part of the matrix with one storage form: the rows of a range of sources.
type Block struct {
	FirstSource, Sources uint32
	RowPtr               uint32 // first word in the chunk's row pointers
	FirstSynapse         uint32 // in the chunk's targets
	Weight               int32  // when uniform
	Delay                uint32 // steps, when uniform
	Weights              uint32 // first entry in the chunk's weights, or NoEntry
	Delays               uint32 // first entry in the chunk's delays, or NoEntry
	Factors              uint32 // 1 + the first source's entry in the factors; 0 when spikes transmit their whole weights
}

// Words returns the block's entry of the table.
func (b Block) Words() []uint32 {
	return []uint32{b.FirstSource, b.Sources, b.RowPtr, b.FirstSynapse, uint32(b.Weight), b.Delay, b.Weights, b.Delays, b.Factors - 1, 0, 0, 0}
}

// Matrix is one chunk of the connectivity on the device.
type Matrix struct {
	// Weights and Delays are nil when no block has a value for every synapse.
	// SourceBlocks has one word for each source: the first of its blocks, and in the top 8 bits their number.
	SourceBlocks, Blocks, RowPtr, Targets, Weights, Delays *buffers.Array
	// Factors says what each source with presynaptic dynamics transmits in this
	// step (Dynamics.Factors); nil when none has any.
	Factors *buffers.Array
	// Sources is the number of all sources; LongestRow the most synapses one
	// of them has here; MostBlocks the most blocks.
	Sources, LongestRow, MostBlocks int
}

// Deliver returns the operation that delivers the spikes of the step through
// one chunk. The first chunk closes the step in the control block. Cost:
// spikes times out-degree.
func Deliver(label string, m Matrix, ring Ring, s Spikes, first bool) Op {
	return Op{
		Kernel: deliver,
		Label:  label,
		Arrays: []*buffers.Array{s.Control, s.List, m.SourceBlocks, m.Blocks, m.RowPtr, m.Targets, m.Weights, m.Delays, ring.Array, m.Factors},
		Spec:   []uint32{word(m.Weights != nil), word(m.Delays != nil), word(m.Factors != nil)},
		Push:   []uint32{0, uint32(ring.Ports), uint32(ring.Slots - 1), uint32(s.Layout.Counts()), word(first), uint32(s.List.Len())},
		Walk:   &Walk{Items: m.Sources, Trips: m.LongestRow, Fixed: 1 + 2*m.MostBlocks},
	}
}
