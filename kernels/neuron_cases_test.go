package kernels

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/model"
)

// neuronCase is a group of neurons with everything that reaches it in a step.
type neuronCase struct {
	plan    *model.Plan
	g       *model.Group
	state   []float64 // word after word
	ring    []int32
	slots   int
	ports   int // of one slot
	current []float64
}

// The group stands behind others: these neurons and ports are not its own.
const (
	caseSources = 37
	casePorts   = 16
	caseBase    = 6 // the step at which the batch starts
)

// signature is a list of receptors; signatures returns, for a scheme, none,
// every receptor by itself where the model is lif (no receptor knows its
// model; two of its schemes use the values at both ends of the step), and mixes that fill 2 (with one unused), 4 and 8 ports.
type signature []model.Receptor

func signatures(m *model.NeuronModel, s model.Scheme) map[string]signature {
	out := map[string]signature{"none": nil}
	if m.Source {
		return out
	}
	var all signature
	for _, syn := range model.Synapses() {
		for _, o := range syn.Outputs {
			if m.Takes(s, o) {
				r := model.Receptor{Model: syn.Name, Output: o}
				all = append(all, r)
				if m.Name == "lif" && (s.Held || s.Exact) {
					out[syn.Name+"-"+string(o)] = signature{r}
				}
			}
		}
	}
	if len(all) == 0 {
		return out
	}
	for _, n := range []int{2, 3, 5, 8} {
		var mix signature
		for k := range n {
			mix = append(mix, all[(len(all)-1+2*k)%len(all)])
		}
		out[fmt.Sprintf("mix-of-%d", n)] = mix
	}
	return out
}

// ranges replaces the spread of a parameter round its default, where that
// would leave the model idle.
var ranges = map[string][2]float64{"rate": {1000, 6000}, "i_e": {-100, 300}, "level": {5, 5},
	"fitzhugh_nagumo.i_e": {-0.5, 1}, "hindmarsh_rose.i_e": {-0.5, 3}}

// stateRanges are those of state variables for which randomState's would be out
// of the model's range; those that make their own upstroke reach into it.
var stateRanges = map[string][2]float64{
	"wang_buzsaki.v":      {-80, 10},
	"morris_lecar.v":      {-60, 10},
	"pinsky_rinzel.v":     {-80, 10},
	"pinsky_rinzel.v_d":   {-80, 10},
	"pinsky_rinzel.ca":    {0, 600},
	"fitzhugh_nagumo.v":   {-2, 2},
	"fitzhugh_nagumo.w":   {-1, 1},
	"hindmarsh_rose.v":    {-2, 2},
	"hindmarsh_rose.y":    {-12, 1},
	"hindmarsh_rose.z":    {0, 4},
	"exp_if.v":            {-80, 10},
	"adex.v":              {-80, 10},
	"adex.w":              {-20, 100},
	"quad_if.v":           {-70, 45},
	"ad_quad_if.v":        {-70, 45},
	"ad_quad_if.w":        {-50, 200},
	"izhikevich.v":        {-80, 40},
	"izhikevich.u":        {-16, 10},
	"alif.a":              {0, 4},
	"lif_sfa.w":           {0, 100},
	"gif.v_th":            {-60, -50},
	"gif.i_1":             {-50, 50},
	"gif.i_2":             {-50, 50},
	"gif_pozzorini.v":     {-80, -25},
	"gif_pozzorini.stc_1": {0, 50},
	"gif_pozzorini.stc_2": {0, 50},
	"gif_pozzorini.sfa_1": {0, 5},
	"gif_pozzorini.sfa_2": {0, 5},
	"glif.v":              {-80, -40},
	"glif.th_s":           {0, 2},
	"glif.th_v":           {0, 2},
	"glif.asc_1":          {-50, 0},
	"glif.asc_2":          {-200, 0},
	"qif_rate.v":          {-2, 2},
	"theta_neuron.theta":  {3, 3.14},
	"kuramoto.theta":      {-3, 3},

	"alif_discrete.v": {-1, 2},

	"conductance.v": {-60, 20}, // spikes are crossings of 0
}

