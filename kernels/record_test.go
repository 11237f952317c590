package kernels

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// testRecord samples n channels at intervals of 1, 3, 7 and 100 steps in a
// batch that starts off every grid.
func testRecord(t *testing.T) {
	const base, steps, words = 17, 10, 64
	check := func(t *testing.T, r rig) {
		for _, n := range sizes {
			rng := rand.New(rand.NewPCG(uint64(n), 31))
			state := make([]float64, words)
			for i := range state {
				state[i] = single(rng.NormFloat64())
			}
			var channels []uint32
			want := []float64{}
			for i := range n {
				interval := []uint32{1, 3, 7, 100}[i%4]
				word := uint32(rng.IntN(words))
				// Samples of one channel lie two apart: what is between is another's.
				channels = append(channels, word, interval, uint32(len(want)), 2)
				for k := range steps {
					if (base+k+1)%int(interval) == 0 {
						want = append(want, state[word], math.NaN())
					}
				}
			}
			a := &arena{t: t, rig: r}
			samples := a.real("samples", slices.Repeat([]float64{math.NaN()}, len(want))).written()
			s, _ := a.spikes(0, steps)
			held := Ring{Array: a.i32("ring", nil).Array, Slots: 2}
			op := Record("record", a.real("state", state).Array, a.u32("channels", channels).Array, samples.Array, n, s)
			out := a.run([]Op{op, a.closeStep(1, held, s)}, s, 0, base, steps)
			require.Equal(t, steps, out.Completed)
			sameBits(t, want, samples.reals(t), "samples")
			a.end()
		}
	}
	check(t, reference())
	eachDevice(t, check)
}
