package buffers

import (
	"math"
	"slices"
	"testing"

	"github.com/galvani-sim/galvani/model"
	"github.com/stretchr/testify/require"
)

// chi2Limit is five sigma above the mean of a chi-squared distribution
// (Wilson and Hilferty's approximation of its quantile).
func chi2Limit(df float64) float64 {
	h := 2 / (9 * df)
	return df * math.Pow(1-h+5*math.Sqrt(h), 3)
}

// TestBernoulliCounts compares the number of synapses and the variance of the
// out-degrees with theory within 5 sigma, on both ways of drawing skips.
func TestBernoulliCounts(t *testing.T) {
	for _, c := range []struct {
		size int
		p    float64
	}{{20000, 1e-4}, {20000, 2e-4}, {5000, 0.02}, {1000, 0.5}, {1000, 0.99}} {
		rows := build(t, benchSpec(c.size, model.Rule{Type: model.FixedProbability, P: c.p, NoAutapses: true}), 2)
		n, m := float64(c.size), float64(c.size-1)
		mean, variance := m*c.p, m*c.p*(1-c.p) // of one row
		require.InDelta(t, n*mean, float64(rows.Synapses()), 5*math.Sqrt(n*variance), "p = %v", c.p)
		spread := 0.0
		for i := range rows.Sources() {
			d := float64(len(rows.Row(i))) - mean
			spread += d * d
			require.NotContains(t, rows.Row(i), uint32(2*i), "an autapse")
			require.Len(t, slices.Compact(slices.Clone(rows.Row(i))), len(rows.Row(i)), "a multapse")
		}
		// the variance of a binomial's squared deviation: its fourth moment less variance squared
		fourth := variance * (1 + 3*(m-2)*c.p*(1-c.p))
		require.InDelta(t, variance, spread/n, 5*math.Sqrt((fourth-variance*variance)/n), "p = %v", c.p)
		// every target is as likely: in-degrees are binomial too
		in := make([]uint32, 2*c.size)
		InDegrees(rows, len(in), in)
		chi2 := 0.0
		for j := range c.size {
			d := float64(in[2*j]) - mean
			chi2 += d * d / variance
		}
		require.LessOrEqual(t, chi2, chi2Limit(n)*1.05, "p = %v", c.p)
	}
}

// TestBernoulliLaw counts skips against the geometric distribution.
func TestBernoulliLaw(t *testing.T) {
	for _, p := range []float64{0.0001, 0.001, 0.02, 0.3, 0.8} {
		part := benchSpec(1<<22, model.Rule{Type: model.FixedProbability, P: p}).Parts[0]
		b := newBernoulli(&part)
		var s scratch
		var skips []float64
		for r := uint32(0); len(skips) < 40000; r++ {
			last := -1
			for _, j := range b.row(r, &s, nil)[:min(40000, int(p*(1<<22)*0.8))] {
				skips = append(skips, float64(int(j)-last-1))
				last = int(j)
			}
		}
		// bins of equal probability as far as a geometric law allows
		const bins = 20
		edge := make([]float64, bins+1)
		for k := range bins {
			edge[k] = math.Ceil(math.Log1p(-float64(k)/bins) / math.Log1p(-p))
		}
		edge[bins] = math.Inf(1)
		chi2, df := 0.0, -1.0
		for k := range bins {
			if edge[k] == edge[k+1] {
				continue
			}
			want := math.Pow(1-p, edge[k])
			if k < bins-1 {
				want -= math.Pow(1-p, edge[k+1])
			}
			want *= float64(len(skips))
			got := 0.0
			for _, x := range skips {
				if x >= edge[k] && x < edge[k+1] {
					got++
				}
			}
			chi2 += (got - want) * (got - want) / want
			df++
		}
		require.LessOrEqual(t, chi2, chi2Limit(df), "p = %v", p)
	}
}

// TestDigits: skips made digit by digit are geometric, down to probabilities
// of which a row of 2^29 targets sees one in two.
func TestDigits(t *testing.T) {
	for _, p := range []float64{1e-4, 2e-5, 1e-6, 1e-9} {
		b := &bernoulli{stream: model.NewStream(5, "digits"), digits: newDigits(p)}
		const n, bins = 40000, 40
		var count [bins]float64
		logQ := math.Log1p(-p)
		for i := range n {
			c := b.stream.At(uint64(i))
			skip := uint64(0)
			for k, d := range b.digits {
				skip += uint64(d.of(c.Uint32())) << (digitBits * k)
			}
			// P(skip <= x) is 1 - q^(x+1); its middle is uniform to p/2
			count[min(int(-math.Expm1((float64(skip)+0.5)*logQ)*bins), bins-1)]++
		}
		chi2 := 0.0
		for _, c := range count {
			chi2 += (c - n/bins) * (c - n/bins) / (n / bins)
		}
		require.LessOrEqual(t, chi2, chi2Limit(bins-1), "p = %v", p)
	}
	// What each digit is when its word is the smallest and the largest.
	for _, d := range newDigits(2e-5) {
		require.Zero(t, d.of(0))
		require.True(t, slices.IsSorted(d.threshold[:]))
		require.Less(t, d.of(math.MaxUint32), uint32(digitBase))
	}
}