// driveOf is the standard deviation of the stimulus: pA, or what a dimensionless
// model stays finite with.
func driveOf(m *model.NeuronModel) float64 {
	if m.Silent || slices.Contains([]string{"theta_neuron", "fitzhugh_nagumo", "hindmarsh_rose"}, m.Name) {
		return 0.5
	}
	return 100
}

// population makes a population; own draws every parameter for every neuron.
func population(m *model.NeuronModel, s model.Scheme, sig signature, size int, own bool) *model.Population {
	spread := func(of string, table []model.Param) map[string]model.Value {
		values := map[string]model.Value{}
		for _, p := range table {
			low, high := p.Default-0.05*math.Abs(p.Default), p.Default+0.05*math.Abs(p.Default)
			for _, key := range []string{p.Name, of + "." + p.Name} {
				if r, ok := ranges[key]; ok {
					low, high = r[0], r[1]
				}
			}
			values[p.Name] = model.Const((low + high) / 2)
			if own {
				values[p.Name] = model.UniformDist(low, high)
			}
		}
		return values
	}
	pop := &model.Population{Name: "p", Model: m.Name, Size: size, Scheme: s.Name, Params: spread(m.Name, m.Params)}
	for k, r := range sig {
		r.Name = fmt.Sprintf("r%d", k)
		r.Params = spread(r.Model, model.FindSynapse(r.Model).Params)
		if _, ok := r.Params["e_rev"]; ok {
			r.Params["e_rev"] = model.Const(float64(-80 * (k % 2))) // excitatory and inhibitory
		}
		pop.Receptors = append(pop.Receptors, &r)
	}
	if m.Channels {
		for _, of := range []string{"leak", "na_hh_1952", "kdr_hh_1952"} {
			pop.Channels = append(pop.Channels, &model.Channel{Name: of, Model: of, Params: spread(of, model.FindChannel(of).Params)})
		}
	}
	return pop
}

// newNeuronCase draws a case from a fixed seed.
func newNeuronCase(t *testing.T, m *model.NeuronModel, s model.Scheme, sig signature, size int, own, stimulated bool) *neuronCase {
	return populationCase(t, population(m, s, sig, size, own), stimulated)
}

// populationCase draws a case of a population.
func populationCase(t *testing.T, pop *model.Population, stimulated bool) *neuronCase {
	size := pop.Size
	rng := rand.New(rand.NewPCG(uint64(size), 17))
	net := &model.Network{Name: "case", DT: 0.1, Seed: 5, Populations: []*model.Population{pop}}
	for k, r := range pop.Receptors {
		// A stimulus fixes the quantum: an arrival of one is no whole number.
		net.Stimuli = append(net.Stimuli, &model.Stimulus{Name: r.Name, Type: model.PoissonInput, Target: "p", Receptor: r.Name, Rate: 10, Weight: 0.3 + 0.1*float64(k)})
	}
	plan, err := net.MakePlan()
	require.NoError(t, err)
	g := plan.Groups[0]
	g.SourceBase, g.PortBase = caseSources, casePorts
	c := &neuronCase{plan: plan, g: g, slots: 4, ports: casePorts + (size*g.Padded+7)/8*8 + 8}
	c.state = plan.InitialState(g)
	for i := range c.state {
		c.state[i] = single(randomState(rng, g, i/max(size, 1), i%max(size, 1), size))
	}
	c.ring = make([]int32, c.slots*c.ports)
	for i := range c.ring {
		c.ring[i] = int32(rng.IntN(9) - 3)
	}
	for slot := range c.slots { // the ports up to the next group's belong to nobody: they may be cleared too
		end := slot*c.ports + casePorts + size*g.Padded
		clear(c.ring[end : end+(8-size*g.Padded%8)%8])
	}
	for i := range size {
		if i%3 == 0 { // nothing arrives at every third neuron
			now := (caseBase%c.slots)*c.ports + casePorts + i*g.Padded
			clear(c.ring[now : now+g.Padded])
		}
	}
	if stimulated {
		c.current = make([]float64, caseSources+size+5)
		for i := range c.current {
			c.current[i] = math.NaN()
		}
		for i := range size {
			c.current[caseSources+i] = single(rng.NormFloat64() * driveOf(g.Model))
		}
	}
	return c
}

