package kernels

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// reduceTolerance: 65 additions in one lane and six in the tree, each of half an ulp.
var reduceTolerance = tolerance{Rel: 71 * 6e-8}

// testReduce averages channels of every size, neighbouring words and words
// four apart, at intervals of 1 and 3 steps.
func testReduce(t *testing.T) {
	const base, steps = 17, 4
	run := func(t *testing.T, r rig) []float64 {
		rng := rand.New(rand.NewPCG(41, 43))
		state := make([]float64, 4*4097+3)
		for i := range state {
			state[i] = single(-60 + 5*rng.NormFloat64())
		}
		var channels []uint32
		want := []float64{}
		for i, n := range append([]int{2, 63, 64, 65, 128}, sizes[1:]...) {
			first, stride, interval := i%3, 1+3*(i%2), 1+2*(i%2)
			channels = append(channels, uint32(first), uint32(stride), uint32(n), uint32(interval), uint32(len(want)), 2, 0, 0)
			mean := 0.0
			for k := range n {
				mean += state[first+k*stride] / float64(n)
			}
			for k := range steps {
				if (base+k+1)%interval == 0 {
					want = append(want, mean, math.NaN()) // between two samples lies another's place
				}
			}
		}
		a := &arena{t: t, rig: r}
		samples := a.real("samples", slices.Repeat([]float64{math.NaN()}, len(want))).written()
		s, _ := a.spikes(0, steps)
		held := Ring{Array: a.i32("ring", nil).Array, Slots: 2}
		op := Mean("mean", a.real("state", state).Array, a.u32("channels", channels).Array, samples.Array, len(channels)/MeanWords, s)
		out := a.run([]Op{op, a.closeStep(1, held, s)}, s, 0, base, steps)
		require.Equal(t, steps, out.Completed)
		got := samples.reals(t)
		a.end()
		for i, x := range got {
			if math.IsNaN(want[i]) {
				require.True(t, math.IsNaN(x), "word %d is no sample", i)
				continue
			}
			require.NoError(t, reduceTolerance.check(x, want[i]), "word %d", i)
		}
		return got
	}
	run(t, reference())
	bits := run(t, nativeRig(1, 32))
	eachDevice(t, func(t *testing.T, r rig) { sameBits(t, bits, run(t, r), "means") })
}
