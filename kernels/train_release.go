package kernels

import "github.com/galvani-sim/galvani/buffers"

// The kernels of presynaptic dynamics in training.
var (
	trainRelease = &Kernel{
		Name:     "train_release",
		Bindings: trainReleaseShared(),
		Push:     trainReleasePush(), LocalCPU: 64, LocalGPU: 64, StorageOnly: true,
	}
	trainReleaseVJP = &Kernel{
		Name: "train_release_vjp",
		Bindings: append(trainReleaseShared(),
			Binding{Name: "clock", Access: Read, Lanes: 1},
			Binding{Name: "row_ptr", Access: Read, Lanes: 1},
			Binding{Name: "targets", Access: Read, Lanes: 1},
			Binding{Name: "weights", Access: Read, Lanes: 1, Real: true},
			Binding{Name: "delays", Access: Read, Lanes: 1},
			Binding{Name: "arrivals", Access: Read, Lanes: 1, Real: true},
			Binding{Name: "adj_states", Access: ReadWrite, Lanes: 1, Real: true},
			Binding{Name: "adj_params", Access: ReadWrite, Lanes: 1, Real: true},
			Binding{Name: "traces", Access: ReadWrite, Lanes: 1, Real: true}),
		Push: trainReleasePush(), LocalCPU: 64, LocalGPU: 64, StorageOnly: true,
	}
	trainReleaseDeliver = &Kernel{
		Name:     "train_release_deliver",
		Bindings: trainReleaseMatrix(),
		Push:     []string{"step", "samples", "ports", "bit_words", "units", "first", "last"},
		LocalCPU: trainLanes, LocalGPU: 128, FixedLocal: true, StorageOnly: true,
	}
	trainReleaseWeights = &Kernel{
		Name:     "train_release_weights",
		Bindings: append(trainReleaseMatrix(), Binding{Name: "adj_weights", Access: ReadWrite, Lanes: 1, Real: true}),
		Push:     []string{"step", "samples", "ports", "bit_words", "units", "first", "last"},
		LocalCPU: trainLanes, LocalGPU: 64, FixedLocal: true, StorageOnly: true,
	}
)

func trainReleaseShared() []Binding {
	return []Binding{
		{Name: "params", Access: Read, Lanes: 1, Real: true},
		{Name: "bits", Access: Read, Lanes: 1},
		{Name: "states", Access: ReadWrite, Lanes: 1, Real: true},
		{Name: "releases", Access: ReadWrite, Lanes: 1, Real: true},
		{Name: "control", Access: ReadWrite, Lanes: 1},
	}
}

func trainReleasePush() []string {
	return []string{"step", "n", "source_base", "samples", "bit_words", "units", "first", "state_words", "state_first",
		"param_words", "param_first", "ports", "trace", "trace_count", "truncate"}
}

func trainReleaseMatrix() []Binding {
	return []Binding{
		{Name: "clock", Access: Read, Lanes: 1},
		{Name: "bits", Access: Read, Lanes: 1},
		{Name: "sources", Access: Read, Lanes: 1},
		{Name: "row_ptr", Access: Read, Lanes: 1},
		{Name: "targets", Access: Read, Lanes: 1},
		{Name: "weights", Access: Read, Lanes: 1, Real: true},
		{Name: "delays", Access: Read, Lanes: 1},
		{Name: "releases", Access: Read, Lanes: 1, Real: true},
		{Name: "arrivals", Access: ReadWrite, Lanes: 1, Real: true},
		{Name: "control", Access: Read, Lanes: 1},
	}
}

// TrainReleases are the arrays of all presynaptic dynamics of a network in
// training. A unit is a source in one of the dynamics.
type TrainReleases struct {
	// Params are the units' parameters, States their states in front of every
	// step and behind the last, Releases what a spike of every step transmits;
	// sample after sample within a step.
	Params, States, Releases, AdjStates, AdjParams *buffers.Array
	// Sources is the spike source of every unit, RowPtr the first of its
	// synapses among Train.Targets, Weights and Delays.
	Sources, RowPtr               *buffers.Array
	Units, StateWords, ParamWords int
}

