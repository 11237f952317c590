package kernels

import "github.com/galvani-sim/galvani/buffers"

var deliverProcedural = &Kernel{
	Name: "deliver_procedural",
	Bindings: []Binding{
		{Name: "control", Access: Read, Lanes: 1},
		{Name: "spikes", Access: Read, Lanes: 1},
		{Name: "source_plans", Access: Read, Lanes: 1},
		{Name: "plans", Access: Read, Lanes: 1},
		{Name: "tables", Access: Read, Lanes: 1},
		{Name: "ring", Access: Write, Signed: true},
	},
	Push:     []string{"step", "ports", "slot_mask", "counts", "capacity"},
	LocalCPU: 8,
	LocalGPU: 64,
}

// PlanWords is the size of one entry of the table of procedural projections.
const PlanWords = 20

// Regrowth is a projection whose rows are made anew at every spike.
type Regrowth struct {
	FirstSource, Sources uint32
	Recipe               *buffers.Recipe
	PortBase, PortStride uint32
	Delay                uint32 // steps
	Levels               uint32 // of its weights, in the tables, or NoEntry
	Table                uint32 // of its skips
}

// Words returns the projection's entry of the table.
func (r Regrowth) Words() []uint32 {
	self := uint32(0)
	if r.Recipe.SkipSelf {
		self = 1
	}
	w := make([]uint32, PlanWords)
	copy(w, []uint32{r.FirstSource, r.Sources, r.Recipe.Kind, r.Recipe.Width, self, r.Recipe.Key[0], r.Recipe.Key[1],
		r.PortBase, r.PortStride, r.Delay, uint32(r.Recipe.Weight), r.Levels, r.Recipe.WeightKey[0], r.Recipe.WeightKey[1], r.Table, r.Recipe.Many})
	return w
}

// Procedural are all procedural projections of a network on the device.
type Procedural struct {
	// SourcePlans has one word for each source: the first of its projections,
	// and in the top 8 bits their number.
	SourcePlans, Plans, Tables *buffers.Array
	// Sources is the number of all sources; LongestRow bounds the synapses one
	// of them has, MostPlans its projections.
	Sources, LongestRow, MostPlans int
}

// DeliverProcedural returns the operation that delivers the spikes of the step
// through the procedural projections. It comes after the delivery that closes
// the step. Cost: spikes times out-degree.
func DeliverProcedural(p Procedural, ring Ring, s Spikes) Op {
	return Op{
		Kernel: deliverProcedural,
		Label:  "deliver_procedural",
		Arrays: []*buffers.Array{s.Control, s.List, p.SourcePlans, p.Plans, p.Tables, ring.Array},
		Push:   []uint32{0, uint32(ring.Ports), uint32(ring.Slots - 1), uint32(s.Layout.Counts()), uint32(s.List.Len())},
		// A synapse takes a trip of the row's loop and about two of its search in a table.
		Walk: &Walk{Items: p.Sources, Fixed: 5*p.LongestRow + 20*p.MostPlans, Whole: true},
	}
}
