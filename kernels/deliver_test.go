package kernels

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// deliverCase is a matrix in chunks, and the sources that spike in every step.
type deliverCase struct {
	sources, ports, slots int
	chunks                []chunkCase
	ring                  []int32
	events                [][]uint32 // the sources that spike in each step
	factors               []uint32
}

// chunkCase is one chunk: blocks in order of their first source.
type chunkCase struct {
	blocks         []Block
	lists          []uint32
	rowPtr, target []uint32
	weights        []int32
	delays         []uint16
	longest, most  int
}

const deliverBase = 9 // the step at which the batch starts

// newDeliverCase draws a matrix of two chunks: the first has every storage
// form, side by side over the same sources, the second one form for the rest.
func newDeliverCase(n int) *deliverCase {
	rng := rand.New(rand.NewPCG(uint64(n), 23))
	c := &deliverCase{sources: max(n, 5) + 7, ports: 512, slots: 32}
	half := uint32(c.sources / 2)
	forms := []Block{
		{FirstSource: 2, Sources: half, Weight: 3, Delay: 1, Weights: NoEntry, Delays: NoEntry},
		{FirstSource: 2, Sources: half, Weight: 3, Delay: 31, Weights: NoEntry, Delays: 1},
		{FirstSource: 2, Sources: half, Weight: 3, Delay: 4, Weights: 1, Delays: NoEntry},
		{FirstSource: 2, Sources: half, Weight: 3, Delay: 4, Weights: 1, Delays: 1},
		{FirstSource: 2, Sources: half, Weight: -1 << 29, Delay: 1, Weights: NoEntry, Delays: NoEntry, Factors: 1},
		{FirstSource: 2, Sources: half, Weight: 1000, Delay: 31, Weights: NoEntry, Delays: 1, Factors: 3},
		{FirstSource: 2, Sources: half, Weight: 3, Delay: 4, Weights: 1, Delays: NoEntry, Factors: 2},
		{FirstSource: 2, Sources: half, Weight: 3, Delay: 4, Weights: 1, Delays: 1, Factors: 3},
	}
	c.factors = []uint32{0, 1, 1 << 30, 1<<31 - 1, 1 << 29}
	for range c.sources {
		c.factors = append(c.factors, rng.Uint32N(1<<31))
	}
	rest := Block{FirstSource: 1, Sources: uint32(c.sources - 1), Weight: -7, Delay: 2, Weights: NoEntry, Delays: NoEntry}
	c.chunks = []chunkCase{newChunk(rng, c.sources, c.ports, forms), newChunk(rng, c.sources, c.ports, []Block{rest})}
	c.ring = make([]int32, c.slots*c.ports)
	for i := range c.ring {
		c.ring[i] = int32(rng.IntN(2000) - 1000)
	}
	for range 3 {
		step := make([]uint32, c.sources)
		for i := range step {
			step[i] = uint32(i)
		}
		rng.Shuffle(len(step), func(i, j int) { step[i], step[j] = step[j], step[i] })
		step = step[:min(n, len(step))]
		slices.Sort(step)
		c.events = append(c.events, step)
	}
	return c
}

// newChunk fills the blocks with rows; weights and delays start at odd places,
// since two delays share a word.
func newChunk(rng *rand.Rand, sources, ports int, blocks []Block) chunkCase {
	c := chunkCase{weights: []int32{1 << 30}, delays: []uint16{0xffff}, lists: make([]uint32, sources), most: len(blocks)}
	length := make([]int, sources)
	for k, b := range blocks {
		b.RowPtr, b.FirstSynapse = uint32(len(c.rowPtr)), uint32(len(c.target))
		if b.Weights != NoEntry {
			b.Weights = uint32(len(c.weights))
		}
		if b.Delays != NoEntry {
			b.Delays = uint32(len(c.delays))
		}
		at := uint32(0)
		for r := range b.Sources {
			c.rowPtr = append(c.rowPtr, at)
			row := rng.IntN(7)
			if r == b.Sources/2 {
				row = ports // one row reaches every port but the guards
			}
			for range row {
				c.target = append(c.target, uint32(16+rng.IntN(ports-32)))
				if b.Weights != NoEntry {
					c.weights = append(c.weights, int32(rng.IntN(2001)-1000))
				}
				if b.Delays != NoEntry {
					c.delays = append(c.delays, uint16(1+rng.IntN(31)))
				}
			}
			slices.Sort(c.target[b.FirstSynapse+at:])
			at += uint32(row)
			length[b.FirstSource+r] += row
			if k == 0 {
				c.lists[b.FirstSource+r] = uint32(len(blocks)) << 24
			}
		}
		c.rowPtr = append(c.rowPtr, at)
		c.blocks = append(c.blocks, b)
	}
	c.longest = slices.Max(length)
	return c
}

