package kernels

import "github.com/galvani-sim/galvani/buffers"

// The kernels of learning that goes forward in time, which the native engine
// has; what their words mean is in kernels/native/train_jacobian.h and
// train_eligibility.h.
var (
	trainJacobian = &Kernel{
		Name: "train_jacobian",
		Bindings: append(trainShared(),
			Binding{Name: "jacobian", Access: Write, Lanes: 1, Real: true},
			Binding{Name: "settings", Access: Read, Lanes: 1, Real: true}),
		Push: trainPush(), StorageOnly: true,
	}
	trainEligibility = &Kernel{
		Name: "train_eligibility",
		Bindings: []Binding{
			{Name: "clock", Access: Read, Lanes: 1},
			{Name: "bits", Access: Read, Lanes: 1},
			{Name: "jacobian", Access: Read, Lanes: 1, Real: true},
			{Name: "columns", Access: Read, Lanes: 1},
			{Name: "sources", Access: Read, Lanes: 1},
			{Name: "delays", Access: Read, Lanes: 1},
			{Name: "feedback", Access: Read, Lanes: 1, Real: true},
			{Name: "drives", Access: Read, Lanes: 1, Real: true},
			{Name: "traces", Access: ReadWrite, Lanes: 1, Real: true},
			{Name: "control", Access: ReadWrite, Lanes: 1},
		},
		Push: []string{"step", "samples", "columns", "bit_words", "jacobian_words", "trace_words", "drives", "outputs",
			"out", "out_stride", "out_words", "out_columns", "out_port", "sources", "reach"},
		StorageOnly: true,
	}
)

// EligibilityColumnWords is the number of words of a column's entry, and
// EligibilityStateWords the most words of state that a neuron with its receptors
// may have.
const (
	EligibilityColumnWords = 11
	EligibilityStateWords  = 16
)

// Eligibility are the arrays and sizes of eligibility traces.
type Eligibility struct {
	Jacobian, Columns, Sources, Delays, Feedback, Traces *buffers.Array
	// N is the number of columns; JacobianWords and TraceWords those of a
	// sample; Drives the place of the output's drives, Outputs their number.
	N, JacobianWords, TraceWords, Drives, Outputs int
	// Out is the place of the first output neuron's matrix, of a group of
	// OutStride neurons with OutWords of state; OutPort its receptor's column.
	Out, OutStride, OutWords, OutColumns, OutPort int
	// Reach is the longest delay in steps.
	Reach int
}

// TrainJacobian returns the operation that makes the matrices of derivatives of
// one step of a group; base is their place in a sample's.
func TrainJacobian(t *Train, x *Eligibility, g *TrainGroup, base int, control *buffers.Array, closes bool) Op {
	push := t.push(g)
	push[14], push[15] = uint32(base), uint32(x.JacobianWords)
	return Op{
		Kernel: trainJacobian,
		Model:  g.Model.Name,
		Label:  "train_jacobian." + g.Model.Name,
		Arrays: append(t.shared(g, t.Drives, control), x.Jacobian, t.Settings),
		Spec:   t.spec(g, closes),
		Push:   push,
		N:      g.Size * t.Samples,
	}
}

// TrainEligibility returns the operation that takes the traces of all synapses
// through a segment and adds to the gradients. Cost: synapses times steps times
// the non-zero derivatives of a neuron.
func TrainEligibility(t *Train, x *Eligibility, control *buffers.Array) Op {
	return Op{
		Kernel: trainEligibility,
		Label:  "train_eligibility",
		Arrays: []*buffers.Array{t.Clock, t.Bits, x.Jacobian, x.Columns, x.Sources, x.Delays, x.Feedback, t.Drives, x.Traces, control},
		Push: []uint32{0, uint32(t.Samples), uint32(x.N), uint32(t.BitWords), uint32(x.JacobianWords), uint32(x.TraceWords),
			uint32(x.Drives), uint32(x.Outputs), uint32(x.Out), uint32(x.OutStride), uint32(x.OutWords), uint32(x.OutColumns),
			uint32(x.OutPort), uint32(t.Sources), uint32(x.Reach)},
		N: t.Samples,
	}
}
