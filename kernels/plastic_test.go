package kernels

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// plasticCase is a recurrent network of n neurons with two projections of one
// rule, whose spikes are drawn; the last neuron is the modulator.
type plasticCase struct {
	rule                             *model.PlasticityRule
	n, synapses                      int
	targets                          []uint32
	delays                           []uint16
	rowPtr, columns, colPtr          []uint32
	weights, params, state, initial  []float64
	table                            []uint32
	longestRow, longestColumn, lagsN int
	events                           [][]uint32 // the sources that spike in each step
}

const (
	plasticBase  = 5 // the step at which the batch starts
	plasticSteps = 12
	plasticLags  = 6 // longest delay
)

// newPlasticCase draws the network. Delays are 1 to plasticLags steps, rows
// have up to 6 synapses and one has 70, more than a workgroup.
func newPlasticCase(rule *model.PlasticityRule, n int) *plasticCase {
	rng := rand.New(rand.NewPCG(uint64(n), 41))
	c := &plasticCase{rule: rule, n: n, lagsN: plasticLags}
	rows := 2 * n
	for row := range rows {
		c.rowPtr = append(c.rowPtr, uint32(len(c.targets)))
		length := rng.IntN(7)
		if row == n/2 {
			length = 70
		}
		for range length {
			c.targets = append(c.targets, uint32(row/n*n+rng.IntN(n)))
			c.delays = append(c.delays, uint16(1+rng.IntN(plasticLags)))
			c.weights = append(c.weights, single(rng.Float64()))
		}
		c.longestRow = max(c.longestRow, length)
	}
	c.synapses = len(c.targets)
	c.rowPtr = append(c.rowPtr, uint32(c.synapses))
	for i := range c.synapses * (len(rule.Synapse) - 1) {
		c.state = append(c.state, single(0.01*float64(i%7)))
	}
	c.index()
	pairings := []string{model.PairNearest, model.PairAll}
	for p := range 2 {
		given := map[string]float64{"w_max": 1}
		if p == 1 {
			given["w_max"] = 1.5
		}
		c.params = append(c.params, 1<<20)
		for _, x := range rule.Derive(rule.Lookup(given), 0.5, pairings[p]) {
			c.params = append(c.params, single(x))
		}
	}
	for range plasticSteps {
		var step []uint32
		for i := range n {
			if rng.IntN(3) == 0 {
				step = append(step, uint32(i))
			}
		}
		rng.Shuffle(len(step), func(i, j int) { step[i], step[j] = step[j], step[i] })
		slices.Sort(step)
		c.events = append(c.events, step)
	}
	for range n {
		c.initial = append(c.initial, single(-70+60*rng.Float64()))
	}
	return c
}

// index makes columns and table.
func (c *plasticCase) index() {
	pre := make([]uint32, c.synapses)
	for row := range 2 * c.n {
		for e := c.rowPtr[row]; e < c.rowPtr[row+1]; e++ {
			pre[e] = uint32(row)
		}
	}
	for post := range 2 * c.n {
		c.colPtr = append(c.colPtr, uint32(len(c.columns)/2))
		var own []uint32
		for e, t := range c.targets {
			if int(t) == post {
				own = append(own, uint32(e))
			}
		}
		slices.SortStableFunc(own, func(a, b uint32) int { return int(c.delays[a]) - int(c.delays[b]) })
		c.longestColumn = max(c.longestColumn, len(own))
		for _, e := range own {
			c.columns = append(c.columns, e, pre[e])
		}
	}
	c.colPtr = append(c.colPtr, uint32(c.synapses))
	n := uint32(c.n)
	var ptr, roles, of []uint32
	for i := range n {
		ptr = append(ptr, uint32(len(roles)))
		roles = append(roles, i, n+i, RolePost+i, RolePost+n+i)
	}
	ptr = append(ptr, uint32(len(roles)))
	for p := range uint32(2) {
		of = append(of, slices.Repeat([]uint32{p}, c.n)...)
	}
	var lags []uint32
	for d := range c.lagsN {
		lags = append(lags, uint32(d+1))
	}
	var entries []uint32
	for p := range uint32(2) {
		// post base, port base, stride, modulator, modulators, interval, state, its stride
		entries = append(entries, p*n, p*n+3, 1, n-1, 1, 4-p, 0, 1, 0, 0, 0, 0)
	}
	c.table = slices.Concat(ptr, roles, of, c.rowPtr, of, c.colPtr, lags, entries)
}