// want is the ring after all steps, computed synapse by synapse.
func (c *deliverCase) want() []int32 {
	ring := slices.Clone(c.ring)
	for k, events := range c.events {
		for _, src := range events {
			for _, ch := range c.chunks {
				for _, b := range ch.blocks {
					if src < b.FirstSource || src >= b.FirstSource+b.Sources {
						continue
					}
					row := b.RowPtr + src - b.FirstSource
					for j := ch.rowPtr[row]; j < ch.rowPtr[row+1]; j++ {
						weight, delay := b.Weight, b.Delay
						if b.Weights != NoEntry {
							weight = ch.weights[b.Weights+j]
						}
						if b.Delays != NoEntry {
							delay = uint32(ch.delays[b.Delays+j])
						}
						if b.Factors != 0 {
							weight = scaled(weight, c.factors[b.Factors-1+src-b.FirstSource])
						}
						slot := (deliverBase + uint32(k) + delay) % uint32(c.slots)
						ring[slot*uint32(c.ports)+ch.target[b.FirstSynapse+j]] += weight
					}
				}
			}
		}
	}
	return ring
}

// scaled is weight times factor / 2^30, halves rounded away from zero.
func scaled(weight int32, factor uint32) int32 {
	return int32(math.Round(math.Ldexp(float64(weight)*float64(factor), -30)))
}

func (c *deliverCase) run(t *testing.T, r rig) ([]int32, Outcome) {
	a := &arena{t: t, rig: r}
	held := a.i32("ring", c.ring).written()
	ring := Ring{Array: held.Array, Ports: c.ports, Slots: c.slots}
	steps := len(c.events)
	capacity := steps * c.sources
	s, _ := a.spikes(capacity, steps)
	at, from := []uint32{}, []uint32{}
	for k, events := range c.events {
		for _, src := range events {
			at, from = append(at, deliverBase+uint32(k)), append(from, src)
		}
	}
	ops := []Op{SpikeSource(a.u32("event_steps", at).Array, a.u32("event_sources", from).Array, len(at), s)}
	for k, ch := range c.chunks {
		var table []uint32
		for _, b := range ch.blocks {
			table = append(table, b.Words()...)
		}
		ops = append(ops, Deliver(fmt.Sprintf("deliver %d", k), Matrix{
			SourceBlocks: a.u32("source_blocks", ch.lists).Array, Blocks: a.u32("blocks", table).Array,
			RowPtr: a.u32("row_ptr", ch.rowPtr).Array, Targets: a.u32("targets", ch.target).Array,
			Weights: a.i32("weights", ch.weights).Array, Delays: a.u16("delays", ch.delays).Array,
			Factors: a.u32("factors", c.factors).Array, Sources: c.sources, LongestRow: ch.longest, MostBlocks: ch.most,
		}, ring, s, k == 0))
	}
	out := a.run(ops, s, capacity, deliverBase, steps)
	got := held.ints(t)
	a.end()
	return got, out
}

// testDeliver: every storage form, alone and side by side, adds every synapse
// of every spike once, in the slot of its delay. Integers: nothing to tolerate.
func testDeliver(t *testing.T) {
	var list []*deliverCase
	var wants [][]int32
	for _, n := range sizes {
		c := newDeliverCase(n)
		want := c.want()
		got, _ := c.run(t, reference())
		require.Equal(t, want, got, "the float64 build")
		list, wants = append(list, c), append(wants, want)
	}
	eachDevice(t, func(t *testing.T, r rig) {
		for k, c := range list {
			got, out := c.run(t, r)
			require.True(t, slices.Equal(wants[k], got), "%d spikes: the ring differs first at word %d", sizes[k], firstDifference(wants[k], got))
			require.Equal(t, len(c.events), out.Completed)
			require.Zero(t, out.Status)
			total := uint32(0)
			for i, events := range c.events {
				total += uint32(len(events))
				require.Equal(t, total, out.Offsets[i+1])
			}
		}
	})
}

func firstDifference[T comparable](a, b []T) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}
