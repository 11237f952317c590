package kernels

import (
	"github.com/galvani-sim/galvani/buffers"
)

var stimulate = &Kernel{
	Name: "stimulate",
	Bindings: []Binding{
		{Name: "targets", Access: Read, Lanes: 1},
		{Name: "stimuli", Access: Read, Lanes: 1},
		{Name: "times", Access: Read, Lanes: 1},
		{Name: "values", Access: Read, Lanes: 1, Real: true},
		{Name: "current", Access: Write, Real: true},
		{Name: "ring", Access: Write, Signed: true},
		{Name: "control", Access: Read, Lanes: 1},
		{Name: "memory", Access: Write, Real: true},
	},
	Push:     []string{"step", "n", "targets_n", "ports", "slot_mask"},
	LocalCPU: 256,
	LocalGPU: 128,
}

var spikeSource = &Kernel{
	Name: "spike_source",
	Bindings: []Binding{
		{Name: "event_steps", Access: Read, Lanes: 1},
		{Name: "event_sources", Access: Read, Lanes: 1},
		{Name: "spikes", Access: Write},
		{Name: "control", Access: ReadWrite, Lanes: 1},
	},
	Push:     []string{"step", "events", "counts", "capacity"},
	LocalCPU: 32,
	LocalGPU: 64,
}

var record = &Kernel{
	Name: "record",
	Bindings: []Binding{
		{Name: "state", Access: Read, Lanes: 1, Real: true},
		{Name: "channels", Access: Read, Lanes: 1},
		{Name: "samples", Access: Write, Real: true},
		{Name: "control", Access: Read, Lanes: 1},
	},
	Push:     []string{"step", "n"},
	LocalCPU: 64,
	LocalGPU: 64,
}

var reduce = &Kernel{
	Name:       "reduce",
	Bindings:   record.Bindings,
	Push:       []string{"step", "n"},
	LocalCPU:   reduceLocal,
	LocalGPU:   reduceLocal,
	FixedLocal: true,
}

// reduceLocal is the fixed workgroup size of reduce.comp: one channel each.
const reduceLocal = 64

// MeanWords is the size of one channel of reduce.comp.
const MeanWords = 8

// Words of the tables of stimulate.comp.
const (
	StimulusWords = 16
	TargetWords   = 8
)

// The kinds of stimulate.comp.
const (
	KindStepCurrent uint32 = iota
	KindNoiseCurrent
	KindPoissonInput
	KindOUCurrent
)

// Stimuli are the arrays of all stimuli.
type Stimuli struct {
	Targets, Table, Times, Values, Current *buffers.Array
	// Memory holds what stimuli keep from step to step, nil when none does.
	Memory               *buffers.Array
	Neurons, Populations int
}

// Stimulate returns the operation that drives all stimulated neurons for one step.
func Stimulate(st Stimuli, ring Ring, s Spikes) Op {
	return Op{
		Kernel: stimulate,
		Label:  "stimulate",
		Arrays: []*buffers.Array{st.Targets, st.Table, st.Times, st.Values, st.Current, ring.Array, s.Control, st.Memory},
		Push:   []uint32{0, uint32(st.Neurons), uint32(st.Populations), uint32(ring.Ports), uint32(ring.Slots - 1)},
		N:      st.Neurons,
	}
}

// SpikeSource returns the operation that lists the given spikes of a step:
// events sorted by step, with their sources.
func SpikeSource(steps, sources *buffers.Array, events int, s Spikes) Op {
	return Op{
		Kernel: spikeSource,
		Label:  "spike_source",
		Arrays: []*buffers.Array{steps, sources, s.List, s.Control},
		Push:   []uint32{0, uint32(events), uint32(s.Layout.Counts()), uint32(s.List.Len())},
		Walk:   &Walk{Items: 1, Trips: events, Fixed: 32},
	}
}

// Record returns the operation that samples n channels of a group's state into samples.
func Record(label string, state, channels, samples *buffers.Array, n int, s Spikes) Op {
	return Op{
		Kernel: record,
		Label:  label,
		Arrays: []*buffers.Array{state, channels, samples, s.Control},
		Push:   []uint32{0, uint32(n)},
		N:      n,
	}
}

// Mean returns the operation that averages n channels of a group's state over
// neurons into samples; the order of the additions is fixed.
func Mean(label string, state, channels, samples *buffers.Array, n int, s Spikes) Op {
	return Op{
		Kernel: reduce,
		Label:  label,
		Arrays: []*buffers.Array{state, channels, samples, s.Control},
		Push:   []uint32{0, uint32(n)},
		N:      n * reduceLocal,
	}
}

// Kernels returns every kernel, for tests that range over them.
func Kernels() []*Kernel {
	return append(trainKernels(), []*Kernel{neuronStep, presynapse, deliver, deliverProcedural, stimulate, spikeSource, record, reduce, keep, couple,
		eventDeliver, eventAdvance, eventAdjoint, eventGather,
		plasticTrace, plasticWatch, plasticModulate, plasticSweep, plasticPost, plasticPre}...)
}
