package kernels

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/model"
)

// presynapseCase has two sets of dynamics of one model: the first with one row
// of parameters for all its sources, the second, of a part of them, with its own.
type presynapseCase struct {
	model            *model.PresynapseModel
	sources, slots   int
	lists, instances []uint32
	params, state    []float64
	last             []uint32
	events           [][]uint32
}

const (
	presynapseBase  = 40 // the step at which the batch starts
	presynapseFirst = 3  // the model's first factor: others lie before it
)

func newPresynapseCase(m *model.PresynapseModel, n int) *presynapseCase {
	rng := rand.New(rand.NewPCG(uint64(n), 31))
	c := &presynapseCase{model: m, sources: n + 5}
	part := n / 2
	c.slots = n + part
	row := func() []float64 {
		return m.Derive(func(name string) float64 {
			for _, p := range m.Params {
				if p.Name == name {
					return (p.Default + 0.1*float64(len(name))) * (0.8 + 0.2*rng.Float64())
				}
			}
			return math.NaN()
		}, 0.1)
	}
	c.params = row()
	own := len(c.params)
	c.lists = make([]uint32, c.sources)
	for i := range n {
		c.lists[2+i] = 1 << 24
		if i < part {
			c.lists[2+i] = 2 << 24
			c.params = append(c.params, row()...)
		}
	}
	c.instances = []uint32{2, uint32(n), 0, 0, 0, 0, 0, 0, 2, uint32(part), uint32(n), uint32(own), uint32(own), 0, 0, 0}
	for i, x := range c.params {
		c.params[i] = single(x)
	}
	for range c.slots * len(m.State) {
		c.state = append(c.state, single(rng.Float64()))
	}
	for range c.slots {
		c.last = append(c.last, rng.Uint32N(presynapseBase))
	}
	for range 3 {
		var step []uint32
		for i := range c.sources {
			if rng.IntN(3) > 0 {
				step = append(step, uint32(i))
			}
		}
		c.events = append(c.events, step)
	}
	return c
}

type presynapseRun struct {
	state         []float64
	last, factors []uint32
}

func (c *presynapseCase) run(t *testing.T, r rig) presynapseRun {
	t.Helper()
	a := &arena{t: t, rig: r}
	state, last := a.real("state", c.state).written(), a.u32("last", c.last).written()
	factors := a.array("factors", buffers.U32, presynapseFirst+c.slots)
	steps := len(c.events)
	capacity := steps * c.sources
	s, _ := a.spikes(capacity, steps)
	at, from := []uint32{}, []uint32{}
	for k, events := range c.events {
		for _, src := range events {
			at, from = append(at, presynapseBase+uint32(k)), append(from, src)
		}
	}
	d := Dynamics{Model: c.model, Lists: a.u32("lists", c.lists).Array, Instances: a.u32("instances", c.instances).Array,
		Params: a.real("params", c.params).Array, State: state.Array, Last: last.Array, Factors: factors.Array,
		Slots: c.slots, First: presynapseFirst, Sources: c.sources, Most: 2}
	ring := Ring{Array: a.i32("ring", make([]int32, 16)).Array, Ports: 8, Slots: 2}
	out := a.run([]Op{SpikeSource(a.u32("event_steps", at).Array, a.u32("event_sources", from).Array, len(at), s),
		Presynapse(d, s), a.closeStep(c.sources, ring, s)}, s, capacity, presynapseBase, steps)
	require.Equal(t, steps, out.Completed)
	require.Zero(t, out.Status)
	got := presynapseRun{state.reals(t), last.words(t), factors.words(t)}
	a.end()
	return got
}

// testPresynapse: every model on every device against the float64 build within
// 1e-6, some ten roundings of numbers near 1, and bit by bit against one native
// thread; sources that are silent keep what they had.
func testPresynapse(t *testing.T) {
	for _, m := range model.Presynapses() {
		var list []*presynapseCase
		var exact, floats []presynapseRun
		for _, n := range sizes {
			c := newPresynapseCase(m, n)
			list, exact, floats = append(list, c), append(exact, c.run(t, reference())), append(floats, c.run(t, nativeRig(1, 32)))
		}
		t.Run(m.Name, func(t *testing.T) {
			eachDevice(t, func(t *testing.T, r rig) {
				for k, c := range list {
					got := c.run(t, r)
					sameBits(t, floats[k].state, got.state, "state")
					require.True(t, slices.Equal(floats[k].factors, got.factors), "factors")
					require.True(t, slices.Equal(exact[k].last, got.last), "last spikes")
					requirePoison(t, got.factors[:presynapseFirst], "factors of others")
					for i, want := range exact[k].state {
						require.NoError(t, tolerance{Abs: 1e-6}.check(got.state[i], want), "state word %d", i)
					}
					for i, want := range exact[k].factors {
						if want == guardWord {
							require.Equal(t, want, got.factors[i], "a silent source")
							continue
						}
						require.NoError(t, tolerance{Abs: 1e-6}.check(float64(got.factors[i])/(1<<30), float64(want)/(1<<30)), "factor %d", i)
					}
					if c.slots > 100 {
						require.NotEqual(t, c.last, got.last)
					}
				}
			})
		})
	}
}
