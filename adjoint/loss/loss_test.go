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
	for _, of := range append(Readings(), "each") {
		l := CrossEntropy{Steps: steps, Batch: batch, Classes: classes, From: 2, To: 6, Of: of, Scale: 1.7, Decay: 0.8}
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

func TestReadingsAgainstDifferences(t *testing.T) {
	const steps, batch, size = 7, 3, 2
	for _, of := range Readings() {
		for _, target := range [][]float64{nil, {0.3}, {0.3, -1}} {
			l := SquaredReading{Reading{Steps: steps, Batch: batch, Size: size, From: 1, To: 6, Of: of, Decay: 0.7}, target}
			require.NoError(t, l.Check())
			x := drawn(steps * batch * size)
			drive := make([]float64, len(x))
			l.Evaluate(x, 2, drive)
			differences(t, of, x, drive, func() float64 { return l.Evaluate(x, 2, make([]float64, len(x))) })
		}
	}
}

// An exponential reading of a constant is a geometric series.
func TestExponentialReadingOfAConstant(t *testing.T) {
	r := Reading{Steps: 10, Batch: 1, Size: 1, From: 2, Of: "exponential", Decay: 0.9}
	x := make([]float64, 10)
	for i := range x {
		x[i] = 5
	}
	y, at := make([]float64, 1), make([]int, 1)
	r.Read(x, 0, y, at)
	require.InDelta(t, 5*(1-math.Pow(0.9, 8))/(1-0.9)/8, y[0], 1e-14)
	for _, bad := range []Reading{{Steps: 3, Of: "best"}, {Steps: 3, Of: "mean", To: 4}, {Steps: 3, Of: "mean", From: 3}, {Steps: 3, Of: "exponential"}} {
		require.Error(t, bad.Check(), "%+v", bad)
	}
}

func TestRegularisersAgainstDifferences(t *testing.T) {
	const steps, batch, size = 7, 3, 2
	x := drawn(steps * batch * size)
	drive := make([]float64, len(x))
	bounds := Bounds{Steps: steps, Batch: batch, Size: size, From: 1, To: 6, Lower: -0.5, Upper: 0.4}
	require.NotZero(t, bounds.Evaluate(x, 2, drive))
	differences(t, "bounds", x, drive, func() float64 { return bounds.Evaluate(x, 2, make([]float64, len(x))) })
	for _, l := range []Rate{{Target: []float64{20}}, {Target: []float64{20, 50}}, {Lower: 400, Upper: 500}, {Shared: true, Target: []float64{3}}} {
		l.Steps, l.Batch, l.Size, l.From, l.DT = steps, batch, size, 2, 0.5
		clear(drive)
		require.NotZero(t, l.Evaluate(x, 2, drive))
		// The rates are thousands of times larger than the spikes.
		for i := range drive {
			drive[i] *= 1e-6
		}
		differences(t, "rate", x, drive, func() float64 { return 1e-6 * l.Evaluate(x, 2, make([]float64, len(x))) })
	}
	// One spike in 4 steps of 0.5 ms is 500 Hz.
	l := Rate{Steps: 4, Batch: 1, Size: 1, DT: 0.5, Target: []float64{400}}
	require.Equal(t, 100*100/2.0, l.Evaluate([]float64{0, 1, 0, 0}, 1, make([]float64, 4)))
}

func TestComparedSteps(t *testing.T) {
	x := drawn(12)
	l := MeanSquare{Steps: 6, Batch: 1, At: []int{1, 4}}
	target := []float64{1, 2, 3, 4}
	value, drive := l.Evaluate(x, target, 1)
	want := 0.0
	for k, at := range []int{2, 3, 8, 9} {
		want += (x[at] - target[k]) * (x[at] - target[k]) / 4
	}
	require.InDelta(t, want, value, 1e-15)
	differences(t, "some steps", x, drive, func() float64 { v, _ := l.Evaluate(x, target, 1); return v })
}

func TestCrossing(t *testing.T) {
	// A ramp of 2 per ms from 1 passes 4 at 1.5 ms.
	l := Crossing{Steps: 5, Batch: 2, Size: 1, DT: 0.5, Level: 4, Start: []float64{1, 9}}
	x := []float64{2, 9, 3, 9, 4, 3, 5, 3, 6, 5}
	at, step, ok := l.Time(x, 0, 0)
	require.True(t, ok)
	require.Equal(t, 2, step)
	require.InDelta(t, 1.5, at, 1e-15)
	x[4] = 4.5
	for _, target := range [][]float64{nil, {1}} {
		l.Target = target
		drive, start := make([]float64, len(x)), make([]float64, 2)
		l.Evaluate(x, 2, drive, start)
		differences(t, "crossing", x, drive, func() float64 { return l.Evaluate(x, 2, make([]float64, len(x)), nil) })
	}
	// In the first step the value in front of it counts.
	l = Crossing{Steps: 1, Batch: 1, Size: 1, DT: 1, Level: 0, Start: []float64{-0.5}}
	drive, start := make([]float64, 1), make([]float64, 1)
	l.Evaluate([]float64{1}, 1, drive, start)
	differences(t, "start", l.Start, start, func() float64 { return l.Evaluate([]float64{1}, 1, make([]float64, 1), nil) })
	none := Crossing{Steps: 3, Batch: 1, Size: 1, DT: 0.5, Level: 1, Start: []float64{2}}
	at, _, ok = none.Time([]float64{2, 2, 2}, 0, 0)
	require.False(t, ok)
	require.Equal(t, 1.5, at)
}