// TestBernoulliTie makes thresholds whose high halves are met by every other
// word, so that the low halves decide.
func TestBernoulliTie(t *testing.T) {
	part := benchSpec(1<<20, model.Rule{Type: model.FixedProbability, P: 0.5}).Parts[0]
	b := newBernoulli(&part)
	words := make([]uint32, 64)
	c := part.Stream.At(3)
	for i := range words {
		words[i] = c.Uint32()
	}
	// the first word ties with two thresholds: the second word lies between their low halves
	b.high = []uint32{words[0], words[0], math.MaxUint32, math.MaxUint32}
	b.low = []uint32{words[1], words[1] + 1, 0, math.MaxUint32}
	clear(b.guide[:])
	require.Equal(t, uint32(1), b.dense(3, 1<<20, nil)[0], "at the first threshold and below the second")
	b.low[0], b.low[1] = words[1]+1, words[1]+2
	require.Equal(t, uint32(0), b.dense(3, 1<<20, nil)[0], "below both")
	b.low[0], b.low[1] = words[1]-1, words[1]
	require.Equal(t, uint32(2), b.dense(3, 1<<20, nil)[0], "above both")
}

// TestDegrees checks what the rules fix exactly.
func TestDegrees(t *testing.T) {
	const size = 700
	for _, distinct := range []bool{false, true} {
		for _, n := range []int{0, 1, 5, 300, 360, 600, 699} {
			r := model.Rule{N: n, NoAutapses: true, NoMultapses: distinct}
			for _, r.Type = range []model.RuleType{model.FixedIndegree, model.FixedOutdegree} {
				rows := build(t, benchSpec(size, r), 2)
				in := make([]uint32, 2*size)
				InDegrees(rows, len(in), in)
				for i := range size {
					row := rows.Row(i)
					if r.Type == model.FixedIndegree {
						require.Equal(t, uint32(n), in[2*i])
					} else {
						require.Len(t, row, n)
					}
					require.True(t, slices.IsSorted(row))
					require.NotContains(t, row, uint32(2*i), "an autapse")
					if distinct {
						require.Len(t, slices.Compact(slices.Clone(row)), len(row), "a multapse")
					}
				}
			}
		}
	}
}

// TestSampledUniform wants every pair as likely under the rules that draw a
// number of partners, from the counts of many small networks.
func TestSampledUniform(t *testing.T) {
	const size, nets = 9, 1500
	for _, r := range []model.Rule{
		{Type: model.FixedIndegree, N: 3}, {Type: model.FixedIndegree, N: 3, NoMultapses: true},
		{Type: model.FixedIndegree, N: 7, NoMultapses: true, NoAutapses: true},
		{Type: model.FixedOutdegree, N: 3}, {Type: model.FixedOutdegree, N: 6, NoMultapses: true},
		{Type: model.FixedTotalNumber, N: 20, NoAutapses: true}, {Type: model.FixedTotalNumber, N: 20, NoMultapses: true, NoAutapses: true},
	} {
		count := make([]float64, size*size)
		for seed := range uint64(nets) {
			spec := benchSpec(size, r)
			spec.Parts[0].Stream = model.NewStream(seed, "p")
			rows := build(t, spec, 1)
			for i := range size {
				for _, port := range rows.Row(i) {
					count[i*size+int(port)/2]++
				}
			}
		}
		total, pairs := 0.0, float64(size*size)
		for _, c := range count {
			total += c
		}
		if r.NoAutapses {
			pairs -= size
		}
		chi2, mean := 0.0, total/pairs
		for k, c := range count {
			if r.NoAutapses && k/size == k%size {
				require.Zero(t, c)
				continue
			}
			chi2 += (c - mean) * (c - mean) / mean
		}
		// without multapses counts vary less than Poisson's, so the limit only gets safer
		require.LessOrEqual(t, chi2, chi2Limit(pairs), "%+v", r)
	}
}

func TestSortTargets(t *testing.T) {
	var s scratch
	c := model.NewStream(1, "sort").At(0)
	for _, width := range []uint32{1, 2, 2048, 2049, 5 << 20, math.MaxUint32} {
		for _, n := range []int{0, 1, 511, 512, 3000} {
			got := drawAny(&c, uint32(n), width, nil)
			want := slices.Sorted(slices.Values(got))
			sortTargets(got, width, &s)
			require.True(t, slices.Equal(want, got), "width %d, n %d", width, n)
		}
	}
}
