package dataset

import (
	"math"

	"github.com/galvani-sim/galvani/model"
)

// Pattern returns the generation of a pattern of Bellec et al. 2020, Nat.
// Commun. 11:3625: for 1 s each of 100 inputs spikes with probability 0.05 in
// every ms, always the same, and the output is to follow a sum of four sines of
// periods 1000, 500, 333 and 200 ms, amplitudes from 0.5 to 2 and any phase,
// that begins at 0 and is 1 at its largest. An epoch is `examples` trials, all
// alike. Spikes lie on whole ms.
func Pattern(seed uint64, examples int) *Set {
	const inputs, duration = 100, 1000
	all := model.NewStream(seed, "pattern")
	times := make([][]float64, inputs)
	for k := range times {
		c := all.Sub("inputs").At(uint64(k))
		times[k] = bernoulli(&c, nil, 0, duration, 0.05)
	}
	c := all.Sub("sines").At(0)
	var amplitude, phase [4]float64
	for k := range amplitude {
		amplitude[k], phase[k] = 0.5+1.5*c.Float64(), 2*math.Pi*c.Float64()
	}
	sines := func(t float64) (sum float64) {
		for k, period := range []float64{1000, 500, 333, 200} {
			sum += amplitude[k] * math.Sin(2*math.Pi*t/period+phase[k])
		}
		return sum
	}
	first, top := sines(0), 0.0
	for t := range duration {
		top = max(top, math.Abs(sines(float64(t))-first))
	}
	split := func(n int) Split {
		return Split{Labels: make([]int, n), Times: func(int) [][]float64 { return times },
			Target: func(_, _ int, t float64) float64 { return (sines(t) - first) / top }}
	}
	return &Set{Inputs: inputs, Classes: 1, Duration: duration, Train: split(max(examples, 1)), Test: split(1)}
}
