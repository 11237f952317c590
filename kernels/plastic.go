package kernels

import (
	"github.com/galvani-sim/galvani/buffers"
)

// plasticBindings are the arrays of every plastic kernel; see shaders/kernel/plastic.glsl.
var plasticBindings = []Binding{
	{Name: "control", Access: ReadWrite, Lanes: 1},
	{Name: "spikes", Access: Read, Lanes: 1},
	{Name: "table", Access: Read, Lanes: 1},
	{Name: "targets", Access: Read, Lanes: 1},
	{Name: "delays", Access: Read, Lanes: 1},
	{Name: "columns", Access: Read, Lanes: 1},
	{Name: "weights", Access: ReadWrite, Lanes: 1, Real: true},
	{Name: "synapse_state", Access: ReadWrite, Lanes: 1, Real: true},
	{Name: "marks", Access: ReadWrite, Lanes: 1},
	{Name: "traces", Access: ReadWrite, Lanes: 1, Real: true},
	{Name: "params", Access: Read, Lanes: 1, Real: true},
	{Name: "ring", Access: Write, Signed: true},
	{Name: "state", Access: Read, Lanes: 1, Real: true},
}

var plasticPush = []string{"step", "ports", "slot_mask", "counts", "capacity", "sources", "pre_n", "post_n", "lags_n",
	"projections_n", "history", "synapses_n", "first", "watched"}

// plasticKernel returns the interface of one plastic kernel, which exists once for each rule.
func plasticKernel(name string, localCPU int) *Kernel {
	return &Kernel{Name: name, Bindings: plasticBindings, Push: plasticPush, LocalCPU: localCPU, LocalGPU: 64, PerRule: true}
}

var (
	plasticTrace    = plasticKernel("plastic_trace", 16)
	plasticWatch    = plasticKernel("plastic_watch", 64)
	plasticModulate = &Kernel{Name: "plastic_modulate", Bindings: plasticBindings, Push: plasticPush,
		LocalCPU: modulateLocal, LocalGPU: modulateLocal, FixedLocal: true, PerRule: true}
	plasticSweep = plasticKernel("plastic_sweep", 8)
	plasticPost  = plasticKernel("plastic_post", 8)
	plasticPre   = plasticKernel("plastic_pre", 8)
)

// modulateLocal is the fixed workgroup size of plastic_modulate.comp.
const modulateLocal = 64

// PlasticProjectionWords is the size of one projection's entry of the table.
const PlasticProjectionWords = 12

// RolePost marks a role as that of a target.
const RolePost uint32 = 1 << 31

// Plastic are the arrays and sizes of all projections of one plasticity rule.
type Plastic struct {
	Rule string
	// Table, Targets, Delays, Columns and Params describe the synapses; Weights,
	// State, Marks and Traces are what changes.
	Table, Targets, Delays, Columns, Weights, State, Marks, Traces, Params *buffers.Array
	// Sources are all of the network; Pre and Post the rule's sources and
	// targets; Lags its different delays; History the ring of a target's spikes,
	// a power of two and at least the longest delay and 2.
	Sources, Pre, Post, Lags, Projections, History, Synapses int
	// MostRoles is the most roles of one source, LongestRow the most synapses
	// of one source, LongestColumn those of one target.
	MostRoles, LongestRow, LongestColumn int
}

// Watched are the targets whose state, that of one group of neurons, a rule reads.
type Watched struct {
	State        *buffers.Array
	First, Count int // of the posts
}

// MarkWords returns the number of words of Marks; stamps is true for rules that date their synapses.
func (p Plastic) MarkWords(stamps bool) int {
	n := 3*p.Pre + p.Post*(1+2*p.History) + p.History + 3*p.Projections
	if stamps {
		n += p.Synapses
	}
	return n
}

// TraceWords returns the number of reals of Traces, for traces of so many words.
func (p Plastic) TraceWords(pre, post int) int {
	return 2*p.Pre*pre + p.Post*p.History*post + 2*p.Projections
}

func (p Plastic) op(k *Kernel, ring Ring, s Spikes, w Watched) Op {
	return Op{
		Kernel: k,
		Model:  p.Rule,
		Label:  k.Name + "." + p.Rule,
		Arrays: []*buffers.Array{s.Control, s.List, p.Table, p.Targets, p.Delays, p.Columns, p.Weights, p.State, p.Marks, p.Traces,
			p.Params, ring.Array, w.State},
		Push: []uint32{0, uint32(ring.Ports), uint32(ring.Slots - 1), uint32(s.Layout.Counts()), uint32(s.List.Len()),
			uint32(p.Sources), uint32(p.Pre), uint32(p.Post), uint32(p.Lags), uint32(p.Projections), uint32(p.History),
			uint32(p.Synapses), uint32(w.First), uint32(w.Count)},
	}
}

// PlasticTrace returns the operation that notes the step's spikes in the
// traces. It comes first of the plastic operations of a step.
func PlasticTrace(p Plastic, ring Ring, s Spikes) Op {
	op := p.op(plasticTrace, ring, s, Watched{})
	// Each invocation takes spikes of its own: the list is walked by the device's invocations together.
	op.Walk = &Walk{Items: p.Sources, Trips: 0, Fixed: 1 + p.MostRoles*3}
	return op
}

// PlasticWatch returns the operation that shows the state of one group's neurons to the rule.
func PlasticWatch(p Plastic, w Watched, ring Ring, s Spikes) Op {
	op := p.op(plasticWatch, ring, s, w)
	op.N = w.Count
	return op
}

// PlasticModulate returns the operation that counts the modulators' spikes.
func PlasticModulate(p Plastic, ring Ring, s Spikes) Op {
	op := p.op(plasticModulate, ring, s, Watched{})
	op.N = p.Projections * modulateLocal
	return op
}

// PlasticSweep returns the operation that brings all synapses up to date where that is due.
func PlasticSweep(p Plastic, ring Ring, s Spikes) Op {
	op := p.op(plasticSweep, ring, s, Watched{})
	op.Walk = &Walk{Items: p.Pre, Trips: p.LongestRow * (3 + p.searchTrips()), Fixed: 1}
	return op
}

// PlasticPost returns the operation for the targets' spikes that reach their synapses.
func PlasticPost(p Plastic, ring Ring, s Spikes) Op {
	op := p.op(plasticPost, ring, s, Watched{})
	bisect := 0
	for n := p.LongestColumn; n > 0; n /= 2 {
		bisect += 2
	}
	op.Walk = &Walk{Items: p.Post * p.Lags, Trips: p.LongestColumn * 5, Fixed: 2 + bisect + p.searchTrips()}
	return op
}

// PlasticPre returns the operation for the sources' spikes; it adds into the ring.
func PlasticPre(p Plastic, ring Ring, s Spikes) Op {
	op := p.op(plasticPre, ring, s, Watched{})
	op.Walk = &Walk{Items: p.Sources, Trips: p.LongestRow * (3 + p.searchTrips()), Fixed: 1 + 4*p.MostRoles}
	return op
}

// searchTrips is the most trips that looking for a trace takes: as many spikes
// as a target can have had within the longest delay.
func (p Plastic) searchTrips() int { return p.History }
