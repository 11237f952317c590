package dataset

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSines: the target repeats, and its first harmonic has amplitude 1.3 / 1.5.
func TestSines(t *testing.T) {
	const period, n = 1200.0, 4800
	target := Sines(period).Train.Target
	for k, want := range []float64{1.3, 0.65, 1.3 / 6, 1.3 / 3} {
		sum := 0.0
		for i := range n {
			x := period * float64(i) / n
			sum += target(0, 0, x) * math.Sin(2*math.Pi*float64(k+1)*x/period) * 2 / n
		}
		require.InDelta(t, want/1.5, sum, 1e-12)
	}
	require.InDelta(t, target(0, 0, 77), target(0, 0, 77+period), 1e-12)
}

// TestImageRows: rows of pixels, from the top, of 0 to 1.
func TestImageRows(t *testing.T) {
	image := make([]byte, 9)
	image[1], image[5] = 255, 51
	require.Equal(t, [][]float64{{0, 1, 0}, {0, 0, 0.2}, {0, 0, 0}}, imageRows(image))
}
