package kernels

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/buffers"
)

// stimulateTolerance: the quantile has 6 ulp of up to 6 standard deviations of
// 80 pA, and sums of some 100 pA may cancel.
var stimulateTolerance = tolerance{Abs: 5e-4, Rel: 2e-6}

// stimulateCase drives two populations, n neurons and 3, with every kind.
type stimulateCase struct {
	n                       int
	targets, stimuli, times []uint32
	values                  []float64
	memory                  []float64
	ring                    []int32
}

const (
	stimulateBase    = 50
	stimulateSteps   = 3
	stimulateSlots   = 4
	stimulatePorts   = 2 // of a neuron
	stimulateSources = 11
)

func newStimulateCase(n int) *stimulateCase {
	rng := rand.New(rand.NewPCG(uint64(n), 37))
	c := &stimulateCase{n: n}
	stimulus := func(words map[int]uint32, values ...float64) {
		w := make([]uint32, StimulusWords)
		w[2], w[4], w[7] = math.MaxUint32, math.MaxUint32, 1
		w[5], w[6] = rng.Uint32(), rng.Uint32()
		w[10], w[12] = uint32(len(c.times)), uint32(len(c.values))
		for k, v := range words {
			w[k] = v
		}
		c.stimuli, c.values = append(c.stimuli, w...), append(c.values, values...)
	}
	poisson := func(receptor, weight, parts uint32, mean float64) {
		stimulus(map[int]uint32{0: KindPoissonInput, 8: weight, 9: receptor, 11: 1, 13: parts}, mean, math.Exp(-mean))
		c.times = append(c.times, 0)
	}
	// Population 0 has nine stimuli, population 1 two.
	stimulus(map[int]uint32{0: KindStepCurrent, 11: 3}, 100, -25, 7)
	c.times = append(c.times, 10, 51, 52)
	stimulus(map[int]uint32{0: KindStepCurrent, 11: 1}, 1e6) // begins after the batch
	c.times = append(c.times, 53)
	stimulus(map[int]uint32{0: KindNoiseCurrent, 1: 1, 2: uint32(max(n-2, 0)), 3: 49, 7: 2}, 10, 80)
	poisson(1, 5, 1, 0.3)
	poisson(0, math.MaxUint32, 3, 7.5) // weight -1
	stimulus(map[int]uint32{0: KindNoiseCurrent, 3: 51, 4: 52}, 0, 1)
	// An Ornstein-Uhlenbeck current under way, and one that begins in the batch.
	stimulus(map[int]uint32{0: KindOUCurrent, 1: 1, 2: uint32(max(n-1, 0)), 3: 20, 14: 3}, 5, 40, 0.9, 40*math.Sqrt(1-0.81))
	stimulus(map[int]uint32{0: KindOUCurrent, 1: 1, 2: uint32(max(n-1, 0)), 3: 51, 14: uint32(3 + n)}, -5, 20, 0.5, 20*math.Sqrt(0.75))
	for i := range 2*n + 6 {
		c.memory = append(c.memory, single(40*rng.NormFloat64()))
		if i >= 3+n {
			c.memory[i] = math.NaN() // a first value is drawn without reading this
		}
	}
	// Nothing in the first step, then a rate, then another.
	stimulus(map[int]uint32{0: KindPoissonInput, 8: 3, 9: 1, 11: 2, 13: 1}, 4, math.Exp(-4), 0.5, math.Exp(-0.5))
	c.times = append(c.times, 51, 52)
	c.targets = append(c.targets, 0, stimulateSources, 8, stimulatePorts, 0, 9, 0, 0)
	poisson(1, 2, 1, 2)
	stimulus(map[int]uint32{0: KindStepCurrent, 11: 1}, 33)
	c.times = append(c.times, 0)
	c.targets = append(c.targets, uint32(n), uint32(stimulateSources+n+4), uint32(8+stimulatePorts*n+8), stimulatePorts, 9, 2, 0, 0)
	c.ring = make([]int32, stimulateSlots*c.ports())
	for i := range c.ring {
		c.ring[i] = int32(rng.IntN(100) - 50)
	}
	return c
}

func (c *stimulateCase) ports() int { return 8 + stimulatePorts*c.n + 8 + stimulatePorts*3 + 8 }