// TrainDynamics are the presynaptic dynamics of one population's sources.
type TrainDynamics struct {
	Model                         string
	N, SourceBase                 int // units and the first one's spike source
	First, StateFirst, ParamFirst int // first unit, word of state and of parameters
	Trace, TraceCount             int // of the cotangents of the sources' spikes; Trace -1 for none
}

func (r *TrainReleases) op(k *Kernel, t *Train, d *TrainDynamics, control *buffers.Array) Op {
	trace := uint32(NoEntry)
	if d.Trace >= 0 {
		trace = uint32(d.Trace)
	}
	return Op{
		Kernel: k,
		Model:  d.Model,
		Label:  k.Name + "." + d.Model,
		Arrays: []*buffers.Array{r.Params, t.Bits, r.States, r.Releases, control},
		Push: []uint32{0, uint32(d.N), uint32(d.SourceBase), uint32(t.Samples), uint32(t.BitWords), uint32(r.Units), uint32(d.First),
			uint32(r.StateWords), uint32(d.StateFirst), uint32(r.ParamWords), uint32(d.ParamFirst), uint32(t.Ports), trace, uint32(d.TraceCount), uint32(t.Truncate)},
		N: d.N * t.Samples,
	}
}

// TrainRelease returns the operation that brings dynamics to the end of a step
// and notes what a spike in it transmits.
func TrainRelease(t *Train, r *TrainReleases, d *TrainDynamics, control *buffers.Array) Op {
	return r.op(trainRelease, t, d, control)
}

// TrainReleaseVJP returns the operation that takes the cotangents of arrivals
// back through one step of dynamics; it stands before the neurons' own.
func TrainReleaseVJP(t *Train, r *TrainReleases, d *TrainDynamics, control *buffers.Array) Op {
	op := r.op(trainReleaseVJP, t, d, control)
	op.Arrays = append(op.Arrays, t.Clock, r.RowPtr, t.Targets, t.Weights, t.Delays, t.Arrivals, r.AdjStates, r.AdjParams, t.Drives)
	return op
}

func (r *TrainReleases) matrix(k *Kernel, t *Train, control *buffers.Array, first, last int) Op {
	return Op{
		Kernel: k,
		Label:  k.Name,
		Arrays: []*buffers.Array{t.Clock, t.Bits, r.Sources, r.RowPtr, t.Targets, t.Weights, t.Delays, r.Releases, t.Arrivals, control},
		Push:   []uint32{0, uint32(t.Samples), uint32(t.Ports), uint32(t.BitWords), uint32(r.Units), uint32(first), uint32(last)},
	}
}

// TrainReleaseDeliver returns the operations that add what a step's spikes
// transmit to the arrivals of later steps; several, as of TrainDeliver.
func TrainReleaseDeliver(t *Train, r *TrainReleases, control *buffers.Array) []Op {
	each := max(maxTrips/(2+(t.LongestRow+trainLanes-1)/trainLanes+t.MostMultapses), 1)
	var ops []Op
	for first := 0; first < r.Units; first += each {
		op := r.matrix(trainReleaseDeliver, t, control, first, min(first+each, r.Units))
		op.Groups = t.Samples
		ops = append(ops, op)
	}
	return ops
}

// TrainReleaseWeights returns the operations that add the gradients of the
// weights over one segment of so many steps, the last steps first.
func TrainReleaseWeights(t *Train, r *TrainReleases, segment int, control *buffers.Array) []Op {
	each := max(maxTrips/(t.Samples*(2+(t.LongestRow+trainLanes-1)/trainLanes)), 1)
	var ops []Op
	for last := segment; last > 0 && r.Units > 0; last -= each {
		op := r.matrix(trainReleaseWeights, t, control, max(last-each, 0), last)
		op.Arrays = append(op.Arrays, t.AdjWeights)
		op.Groups = r.Units
		ops = append(ops, op)
	}
	return ops
}
