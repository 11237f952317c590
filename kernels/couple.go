package kernels

import (
	"github.com/galvani-sim/galvani/buffers"
)

var keep = &Kernel{
	Name: "keep",
	Bindings: []Binding{
		{Name: "state", Access: Read, Lanes: 1, Real: true},
		{Name: "channels", Access: Read, Lanes: 1},
		{Name: "history", Access: Write, Real: true},
		{Name: "control", Access: Read, Lanes: 1},
	},
	Push:     []string{"step", "n", "width", "slot_mask"},
	LocalCPU: 64,
	LocalGPU: 64,
}

var couple = &Kernel{
	Name: "couple",
	Bindings: []Binding{
		{Name: "targets", Access: Read, Lanes: 1},
		{Name: "rows", Access: Read, Lanes: 1},
		{Name: "sources", Access: Read, Lanes: 1},
		{Name: "delays", Access: Read, Lanes: 1},
		{Name: "weights", Access: Read, Lanes: 1, Real: true},
		{Name: "history", Access: Read, Lanes: 1, Real: true},
		{Name: "current", Access: ReadWrite, Lanes: 1, Real: true},
		{Name: "control", Access: Read, Lanes: 1},
	},
	Push:     []string{"step", "n", "width", "slot_mask"},
	LocalCPU: 16,
	LocalGPU: 64,
}

// Sizes of the entries of couple.comp's and keep.comp's tables, in words.
const (
	CoupledWords = 4
	RowWords     = 4
	KeptWords    = 2
)

// MaxPairs is the largest number of pairs and rows of one coupled neuron: one
// invocation goes through them all, and lavapipe ends loops beyond maxTrips.
const MaxPairs = maxTrips

// History keeps Width variables of the last Slots steps (a power of two).
type History struct {
	Array        *buffers.Array
	Width, Slots int
}

// Couplings are the arrays of all couplings of a network.
type Couplings struct {
	Targets, Rows, Sources, Delays, Weights *buffers.Array
	// Neurons is the number of coupled neurons, the entries of Targets.
	Neurons int
}

// Keep returns the operation that keeps n variables of a group at the beginning of a step.
func Keep(label string, state, channels *buffers.Array, n int, h History, s Spikes) Op {
	return Op{
		Kernel: keep,
		Label:  label,
		Arrays: []*buffers.Array{state, channels, h.Array, s.Control},
		Push:   []uint32{0, uint32(n), uint32(h.Width), uint32(h.Slots - 1)},
		N:      n,
	}
}

// Couple returns the operation that adds what couplings give to current, the
// array of all sources that the stimuli write.
func Couple(c Couplings, h History, current *buffers.Array, s Spikes) Op {
	return Op{
		Kernel: couple,
		Label:  "couple",
		Arrays: []*buffers.Array{c.Targets, c.Rows, c.Sources, c.Delays, c.Weights, h.Array, current, s.Control},
		Push:   []uint32{0, uint32(c.Neurons), uint32(h.Width), uint32(h.Slots - 1)},
		N:      c.Neurons,
	}
}
