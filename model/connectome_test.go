package model

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSyntheticConnectome: symmetric, no loops, weights into a region of mean 1,
// mirror images joined more strongly than other pairs across, lengths of a head.
func TestSyntheticConnectome(t *testing.T) {
	for _, n := range []int{2, 68, 84} {
		c := SyntheticConnectome(n, 1)
		require.NoError(t, c.Check())
		total, longest := 0.0, 0.0
		for i := range n {
			require.Zero(t, c.Weights[i*n+i])
			for j := range n {
				require.Equal(t, c.Weights[i*n+j], c.Weights[j*n+i])
				require.Equal(t, c.Lengths[i*n+j], c.Lengths[j*n+i])
				total += c.Weights[i*n+j]
				longest = max(longest, c.Lengths[i*n+j])
			}
		}
		require.InDelta(t, float64(n), total, 1e-9)
		require.Less(t, longest, 1.3*2*85+1e-9)
		if n > 2 {
			require.Greater(t, longest, 150.0)
			left := n / 2
			for i := range left {
				for j := range left {
					if i != j {
						require.Greater(t, c.Weights[i*n+left+i], c.Weights[i*n+left+j])
					}
				}
			}
		}
		require.Equal(t, c, SyntheticConnectome(n, 1))
		rule := c.Rule(2, 5)
		require.Len(t, rule.Sources, n*(n-1))
		k := len(rule.Sources) / 3
		at := int(rule.Targets[k])*n + int(rule.Sources[k])
		require.Equal(t, 2*c.Weights[at], rule.Weights[k])
		require.Equal(t, c.Lengths[at]/5, rule.Delays[k])
	}
	require.NotEqual(t, SyntheticConnectome(8, 1).Weights, SyntheticConnectome(8, 2).Weights)
	bad := SyntheticConnectome(4, 1)
	bad.Lengths[6] = math.NaN()
	require.ErrorContains(t, bad.Check(), "from region 2 to region 1")
}
