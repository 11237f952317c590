package kernels

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/buffers"
)

// testSpikeSource lists n events in each of three steps, between events of
// earlier and later steps.
func testSpikeSource(t *testing.T) {
	const base, steps, sources = 1000, 3, 5000
	run := func(t *testing.T, r rig, n, room int) (list []uint32, out Outcome, want [][]uint32) {
		rng := rand.New(rand.NewPCG(uint64(n), 29))
		at, from := []uint32{0, base - 1, base - 1}, []uint32{1, 2, 3}
		for k := range steps {
			step := []uint32{}
			for range n {
				step = append(step, rng.Uint32()%sources)
			}
			slices.Sort(step)
			for _, src := range step {
				at, from = append(at, base+uint32(k)), append(from, src)
			}
			want = append(want, step)
		}
		at, from = append(at, base+steps, 1<<31), append(from, 4, 5)
		a := &arena{t: t, rig: r}
		capacity := steps*n + room
		s, held := a.spikes(capacity, steps)
		ring := Ring{Array: a.array("ring", buffers.I32, 0).Array, Slots: 2}
		ops := []Op{SpikeSource(a.u32("event_steps", at).Array, a.u32("event_sources", from).Array, len(at), s)}
		// The spikes are sources of the matrix that closes the step; it has rows for none of them.
		out = a.run(append(ops, a.closeStep(sources, ring, s)), s, capacity, base, steps)
		list = held.words(t)
		a.end()
		return list, out, want
	}
	check := func(t *testing.T, r rig) {
		for _, n := range sizes {
			list, out, want := run(t, r, n, 2)
			require.Equal(t, want, byStep(list, out.Offsets))
			requirePoison(t, list[steps*n:], "spike list")
			require.Zero(t, out.Status)
			require.Equal(t, steps, out.Completed)
		}
		// One place too few: the loss is reported, and nothing is written behind the list.
		_, out, _ := run(t, r, 33, -1)
		require.Equal(t, StatusSpikesLost, out.Status)
	}
	check(t, reference())
	eachDevice(t, check)
}