// outcome is what a run leaves.
type plasticOutcome struct {
	weights, state, traces []float64
	ring                   []int32
}

func (c *plasticCase) run(t *testing.T, r rig) plasticOutcome {
	a := &arena{t: t, rig: r}
	p := Plastic{Rule: c.rule.Name, Sources: c.n, Pre: 2 * c.n, Post: 2 * c.n, Lags: c.lagsN, Projections: 2, History: 8,
		Synapses: c.synapses, MostRoles: 4, LongestRow: c.longestRow, LongestColumn: c.longestColumn}
	p.Table, p.Targets, p.Delays = a.u32("table", c.table).Array, a.u32("targets", c.targets).Array, a.u16("delays", c.delays).Array
	p.Columns, p.Params = a.u32("columns", c.columns).Array, a.real("params", c.params).Array
	weights, state := a.real("weights", c.weights).written(), a.real("synapse_state", c.state).written()
	marks := a.u32("marks", make([]uint32, p.MarkWords(c.rule.Modulated))).written()
	traces := a.real("traces", make([]float64, p.TraceWords(len(c.rule.Pre), len(c.rule.Post)))).written()
	p.Weights, p.State, p.Marks, p.Traces = weights.Array, state.Array, marks.Array, traces.Array
	ringWords := a.i32("ring", make([]int32, 8*(2*c.n+6))).written()
	ring := Ring{Array: ringWords.Array, Ports: 2*c.n + 6, Slots: 8}
	capacity := plasticSteps * c.n
	s, _ := a.spikes(capacity, plasticSteps)
	var at, from []uint32
	for k, events := range c.events {
		for _, src := range events {
			at, from = append(at, plasticBase+uint32(k)), append(from, src)
		}
	}
	ops := []Op{SpikeSource(a.u32("event_steps", at).Array, a.u32("event_sources", from).Array, len(at), s), PlasticTrace(p, ring, s)}
	if c.rule.Watches != "" {
		ops = append(ops, PlasticWatch(p, Watched{State: a.real("state", c.initial).Array, First: 0, Count: 2 * c.n}, ring, s))
	}
	if c.rule.Modulated {
		ops = append(ops, PlasticModulate(p, ring, s))
	}
	if c.rule.Swept {
		ops = append(ops, PlasticSweep(p, ring, s))
	}
	if c.rule.AtPost {
		ops = append(ops, PlasticPost(p, ring, s))
	}
	ops = append(ops, PlasticPre(p, ring, s), a.closeStep(c.n, ring, s))
	out := a.run(ops, s, capacity, plasticBase, plasticSteps)
	require.Equal(t, plasticSteps, out.Completed)
	require.Zero(t, out.Status)
	got := plasticOutcome{weights.reals(t), state.reals(t), traces.reals(t), ringWords.ints(t)}
	a.end()
	return got
}

// testPlastic: every rule changes the weights of every synapse alike on all
// devices, in float32 to the bit, and as the float64 build has them. Traces of
// a few and weights of 1 go through a dozen events: 2e-6 in float32.
func testPlastic(t *testing.T) {
	tol := tolerance{Rel: 2e-6, Abs: 2e-6}
	type pair struct {
		c        *plasticCase
		f64, f32 plasticOutcome
	}
	var list []pair
	for _, rule := range model.PlasticityRules() {
		for _, n := range []int{1, 33, 1000} {
			c := newPlasticCase(rule, n)
			p := pair{c, c.run(t, reference()), c.run(t, nativeRig(1, 32))}
			require.NotEqual(t, c.weights, p.f64.weights, rule.Name)
			require.NotEqual(t, make([]int32, len(p.f64.ring)), p.f64.ring, rule.Name)
			for i := range p.f64.weights {
				require.NoError(t, tol.check(p.f32.weights[i], p.f64.weights[i]), "%s, weight %d", rule.Name, i)
			}
			list = append(list, p)
		}
	}
	eachDevice(t, func(t *testing.T, r rig) {
		for _, p := range list {
			got := p.c.run(t, r)
			sameBits(t, p.f32.weights, got.weights, p.c.rule.Name+" weights")
			sameBits(t, p.f32.state, got.state, p.c.rule.Name+" synapse state")
			sameBits(t, p.f32.traces, got.traces, p.c.rule.Name+" traces")
			require.Equal(t, p.f32.ring, got.ring, p.c.rule.Name)
		}
	})
}
