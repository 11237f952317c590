package kernels

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/buffers"
)

// coupleTolerance: a neuron's 20 pairs of numbers up to 3, weights up to 1, have
// an ulp of 2e-7 each, and the sine an error of 1e-7.
var coupleTolerance = tolerance{Abs: 5e-6, Rel: 1e-6}

const (
	coupleSlots = 8
	coupleBase  = 1<<32 - 2 // the number of the step passes zero: slots must not
	coupleSteps = 3
)

// coupleCase couples n neurons, each with all three kinds, to as many columns.
type coupleCase struct {
	n, width                       int
	targets, rows, sources, delays []uint32
	weights, history, current      []float64
}

func newCoupleCase(n int) *coupleCase {
	rng := rand.New(rand.NewPCG(uint64(n), 91))
	c := &coupleCase{n: n, width: max(n, 1) + 3}
	for i := range n {
		c.targets = append(c.targets, uint32(2*i+1), uint32(len(c.rows)/RowWords), 3, uint32(i%2))
		for kind := range uint32(3) {
			pairs := rng.IntN(8)
			c.rows = append(c.rows, kind, uint32(len(c.sources)), uint32(pairs), uint32(rng.IntN(c.width)))
			for range pairs {
				c.sources = append(c.sources, uint32(rng.IntN(c.width)))
				c.delays = append(c.delays, uint32(rng.IntN(coupleSlots)))
				c.weights = append(c.weights, single(2*rng.Float64()-1))
			}
		}
	}
	for range coupleSlots * c.width {
		c.history = append(c.history, single(6*rng.Float64()-3))
	}
	c.current = slices.Repeat([]float64{math.NaN()}, 2*n+5)
	for i := range n {
		if i%2 == 1 { // the others' current is not read
			c.current[2*i+1] = single(rng.NormFloat64())
		}
	}
	return c
}

func (c *coupleCase) run(t *testing.T, r rig) []float64 {
	a := &arena{t: t, rig: r}
	current := a.real("current", c.current).written()
	s, _ := a.spikes(0, 1)
	ring := Ring{Array: a.i32("ring", make([]int32, 8)).Array, Ports: 1, Slots: 2}
	k := Couplings{Targets: a.u32("targets", c.targets).Array, Rows: a.u32("rows", c.rows).Array,
		Sources: a.u32("sources", c.sources).Array, Delays: a.u32("delays", c.delays).Array,
		Weights: a.real("weights", c.weights).Array, Neurons: c.n}
	h := History{Array: a.real("history", c.history).Array, Width: c.width, Slots: coupleSlots}
	out := a.run([]Op{Couple(k, h, current.Array, s), a.closeStep(1, ring, s)}, s, 0, coupleBase, 1)
	require.Equal(t, 1, out.Completed)
	x := current.reals(t)
	a.end()
	return x
}

// direct computes the currents from the definition.
func (c *coupleCase) direct() []float64 {
	out := slices.Clone(c.current)
	at := func(step uint32, column uint32) float64 { return c.history[int(step%coupleSlots)*c.width+int(column)] }
	for i := range c.n {
		target := c.targets[4*i : 4*i+4]
		sum := 0.0
		if target[3] != 0 {
			sum = c.current[target[0]]
		}
		for r := target[1]; r < target[1]+target[2]; r++ {
			row := c.rows[4*r : 4*r+4]
			own := at(coupleBase, row[3])
			for p := row[1]; p < row[1]+row[2]; p++ {
				x := at(coupleBase-c.delays[p], c.sources[p])
				sum += c.weights[p] * []float64{x, x - own, math.Sin(x - own)}[row[0]]
			}
		}
		out[target[0]] = sum
	}
	return out
}

func testCouple(t *testing.T) {
	for _, n := range sizes {
		c := newCoupleCase(n)
		want := c.direct()
		reference, bits := c.run(t, reference()), c.run(t, nativeRig(1, 32))
		check := func(t *testing.T, got []float64, tol tolerance) {
			for i := range want {
				if i%2 == 0 || i >= 2*n+1 {
					require.True(t, math.IsNaN(got[i]), "current %d is nobody's", i)
					continue
				}
				require.NoError(t, tol.check(got[i], want[i]), "current %d", i)
			}
		}
		check(t, reference, tolerance{Abs: 1e-13})
		eachDevice(t, func(t *testing.T, r rig) {
			got := c.run(t, r)
			check(t, got, coupleTolerance)
			for i := range n {
				sameBits(t, bits[2*i+1:2*i+2], got[2*i+1:2*i+2], "current")
			}
		})
	}
}

// testKeep: each channel's word goes into its column of the step's slot, for
// steps that pass the ring's end; everything else stays poisoned.
func testKeep(t *testing.T) {
	for _, n := range sizes {
		rng := rand.New(rand.NewPCG(uint64(n), 92))
		state := make([]float64, 2*n+1)
		for i := range state {
			state[i] = single(rng.NormFloat64())
		}
		width := 3*n + 2
		channels := []uint32{}
		for i := range n {
			channels = append(channels, uint32(rng.IntN(len(state))), uint32(3*i+1))
		}
		eachDevice(t, func(t *testing.T, r rig) {
			a := &arena{t: t, rig: r}
			history := a.array("history", buffers.Real, coupleSlots*width)
			s, _ := a.spikes(0, coupleSteps)
			ring := Ring{Array: a.i32("ring", make([]int32, 8)).Array, Ports: 1, Slots: 2}
			h := History{Array: history.Array, Width: width, Slots: coupleSlots}
			op := Keep("keep", a.real("state", state).Array, a.u32("channels", channels).Array, n, h, s)
			a.run([]Op{op, a.closeStep(1, ring, s)}, s, 0, coupleSlots-1, coupleSteps)
			got := history.reals(t)
			for slot := range coupleSlots {
				written := slot == coupleSlots-1 || slot <= coupleSteps-2
				for c := range width {
					x := got[slot*width+c]
					if written && c%3 == 1 && c/3 < n {
						require.Equal(t, state[channels[2*(c/3)]], x)
					} else {
						require.True(t, math.IsNaN(x), "slot %d column %d was written", slot, c)
					}
				}
			}
			a.end()
		})
	}
}
