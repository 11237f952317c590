package kernels

import "github.com/galvani-sim/galvani/buffers"

// eventBindings are the arrays of all event kernels; see shaders/event/log.glsl.
var eventBindings = []Binding{
	{Name: "rec_word", Access: Write},
	{Name: "rec_real", Access: Write, Real: true},
	{Name: "cell_word", Access: Write},
	{Name: "cell_real", Access: Write, Real: true},
	{Name: "sample_word", Access: Write},
	{Name: "param", Access: Write, Real: true},
	{Name: "row_ptr", Access: Write},
	{Name: "syn_word", Access: Write},
	{Name: "syn_real", Access: Write, Real: true},
	{Name: "control", Access: Write},
}

var eventPush = []string{"step", "n", "first", "count", "neurons", "slices", "capacity", "receptors",
	"rec_stride", "cell_stride", "param_stride", "sources", "together"}

var (
	eventDeliver = &Kernel{Name: "event_deliver", Bindings: eventBindings, Push: eventPush, LocalCPU: 8, LocalGPU: 64}
	eventAdvance = &Kernel{Name: "event_advance", Bindings: eventBindings, Push: eventPush, LocalCPU: 8, LocalGPU: 64}
	eventAdjoint = &Kernel{Name: "event_adjoint", Bindings: eventBindings, Push: eventPush, LocalCPU: 8, LocalGPU: 64}
	eventGather  = &Kernel{Name: "event_gather", Bindings: eventBindings, Push: eventPush, LocalCPU: 64, LocalGPU: 64}
)

// Events are the arrays and sizes of an event-based simulation of several
// samples of one network; see shaders/event/log.glsl.
type Events struct {
	RecWord, RecReal, CellWord, CellReal, SampleWord, Param, RowPtr, SynWord, SynReal, Control *buffers.Array
	// Samples is the number of samples; Neurons that of one sample's neurons
	// and sources; Synapses that of all synapses.
	Samples, Neurons, Synapses int
	// Slices is the number of slices of a trial.
	Slices int
	// Capacity is the number of records of one sample.
	Capacity int
	// Receptors is the most receptors of any neuron; Alpha is true when any of them rises.
	Receptors int
	Alpha     bool
}

// Sizes of the records of an event-based simulation, in words or reals.
const (
	EventRecWords       = 4
	EventCellWords      = 6
	EventSampleWords    = 4
	EventSynWords       = 4
	EventParamHead      = 4
	EventReceptorWords  = 6
	eventParamReceptors = 12
	eventRecState       = 4
	eventCellBars       = 16
)

// RecStride is the number of reals of one record.
func (e *Events) RecStride() int {
	if e.Alpha {
		return eventRecState + 2*e.Receptors
	}
	return eventRecState + e.Receptors
}

// CellStride is the number of reals of one neuron of one sample.
func (e *Events) CellStride() int { return eventCellBars + 4*e.Receptors }

// ParamStride is the number of reals of one neuron's parameters.
func (e *Events) ParamStride() int { return eventParamReceptors + EventReceptorWords*e.Receptors }

func (e *Events) op(k *Kernel, label string, n, first, count int, sources, together bool) Op {
	return Op{
		Kernel: k,
		Label:  label,
		Arrays: []*buffers.Array{e.RecWord, e.RecReal, e.CellWord, e.CellReal, e.SampleWord, e.Param, e.RowPtr, e.SynWord, e.SynReal, e.Control},
		Push: []uint32{0, uint32(n), uint32(first), uint32(count), uint32(e.Neurons), uint32(e.Slices), uint32(e.Capacity),
			uint32(e.Receptors), uint32(e.RecStride()), uint32(e.CellStride()), uint32(e.ParamStride()), word(sources), word(together)},
		N: n,
	}
}

// EventDeliver returns the operation that turns the spikes that neurons first
// to first+count-1 of every sample fire in a slice into arrivals; sources says
// that these are spike sources; row that each of them reaches one layer only,
// which goes together (see EventAdvance). Cost: spikes times out-degree.
func EventDeliver(e *Events, first, count int, sources, row bool) Op {
	return e.op(eventDeliver, "event_deliver", e.Samples*count, first, count, sources, row)
}

// EventAdvance returns the operation that takes neurons first to first+count-1
// of every sample through one slice. together says that the slice is the trial,
// that every source that reaches them reaches all of them, in their order and
// with one delay, that they have the same parameters and one exponential current,
// and that nothing but the plain integral is read out: CPUs then take them
// through it together. The result does not depend on it, if whoever reaches
// them knows as well.
func EventAdvance(e *Events, first, count int, together bool) Op {
	return e.op(eventAdvance, "event_advance", e.Samples*count, first, count, false, together)
}

// EventAdjoint returns the operation that takes these neurons backwards
// through one slice; steps count slices from the last. together: see EventAdvance.
func EventAdjoint(e *Events, first, count int, together bool) Op {
	return e.op(eventAdjoint, "event_adjoint", e.Samples*count, first, count, false, together)
}

// EventGather returns the operation that sums the cotangents of every
// synapse's weight and delay over samples and spikes.
func EventGather(e *Events) Op {
	return e.op(eventGather, "event_gather", e.Synapses, 0, e.Samples, false, false)
}
