package kernels

import (
	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels/native"
	"github.com/galvani-sim/galvani/model"
)

// The kernels of training; what their words mean is in kernels/native/train.h.
var (
	trainForward = &Kernel{
		Name: "train_forward",
		Bindings: append(trainShared(),
			Binding{Name: "bits", Access: ReadWrite, Lanes: 1}),
		Push: trainPush(), LocalCPU: 64, LocalGPU: 64, StorageOnly: true,
	}
	trainBackward = &Kernel{
		Name: "train_backward",
		Bindings: append(trainShared(),
			Binding{Name: "adj_state", Access: ReadWrite, Lanes: 1, Real: true},
			Binding{Name: "adj_rows", Access: ReadWrite, Lanes: 1, Real: true},
			Binding{Name: "adj_inputs", Access: Write, Lanes: 1, Real: true},
			Binding{Name: "row_ptr", Access: Read, Lanes: 1},
			Binding{Name: "targets", Access: Read, Lanes: 1},
			Binding{Name: "weights", Access: Read, Lanes: 1, Real: true},
			Binding{Name: "delays", Access: Read, Lanes: 1},
			Binding{Name: "fractions", Access: Read, Lanes: 1, Real: true},
			Binding{Name: "settings", Access: Read, Lanes: 1, Real: true}),
		Push: trainPush(), LocalCPU: 64, LocalGPU: 64, StorageOnly: true,
	}
	trainDeliver = &Kernel{
		Name:     "train_deliver",
		Bindings: trainMatrix(),
		Push:     []string{"step", "samples", "ports", "bit_words", "first", "last", "closes"},
		LocalCPU: trainLanes, LocalGPU: 128, FixedLocal: true, StorageOnly: true,
	}
	trainWeights = &Kernel{
		Name: "train_weights",
		Bindings: append(trainMatrix(),
			Binding{Name: "adj_weights", Access: ReadWrite, Lanes: 1, Real: true},
			Binding{Name: "adj_delays", Access: ReadWrite, Lanes: 1, Real: true}),
		Push:     []string{"step", "samples", "ports", "bit_words", "first", "last", "closes"},
		LocalCPU: trainLanes, LocalGPU: 64, FixedLocal: true, StorageOnly: true,
	}
	trainClear = &Kernel{
		Name:     "train_clear",
		Bindings: []Binding{{Name: "arrivals", Access: Write, Lanes: 1, Real: true}},
		Push:     []string{"step", "samples", "ports"},
		LocalCPU: 256, LocalGPU: 256, StorageOnly: true,
	}
)

// trainLanes is the workgroup size of the kernels that walk rows on software
// drivers; the bounds on their loop trips count on it.
const trainLanes = 16

// trainKernels lists the kernels of training.
func trainKernels() []*Kernel {
	return []*Kernel{trainForward, trainBackward, trainDeliver, trainWeights, trainClear, trainCouple, trainCoupleVJP,
		trainRelease, trainReleaseVJP, trainReleaseDeliver, trainReleaseWeights}
}

// trainShared are the first bindings of the forward and the backward step;
// arrivals are read on the way forward (but cleared ahead) and replaced by
// their cotangents on the way back.
func trainShared() []Binding {
	return []Binding{
		{Name: "clock", Access: Read, Lanes: 1},
		{Name: "state", Access: ReadWrite, Lanes: 1, Real: true},
		{Name: "arrivals", Access: ReadWrite, Lanes: 1, Real: true},
		{Name: "rows", Access: Read, Lanes: 1, Real: true},
		{Name: "identity", Access: Read, Lanes: 1},
		{Name: "trace_table", Access: Read, Lanes: 1},
		{Name: "traces", Access: ReadWrite, Lanes: 1, Real: true},
		{Name: "inputs", Access: Read, Lanes: 1, Real: true},
		{Name: "control", Access: ReadWrite, Lanes: 1},
	}
}

func trainPush() []string {
	return []string{"step", "n", "source_base", "state_base", "port_base", "state_words", "ports", "samples",
		"spill", "bit_words", "traces_n", "first_trace", "input_base", "inputs_n", "adj_row_base", "adj_row_words", "truncate"}
}