// randomState draws state word w of neuron i. What a step writes without
// reading it is poisoned.
func randomState(rng *rand.Rand, g *model.Group, w, i, size int) float64 {
	if w < len(g.Model.State) {
		if r, ok := stateRanges[g.Model.Name+"."+g.Model.State[w].Name]; ok {
			return r[0] + (r[1]-r[0])*rng.Float64()
		}
		switch g.Model.State[w].Name {
		case "v":
			// A few neurons lie on the removable singularities of the rate functions.
			if special := []float64{-63 + 13, -63 + 15, -63 + 40, -40, -55}; i < len(special) && size > 100 {
				return special[i]
			}
			return -80 + 35*rng.Float64()
		case "refractory", "count":
			return float64(max(rng.IntN(6)-2, 0))
		}
		return rng.Float64() // a gate
	}
	for _, slot := range g.Receptors {
		if w >= slot.Base && w < slot.Base+len(slot.Synapse.State) {
			if slot.Synapse.State[w-slot.Base].Name == "jump" {
				return math.NaN()
			}
		}
	}
	for _, slot := range g.Channels {
		if w >= slot.Base && w < slot.Base+len(slot.Channel.State) {
			if slot.Channel.State[w-slot.Base].Name == "g" {
				return math.NaN()
			}
			return rng.Float64() / float64(len(slot.Channel.State)) // shares sum to less than 1
		}
	}
	for _, slot := range g.Ions {
		switch w {
		case slot.Base:
			return 1e-4 + 5e-4*rng.Float64() // mM
		case slot.Base + 1:
			return 100 + 40*rng.Float64() // mV
		}
	}
	return 20 * rng.Float64()
}

// neuronRun is what a device makes of a case.
type neuronRun struct {
	state  []float64 // word after word
	ring   []int32
	spikes [][]uint32
	out    Outcome
}

// run advances the case by so many steps on a device.
func (c *neuronCase) run(t *testing.T, r rig, steps int) neuronRun {
	t.Helper()
	a := &arena{t: t, rig: r}
	layout := buffers.StateLayout{Words: c.g.Words, Neurons: c.g.Size, Lanes: r.mem.Lanes()}
	words := slices.Repeat([]float64{math.NaN()}, layout.Len())
	for w := range c.g.Words {
		for i := range c.g.Size {
			words[layout.Index(w, i)] = c.state[w*c.g.Size+i]
		}
	}
	state := a.real("state", words).written()
	n := Neurons{State: state.Array, Layout: layout}
	rows, rowOf := c.plan.Rows(c.g)
	n.Uniform = rowOf == nil
	row := slices.Repeat([]float64{math.NaN()}, SharedRowWords(c.g)) // the shader declares a block of so many
	if n.Uniform {
		copy(row, rows[0])
		n.Constants = rows[0]
	} else {
		n.Rows = a.real("rows", slices.Concat(rows...)).Array
	}
	n.Row = a.real("row", row).Array
	if identity := c.plan.Identity(c.g, rowOf); identity != nil {
		n.Identity = a.u32("identity", identity).Array
	}
	if c.current != nil {
		n.Current = a.real("current", c.current).Array
	}
	held := a.i32("ring", c.ring).written()
	ring := Ring{Array: held.Array, Ports: c.ports, Slots: c.slots}
	capacity := steps*c.g.Size + 3
	s, list := a.spikes(capacity, steps)
	ops := []Op{NeuronStep(c.g, n, ring, s), a.closeStep(caseSources+c.g.Size, ring, s)}
	res := neuronRun{out: a.run(ops, s, capacity, caseBase, steps)}
	res.state = layout.Gather(state.reals(t))
	res.ring = held.ints(t)
	spikes := list.words(t)
	total := res.out.Offsets[steps]
	require.LessOrEqual(t, int(total), capacity-3)
	res.spikes = byStep(spikes[:total], res.out.Offsets)
	requirePoison(t, spikes[total:], "spike list")
	a.end()
	return res
}

// wantRing is the ring after so many steps: the group's ports of their slots are cleared.
func (c *neuronCase) wantRing(steps int) []int32 {
	ring := slices.Clone(c.ring)
	if len(c.g.Receptors) == 0 {
		return ring
	}
	for k := range steps {
		slot := (caseBase + k) % c.slots * c.ports
		clear(ring[slot+casePorts : slot+casePorts+c.g.Size*c.g.Padded])
	}
	return ring
}
