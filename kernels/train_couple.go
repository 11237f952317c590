package kernels

import "github.com/galvani-sim/galvani/buffers"

var trainCouple = &Kernel{
	Name: "train_couple",
	Bindings: []Binding{
		{Name: "clock", Access: Read, Lanes: 1},
		{Name: "entries", Access: Read, Lanes: 1},
		{Name: "row_ptr", Access: Read, Lanes: 1},
		{Name: "sources", Access: Read, Lanes: 1},
		{Name: "weights", Access: Read, Lanes: 1, Real: true},
		{Name: "state", Access: Read, Lanes: 1, Real: true},
		{Name: "given", Access: Read, Lanes: 1, Real: true},
		{Name: "inputs", Access: Write, Lanes: 1, Real: true},
		{Name: "control", Access: Read, Lanes: 1},
	},
	Push:     []string{"step", "n", "samples", "state_words", "inputs_n"},
	LocalCPU: 64, LocalGPU: 64, StorageOnly: true,
}

var trainCoupleVJP = &Kernel{
	Name: "train_couple_vjp",
	Bindings: []Binding{
		{Name: "clock", Access: Read, Lanes: 1},
		{Name: "variables", Access: Read, Lanes: 1},
		{Name: "column_ptr", Access: Read, Lanes: 1},
		{Name: "into", Access: Read, Lanes: 1},
		{Name: "place", Access: Read, Lanes: 1},
		{Name: "weights", Access: Read, Lanes: 1, Real: true},
		{Name: "state", Access: Read, Lanes: 1, Real: true},
		{Name: "adj_inputs", Access: Read, Lanes: 1, Real: true},
		{Name: "adj_state", Access: ReadWrite, Lanes: 1, Real: true},
		{Name: "adj_pairs", Access: ReadWrite, Lanes: 1, Real: true},
		{Name: "control", Access: Read, Lanes: 1},
	},
	Push:     []string{"step", "n", "samples", "state_words", "inputs_n", "pairs_n"},
	LocalCPU: 64, LocalGPU: 64, StorageOnly: true,
}

// TrainCouplings are the pairs of all couplings of a network in training,
// grouped by the neuron they act on.
type TrainCouplings struct {
	// Entries lists the coupled neurons by their word in a sample's inputs,
	// RowPtr the first pair of each; Sources is the word of each pair's variable
	// in a sample's state.
	Entries, RowPtr, Sources, Weights *buffers.Array
	// Given is what the inputs are without couplings, laid out as Train.Inputs.
	Given *buffers.Array
	// Neurons is the number of entries, LongestRow the most pairs of one.
	Neurons, LongestRow int
	// Variables lists the coupled variables by their word in a sample's state,
	// ColumnPtr the first pair of each; Into is the word of each such pair in a
	// sample's inputs, Place where its weight lies. AdjPairs has the gradients
	// of weights, sample after sample.
	Variables, ColumnPtr, Into, Place, AdjPairs *buffers.Array
	// VariablesN is the number of variables, LongestColumn the most pairs of one, Pairs of all.
	VariablesN, LongestColumn, Pairs int
}

// TrainCouple returns the operation that fills the inputs of a step with what
// is given and what couplings add.
func TrainCouple(t *Train, c *TrainCouplings, control *buffers.Array) Op {
	return Op{
		Kernel: trainCouple,
		Label:  "train_couple",
		Arrays: []*buffers.Array{t.Clock, c.Entries, c.RowPtr, c.Sources, c.Weights, t.State, c.Given, t.Inputs, control},
		Push:   []uint32{0, uint32(c.Neurons), uint32(t.Samples), uint32(t.StateWords), uint32(t.InputsN)},
		N:      c.Neurons * t.Samples,
	}
}

// TrainCoupleVJP returns the operation that takes the cotangents of a step's
// inputs back to the coupled variables in front of it, and to the weights.
func TrainCoupleVJP(t *Train, c *TrainCouplings, control *buffers.Array) Op {
	return Op{
		Kernel: trainCoupleVJP,
		Label:  "train_couple_vjp",
		Arrays: []*buffers.Array{t.Clock, c.Variables, c.ColumnPtr, c.Into, c.Place, c.Weights, t.State, t.AdjInputs, t.AdjState, c.AdjPairs, control},
		Push:   []uint32{0, uint32(c.VariablesN), uint32(t.Samples), uint32(t.StateWords), uint32(t.InputsN), uint32(c.Pairs)},
		N:      c.VariablesN * t.Samples,
	}
}
