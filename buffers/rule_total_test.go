package buffers

import (
	"math"
	"testing"

	"github.com/galvani-sim/galvani/model"
	"github.com/stretchr/testify/require"
)

// TestBinomialProbability compares with exact values (products of integers)
// and checks that a large distribution sums to one.
func TestBinomialProbability(t *testing.T) {
	for _, c := range []struct{ k, n, p, want float64 }{
		{0, 0, 0.5, 1}, {0, 3, 0.25, 0.421875}, {1, 3, 0.25, 0.421875}, {2, 3, 0.25, 0.140625}, {3, 3, 0.25, 0.015625},
		{0, 5, 0, 1}, {1, 5, 0, 0}, {5, 5, 1, 1}, {4, 5, 1, 0},
		{10, 20, 0.5, 184756.0 / (1 << 20)}, {30, 60, 0.5, 118264581564861424.0 / (1 << 60)},
	} {
		got := binomialProbability(c.k, c.n, c.p)
		if !(math.Abs(got-c.want) <= 2e-14*c.want) {
			t.Errorf("P(%v of %v, p %v) = %v, want %v", c.k, c.n, c.p, got, c.want)
		}
	}
	sum := 0.0
	const n, p = 4e9, 0.3
	sd := math.Sqrt(n * p * (1 - p))
	for k := math.Floor(n*p - 9*sd); k <= n*p+9*sd; k++ {
		sum += binomialProbability(k, n, p)
	}
	require.InDelta(t, 1, sum, 1e-10)
}

// TestSplitLaws inverts the two distributions on a fine grid of u, which gives
// every value its exact probability but for the grid.
func TestSplitLaws(t *testing.T) {
	const grid = 1 << 16
	choose := func(n, k uint64) float64 {
		x := 1.0
		for i := range k {
			x *= float64(n-i) / float64(i+1)
		}
		return x
	}
	for _, c := range []struct{ n, a, b uint64 }{{0, 3, 4}, {1, 3, 4}, {5, 3, 4}, {7, 3, 4}, {12, 20, 15}, {30, 20, 15}, {6, 1, 100}, {50, 100, 1}} {
		hyper, bin := map[uint64]float64{}, map[uint64]float64{}
		for i := range grid {
			u := (float64(i) + 0.5) / grid
			bin[binomial(u, c.n, c.a, c.b)]++
			if c.n <= c.a+c.b {
				hyper[hypergeometric(u, c.n, c.a, c.b)]++
			}
		}
		p := float64(c.a) / float64(c.a+c.b)
		for k := range c.n + 2 {
			want := 0.0
			if k <= c.n {
				want = choose(c.n, k) * math.Pow(p, float64(k)) * math.Pow(1-p, float64(c.n-k))
			}
			require.InDelta(t, want, bin[k]/grid, 2.0/grid, "binomial %+v at %d", c, k)
			if c.n > c.a+c.b {
				continue
			}
			want = 0
			if k <= c.n && k <= c.a && c.n-k <= c.b {
				want = choose(c.a, k) * choose(c.b, c.n-k) / choose(c.a+c.b, c.n)
			}
			require.InDelta(t, want, hyper[k]/grid, 2.0/grid, "hypergeometric %+v at %d", c, k)
		}
	}
}

// TestTotalNumber wants exactly n synapses, out-degrees with the binomial's (or
// hypergeometric's) spread, and no row with more than it has room for.
func TestTotalNumber(t *testing.T) {
	const size = 2000
	for _, distinct := range []bool{false, true} {
		for _, n := range []int{0, 1, 1000, 400000, size * size / 2, size*size - 1, size * size} {
			r := model.Rule{Type: model.FixedTotalNumber, N: n, NoMultapses: distinct}
			part := benchSpec(size, r).Parts[0]
			counts, err := splitTotal(&part, uint64(n), size)
			require.NoError(t, err)
			total, spread, mean := 0, 0.0, float64(n)/size
			for _, c := range counts {
				total += int(c)
				spread += (float64(c) - mean) * (float64(c) - mean)
				if distinct {
					require.LessOrEqual(t, c, uint32(size))
				}
			}
			require.Equal(t, n, total)
			want := mean * (1 - 1.0/size)
			if distinct {
				want *= float64(size*size-n) / (size*size - 1)
			}
			if want < 10 {
				continue // too skewed for a bound by sigma
			}
			require.InDelta(t, want, spread/size, 5*want*math.Sqrt(2.0/size), "n %d, distinct %v", n, distinct)
		}
	}
}
