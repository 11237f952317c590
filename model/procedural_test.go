package model

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// The levels have the distribution's mean, and the standard deviation but for the tails.
func TestProceduralLevels(t *testing.T) {
	bounded := NormalDist(5, 3)
	bounded.Bounded, bounded.Min, bounded.Max = true, 2, 8
	for _, c := range []struct {
		v        Value
		mean, sd float64
	}{
		{NormalDist(-3, 2), -3, 2},
		{UniformDist(1, 4), 2.5, 3 / math.Sqrt(12)},
		{bounded, 5, 3 * math.Sqrt(0.2911250947)}, // as in TestDrawMoments
		{Value{Dist: Exponential, A: 2}, 2, 2},
		{Const(7), 7, 0},
	} {
		sum, squares := 0.0, 0.0
		for k := range ProceduralLevels {
			x := c.v.Quantile((float64(k) + 0.5) / ProceduralLevels)
			sum += x
			squares += (x - c.mean) * (x - c.mean)
		}
		require.InDelta(t, c.mean, sum/ProceduralLevels, 3e-4*(1+c.sd))
		require.InDelta(t, c.sd, math.Sqrt(squares/ProceduralLevels), 2e-3*c.sd)
	}
}