func (c *stimulateCase) run(t *testing.T, r rig) ([]float64, []int32) {
	a := &arena{t: t, rig: r}
	current := a.array("current", buffers.Real, stimulateSources+c.n+4+3+5)
	held := a.i32("ring", c.ring).written()
	ring := Ring{Array: held.Array, Ports: c.ports(), Slots: stimulateSlots}
	s, _ := a.spikes(0, stimulateSteps)
	st := Stimuli{
		Targets: a.u32("targets", c.targets).Array, Table: a.u32("stimuli", c.stimuli).Array,
		Times: a.u32("times", c.times).Array, Values: a.real("values", c.values).Array,
		Current: current.Array, Memory: a.real("memory", c.memory).written().Array, Neurons: c.n + 3, Populations: 2,
	}
	out := a.run([]Op{Stimulate(st, ring, s), a.closeStep(1, ring, s)}, s, 0, stimulateBase, stimulateSteps)
	require.Equal(t, stimulateSteps, out.Completed)
	x, events := current.reals(t), held.ints(t)
	a.end()
	return x, events
}

// check compares what no other build is needed for: currents that are poison
// where nothing is driven, and ports and slots that take nothing.
func (c *stimulateCase) check(t *testing.T, current []float64, ring []int32) {
	t.Helper()
	driven := func(i int) bool {
		i -= stimulateSources
		return i >= 0 && i < c.n || i >= c.n+4 && i < c.n+7
	}
	for i, x := range current {
		require.Equal(t, driven(i), !math.IsNaN(x), "source %d", i)
	}
	for i := range 3 {
		require.Equal(t, 33.0, current[stimulateSources+c.n+4+i])
	}
	if c.n > 1 { // neither noise reaches the first neuron in the last step
		require.Equal(t, 7.0, current[stimulateSources])
	}
	for k, x := range ring {
		slot, port := k/c.ports(), k%c.ports()
		own := port >= 8 && port < 8+stimulatePorts*c.n
		second := port >= 16+stimulatePorts*c.n && port < 16+stimulatePorts*(c.n+3) && port%stimulatePorts == 1
		if slot == (stimulateBase+stimulateSteps)%stimulateSlots || !own && !second {
			require.Equal(t, c.ring[k], x, "slot %d, port %d takes no events", slot, port)
		}
	}
}

func testStimulate(t *testing.T) {
	type expected struct {
		c       *stimulateCase
		current []float64
		ring    []int32
		bits    []float64
	}
	var list []expected
	for _, n := range sizes {
		c := newStimulateCase(n)
		current, ring := c.run(t, reference())
		c.check(t, current, ring)
		bits, _ := c.run(t, nativeRig(1, 32))
		list = append(list, expected{c, current, ring, bits})
		if n >= 1000 {
			c.checkLaws(t, ring)
		}
	}
	eachDevice(t, func(t *testing.T, r rig) {
		for _, e := range list {
			t.Run(fmt.Sprintf("n=%d", e.c.n), func(t *testing.T) {
				current, ring := e.c.run(t, r)
				e.c.check(t, current, ring)
				require.True(t, slices.Equal(e.ring, ring), "events differ first at word %d", firstDifference(e.ring, ring))
				sameBits(t, e.bits, current, "current")
				for i, want := range e.current {
					if math.IsNaN(want) {
						continue
					}
					require.NoError(t, stimulateTolerance.check(current[i], want), "source %d", i)
				}
			})
		}
	})
}

// checkLaws compares the mean of the events with their Poisson laws, within 5
// sigma. Port 0: 22.5 events of weight -1. Port 1: 0.3 of weight 5, and 0, 4 and
// 0.5 of weight 3 in the three steps, which is (1.5 + 4.5) / 5 in fives, with the
// variance (25 0.3 + 9 1.5) / 25.
func (c *stimulateCase) checkLaws(t *testing.T, ring []int32) {
	for r, law := range []struct{ weight, mean, variance float64 }{{-1, 22.5, 22.5}, {5, 1.2, 0.84}} {
		sum, n := 0.0, 0.0
		for s := range stimulateSteps {
			for i := range c.n {
				k := (stimulateBase+s)%stimulateSlots*c.ports() + 8 + stimulatePorts*i + r
				sum += float64(ring[k]-c.ring[k]) / law.weight
				n++
			}
		}
		require.InDelta(t, law.mean, sum/n, 5*math.Sqrt(law.variance/n))
	}
}
