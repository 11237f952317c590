package loss

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// differences compares a derivative with central differences of a value.
func differences(t *testing.T, name string, x, drive []float64, value func() float64) {
	t.Helper()
	const h = 1e-6
	nonzero := 0
	for i := range x {
		was := x[i]
		x[i] = was + h
		up := value()
		x[i] = was - h
		down := value()
		x[i] = was
		want := (up - down) / (2 * h)
		// The differences carry about 1e-16 / h of rounding.
		if !(math.Abs(drive[i]-want) <= 1e-8*(1+math.Abs(want))) {
			t.Fatalf("%s: element %d: %v, differences give %v", name, i, drive[i], want)
		}
		if drive[i] != 0 {
			nonzero++
		}
	}
	require.NotZero(t, nonzero, name)
}

func drawn(n int) []float64 {
	r := rand.New(rand.NewPCG(1, 2))
	x := make([]float64, n)
	for i := range x {
		x[i] = r.NormFloat64()
	}
	return x
}

func TestCrossEntropyAgainstDifferences(t *testing.T) {
	const steps, batch, classes = 7, 3, 4
	labels := []int{2, 0} // the third sample of the batch does not count
	for _, of := range []string{"mean", "max", "last", "each"} {
		l := CrossEntropy{Steps: steps, Batch: batch, Classes: classes, From: 2, Of: of, Scale: 1.7}
		x := drawn(steps * batch * classes)
		_, drive, chosen := l.Evaluate(x, labels)
		require.Len(t, chosen, 2)
		differences(t, of, x, drive, func() float64 { v, _, _ := l.Evaluate(x, labels); return v })
	}
}

func TestCrossEntropyChooses(t *testing.T) {
	l := CrossEntropy{Steps: 2, Batch: 1, Classes: 2, Of: "last", Scale: 1}
	value, _, chosen := l.Evaluate([]float64{9, 0, 1, 2}, []int{1})
	require.Equal(t, []int{1}, chosen)
	require.InDelta(t, math.Log1p(math.Exp(-1)), value, 1e-15) // -log(1 / (1 + exp(1 - 2)))
	l.Of = "max"
	_, _, chosen = l.Evaluate([]float64{9, 0, 1, 2}, []int{1})
	require.Equal(t, []int{0}, chosen)
}

func TestSpikeLossesAgainstDifferences(t *testing.T) {
	const steps, batch, size = 6, 3, 4
	x := drawn(steps * batch * size)
	count := SpikeCount{Steps: steps, Batch: batch, Count: 2, Strength: 0.3}
	_, drive := count.Evaluate(x, 2)
	differences(t, "spike count", x, drive, func() float64 { v, _ := count.Evaluate(x, 2); return v })

	target := drawn(len(x))
	for i := range target {
		target[i] *= 0.5
	}
	square := MeanSquare{Steps: steps, Batch: batch}
	_, drive = square.Evaluate(x, target, 2)
	differences(t, "mean square", x, drive, func() float64 { v, _ := square.Evaluate(x, target, 2); return v })

	rossum := VanRossum{Steps: steps, Batch: batch, DT: 0.5, Tau: 2, Decay: math.Exp(-0.25)}
	_, drive = rossum.Evaluate(x, target, 2)
	differences(t, "van Rossum", x, drive, func() float64 { v, _ := rossum.Evaluate(x, target, 2); return v })
}

func TestVanRossumOfOneSpike(t *testing.T) {
	// One spike against none: half the integral of exp(-2 t / tau) / tau, which is 1/4, as dt goes to 0.
	const steps = 200000
	l := VanRossum{Steps: steps, Batch: 1, DT: 1e-3, Tau: 10, Decay: math.Exp(-1e-4)}
	x := make([]float64, steps)
	x[0] = 1
	v, _ := l.Evaluate(x, make([]float64, steps), 1)
	require.InDelta(t, 0.25, v, 1e-4)
}
