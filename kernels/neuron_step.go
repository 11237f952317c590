package kernels

import (
	"math"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/model"
)

var neuronStep = &Kernel{
	Name: "neuron_step",
	Bindings: []Binding{
		{Name: "state", Access: ReadWrite, Lanes: 4, Real: true},
		{Name: "ring", Access: ReadWrite, Signed: true},
		{Name: "row", Access: Uniform, Lanes: 4, Real: true},
		{Name: "rows", Access: Read, Lanes: 4, Real: true},
		{Name: "identity", Access: Read, Lanes: 1},
		{Name: "current", Access: Read, Lanes: 1, Real: true},
		{Name: "spikes", Access: Write},
		{Name: "control", Access: ReadWrite, Lanes: 1},
	},
	Push:     []string{"step", "n", "source_base", "port_base", "ports", "slot_mask", "counts", "capacity"},
	PushSpec: true,
	LocalCPU: 1024,
	LocalGPU: 256,
}

// Ring is the delay ring: Slots slots (a power of two) of Ports accumulators.
type Ring struct {
	Array *buffers.Array
	Ports int
	Slots int
}

// Spikes is the spike list of a batch and its control block.
type Spikes struct {
	List    *buffers.Array
	Control *buffers.Array
	Layout  Control
}

// Neurons are the arrays of one group.
type Neurons struct {
	State *buffers.Array
	// Row holds the parameter row of all neurons when Uniform, else Rows has
	// all rows and Identity the number of every neuron's.
	Uniform   bool
	Row, Rows *buffers.Array
	// Constants is the shared row again, for drivers that take it as constants.
	Constants []float64
	// Identity has one word for each neuron, three when the model draws random
	// numbers: the row, the member's number in its population, and a key.
	Identity *buffers.Array
	// Current is the stimulus current of all sources, nil when there is none.
	Current *buffers.Array
	Layout  buffers.StateLayout
}

// receptorOutputs numbers the outputs as neuron_step.comp does.
var receptorOutputs = map[model.Output]uint32{model.OutputCurrent: 0, model.OutputConductance: 1, model.OutputVoltage: 2, model.OutputMagnesium: 3}

// NeuronStep returns the operation that advances a group by one step. Cost:
// every neuron's state is read and written once.
func NeuronStep(g *model.Group, n Neurons, ring Ring, s Spikes) Op {
	spec := make([]uint32, 31) // ids 1..31
	if g.Model.Channels {
		spec = make([]uint32, channelSpecs)
	}
	scheme := g.Model.Schemes[g.Scheme]
	share := 4 // NEURONS in the shader
	if g.Model.Channels {
		share = 1
	}
	set := func(id int, v uint32) { spec[id-1] = v }
	set(1, uint32(g.Scheme))
	set(2, uint32(len(g.Receptors)))
	set(3, word(n.Uniform))
	set(4, word(n.Current != nil))
	set(5, word(scheme.Held))
	set(6, uint32(g.Padded))
	set(7, uint32((g.Words+3)/4))
	for r, slot := range g.Receptors {
		set(8+r, uint32(slot.ID))
		set(16+r, receptorOutputs[slot.Output])
		set(24+r, uint32(slot.Base))
	}
	if g.Model.Channels {
		setChannels(g, set)
	}
	return Op{
		Kernel:    neuronStep,
		Model:     g.Model.Name,
		Own:       g.Model.File,
		Label:     "neuron_step." + g.Model.Name,
		Arrays:    []*buffers.Array{n.State, ring.Array, n.Row, n.Rows, n.Identity, n.Current, s.List, s.Control},
		Lanes:     []int{4, min(g.Padded*share, 4), 4, 4, 1, 1, 1, 1},
		Spec:      spec,
		Constants: constants(g, n),
		Links:     channelLinks(g),
		Push: []uint32{0, uint32(g.Size), uint32(g.SourceBase), uint32(g.PortBase), uint32(ring.Ports),
			uint32(ring.Slots - 1), uint32(s.Layout.Counts()), uint32(s.List.Len())},
		N:          g.Size,
		TexelShare: share,
	}
}

// constants returns the bits of the shared row; without one, and for models
// with ion channels, the shader reads arrays.
func constants(g *model.Group, n Neurons) []uint32 {
	if !n.Uniform || g.Model.Channels {
		return nil
	}
	words := make([]uint32, len(n.Constants))
	for i, x := range n.Constants {
		words[i] = math.Float32bits(float32(x))
	}
	return words
}

func word(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}