func trainMatrix() []Binding {
	return []Binding{
		{Name: "clock", Access: Read, Lanes: 1},
		{Name: "bits", Access: Read, Lanes: 1},
		{Name: "row_ptr", Access: Read, Lanes: 1},
		{Name: "targets", Access: Read, Lanes: 1},
		{Name: "weights", Access: Read, Lanes: 1, Real: true},
		{Name: "delays", Access: Read, Lanes: 1},
		{Name: "fractions", Access: Read, Lanes: 1, Real: true},
		{Name: "arrivals", Access: ReadWrite, Lanes: 1, Real: true},
		{Name: "control", Access: ReadWrite, Lanes: 1},
	}
}

// Words of the clock of a training segment.
const (
	ClockOrigin = iota // first step of the segment
	ClockTotal         // steps of the run
	ClockTrial         // number of the run: the key of its random draws
	ClockCount         // steps of the segment
	ClockWords
)

// Words of the trace table; TraceSpike stands for a state word.
const (
	TraceWords = 4
	TraceSpike = 0xfffffffe
)

// Train are the arrays and sizes that all kernels of training share. State,
// arrivals, bits and what they stand for lie sample after sample within a step.
type Train struct {
	Clock, State, Arrivals, TraceTable, Traces, Drives, Inputs, Bits *buffers.Array
	AdjState, AdjRows, AdjInputs, Settings                           *buffers.Array
	RowPtr, Targets, Weights, Delays, Fractions                      *buffers.Array
	AdjWeights, AdjDelays                                            *buffers.Array
	Samples, StateWords, Ports, Spill, BitWords, InputsN, AdjRowsN   int
	// LongestRow is the most synapses of one source, MostMultapses the most of
	// one source that end at one port.
	Sources, LongestRow, MostMultapses int
	Interpolated, DelayGradients       bool
	Surrogate                          uint32
	Truncate                           int
}

// TrainGroup is what differs between groups.
type TrainGroup struct {
	*model.Group
	Rows, Identity               *buffers.Array
	Uniform                      bool
	StateBase, PortBase, RowBase int
	InputBase                    int // -1 without input
	FirstTrace, Traces           int
	Params                       bool // gradients of parameters are wanted
}

// TrainForward returns the operation that advances a group of all samples by
// one step and keeps what the way back needs. Cost: its state written once.
func TrainForward(t *Train, g *TrainGroup, control *buffers.Array) Op {
	return Op{
		Kernel: trainForward,
		Model:  g.Model.Name,
		Label:  "train_forward." + g.Model.Name,
		Arrays: append(t.shared(g, t.Traces, control), t.Bits),
		Spec:   t.spec(g, false),
		Push:   t.push(g),
		N:      g.Size * t.Samples,
	}
}

// TrainBackward returns the operation that takes the cotangents of a group
// back through one step: drives of the loss, those of spikes gathered along
// their rows, the model's and the receptors' adjoints. closes marks the last
// operation of a step.
func TrainBackward(t *Train, g *TrainGroup, control *buffers.Array, closes bool) Op {
	return Op{
		Kernel: trainBackward,
		Model:  g.Model.Name,
		Label:  "train_backward." + g.Model.Name,
		Arrays: append(t.shared(g, t.Drives, control), t.AdjState, t.AdjRows, t.AdjInputs,
			t.RowPtr, t.Targets, t.Weights, t.Delays, t.Fractions, t.Settings),
		Spec: t.spec(g, closes),
		Push: t.push(g),
		N:    g.Size * t.Samples,
	}
}

func (t *Train) shared(g *TrainGroup, traces, control *buffers.Array) []*buffers.Array {
	return []*buffers.Array{t.Clock, t.State, t.Arrivals, g.Rows, g.Identity, t.TraceTable, traces, t.Inputs, control}
}

func (t *Train) spec(g *TrainGroup, closes bool) []uint32 {
	spec := make([]uint32, 32) // ids 1..32
	set := func(id int, v uint32) { spec[id-1] = v }
	set(1, uint32(g.Scheme))
	set(2, uint32(len(g.Receptors)))
	set(3, word(g.Uniform))
	set(4, word(g.Model.Schemes[g.Scheme].Held))
	set(5, t.Surrogate)
	set(6, word(t.Interpolated))
	set(7, word(closes))
	for r, slot := range g.Receptors {
		set(8+r, uint32(slot.ID))
		set(16+r, receptorOutputs[slot.Output])
		set(24+r, uint32(slot.Base))
	}
	set(32, uint32(g.Words))
	return spec
}

