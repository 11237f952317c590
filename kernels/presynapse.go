package kernels

import (
	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/model"
)

var presynapse = &Kernel{
	Name: "presynapse",
	Bindings: []Binding{
		{Name: "control", Access: Read, Lanes: 1},
		{Name: "spikes", Access: Read, Lanes: 1},
		{Name: "lists", Access: Read, Lanes: 1},
		{Name: "instances", Access: Read, Lanes: 1},
		{Name: "params", Access: Read, Lanes: 1, Real: true},
		{Name: "state", Access: ReadWrite, Lanes: 1, Real: true},
		{Name: "last", Access: ReadWrite, Lanes: 1},
		{Name: "factors", Access: Write},
	},
	Push:     []string{"step", "slots", "first", "counts", "capacity"},
	LocalCPU: 8,
	LocalGPU: 64,
}

// InstanceWords is the size of one entry of Dynamics.Instances.
const InstanceWords = 8

// Dynamics are the arrays of the presynaptic dynamics of one model. A source
// has one slot, a state, for each of its dynamics.
type Dynamics struct {
	Model *model.PresynapseModel
	// Lists has one word for each source: the first of its instances, and in
	// the top 8 bits their number. Instances has InstanceWords for each source
	// population with dynamics: first source, sources, first slot, first word of
	// the parameters, words between those of two neighbours.
	Lists, Instances, Params *buffers.Array
	// State holds word w of a slot at w*Slots + slot, Last the time of its last spike in steps.
	State, Last *buffers.Array
	// Factors is shared by all models; First is this one's first slot there.
	Factors      *buffers.Array
	Slots, First int
	// Sources is the number of all sources, Most the largest number of instances of one.
	Sources, Most int
}

// Presynapse returns the operation that brings the dynamics of the sources that
// spiked in this step up to date and leaves in Factors what their spikes
// transmit. It stands after everything that spikes and before Deliver. Cost:
// proportional to spikes.
func Presynapse(d Dynamics, s Spikes) Op {
	return Op{
		Kernel: presynapse,
		Model:  d.Model.Name,
		Label:  "presynapse." + d.Model.Name,
		Arrays: []*buffers.Array{s.Control, s.List, d.Lists, d.Instances, d.Params, d.State, d.Last, d.Factors},
		Push:   []uint32{0, uint32(d.Slots), uint32(d.First), uint32(s.Layout.Counts()), uint32(s.List.Len())},
		Walk:   &Walk{Items: d.Sources, Trips: d.Most, Fixed: 1},
	}
}