func (t *Train) push(g *TrainGroup) []uint32 {
	input, adjRows := uint32(NoEntry), uint32(0)
	if g.InputBase >= 0 {
		input = uint32(g.InputBase)
	}
	if g.Params {
		adjRows = uint32(t.AdjRowsN)
	}
	return []uint32{0, uint32(g.Size), uint32(g.SourceBase), uint32(g.StateBase), uint32(g.PortBase), uint32(t.StateWords),
		uint32(t.Ports), uint32(t.Samples), uint32(t.Spill), uint32(t.BitWords), uint32(g.Traces), uint32(g.FirstTrace),
		input, uint32(t.InputsN), uint32(g.RowBase), adjRows, uint32(t.Truncate)}
}

func (t *Train) matrix(control *buffers.Array) []*buffers.Array {
	return []*buffers.Array{t.Clock, t.Bits, t.RowPtr, t.Targets, t.Weights, t.Delays, t.Fractions, t.Arrivals, control}
}

// TrainDeliver returns the operations that add the spikes of a step to the
// arrivals of later ones, sources in order, so that sums have a fixed order.
// Cost: spikes times out-degree. There are several where one invocation would
// pass the loop-trip limit of software drivers.
func TrainDeliver(t *Train, control *buffers.Array) []Op {
	// One word of 32 sources: every source a row, every row shared by the lanes
	// but for synapses of one port, which one lane adds.
	trips := 1 + 32*(1+(t.LongestRow+trainLanes-1)/trainLanes+t.MostMultapses)
	each := max(maxTrips/trips, 1)
	var ops []Op
	for first := 0; first == 0 || first < t.BitWords; first += each {
		last := min(first+each, t.BitWords)
		ops = append(ops, Op{
			Kernel: trainDeliver,
			Label:  "train_deliver",
			Arrays: t.matrix(control),
			Spec:   []uint32{word(t.Interpolated)},
			Push: []uint32{0, uint32(t.Samples), uint32(t.Ports), uint32(t.BitWords), uint32(first), uint32(last),
				word(last >= t.BitWords)},
			Groups: t.Samples,
		})
	}
	return ops
}

// TrainWeights returns the operations that add the gradients of weights (and
// delays) of one segment of so many steps, for the rows of sources that spiked,
// the last steps first. Cost: spikes times out-degree.
func TrainWeights(t *Train, segment int, control *buffers.Array) []Op {
	trips := t.Samples * (2 + (t.LongestRow+trainLanes-1)/trainLanes) // of one step
	each := max(maxTrips/trips, 1)
	var ops []Op
	for last := segment; last > 0; last -= each {
		first := max(last-each, 0)
		ops = append(ops, Op{
			Kernel: trainWeights,
			Label:  "train_weights",
			Arrays: append(t.matrix(control), t.AdjWeights, t.AdjDelays),
			Spec:   []uint32{word(t.Interpolated), word(t.DelayGradients)},
			Push:   []uint32{0, uint32(t.Samples), uint32(t.Ports), uint32(t.BitWords), uint32(first), uint32(last), word(first == 0)},
			Groups: t.Sources,
		})
	}
	return ops
}

// TrainClear returns the operation that clears the arrivals of the segment's
// step of the same number.
func TrainClear(t *Train) Op {
	return Op{
		Kernel: trainClear,
		Label:  "train_clear",
		Arrays: []*buffers.Array{t.Arrivals},
		Push:   []uint32{0, uint32(t.Samples), uint32(t.Ports)},
		N:      t.Samples * t.Ports,
	}
}

// HasAdjoint reports whether a neuron model's fragment has an adjoint.
func HasAdjoint(model string) bool { return native.Has("train_backward." + model) }

// HasReceptorAdjoint reports whether a receptor model's fragment has an adjoint.
func HasReceptorAdjoint(synapse string) bool { return native.HasReceptor(synapse) }
