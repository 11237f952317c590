package model

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// The vectors are the philox4x32 10 lines of Random123's kat_vectors.
func TestPhiloxKnownAnswers(t *testing.T) {
	for _, v := range []struct {
		ctr  [4]uint32
		key  [2]uint32
		want [4]uint32
	}{
		{[4]uint32{}, [2]uint32{}, [4]uint32{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
		{[4]uint32{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, [2]uint32{0xffffffff, 0xffffffff},
			[4]uint32{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
		{[4]uint32{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, [2]uint32{0xa4093822, 0x299f31d0},
			[4]uint32{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
	} {
		require.Equal(t, v.want, Philox(v.ctr, v.key))
	}
}

func TestCursorCounters(t *testing.T) {
	s := NewStream(5, "exc")
	const index = 7<<32 | 9
	c := s.At(index)
	for block := range uint32(6) {
		for _, want := range Philox([4]uint32{9, 7, block, 0}, s.Key()) {
			require.Equal(t, want, c.Uint32())
		}
	}
	c = s.At(index)
	for block := uint32(0); block < 6; block += 2 {
		var w [8]uint32
		s.Words(index, block, &w)
		for _, got := range w {
			require.Equal(t, c.Uint32(), got)
		}
	}
}

func TestStreamsDiffer(t *testing.T) {
	seen := map[[2]uint32]string{}
	for seed := range uint64(50) {
		for _, name := range []string{"", "a", "b", "ab", "exc_exc"} {
			s := NewStream(seed, name)
			for _, k := range [][2]uint32{s.Key(), s.Sub("weight").Key(), s.Sub("delay").Key()} {
				require.NotContains(t, seen, k, "seed %d, name %q and %s", seed, name, seen[k])
				seen[k] = name
			}
		}
	}
	// FNV-1a of "" and "a" (the published test suite of the hash).
	require.Equal(t, uint64(0xcbf29ce484222325), fnv1a(""))
	require.Equal(t, uint64(0xaf63dc4c8601ec8c), fnv1a("a"))
}

func TestFloat64Open(t *testing.T) {
	s := NewStream(1, "u")
	const n = 200000
	sum, sum2 := 0.0, 0.0
	for i := range uint64(n) {
		c := s.At(i)
		u := c.Float64()
		require.True(t, u > 0 && u < 1)
		sum += u
		sum2 += u * u
	}
	// mean 1/2 with variance 1/12n; second moment 1/3 with variance 4/45n
	require.InDelta(t, 0.5, sum/n, 5*math.Sqrt(1.0/12/n))
	require.InDelta(t, 1.0/3, sum2/n, 5*math.Sqrt(4.0/45/n))
	least, most := Cursor{left: 4}, Cursor{left: 4, word: [4]uint32{0xffffffff, 0xffffffff}}
	require.Equal(t, 0x1p-53, least.Float64())
	require.Equal(t, 1-0x1p-53, most.Float64())
}

func TestUniformUnbiased(t *testing.T) {
	s := NewStream(2, "n")
	for _, n := range []uint32{1, 2, 3, 7, 100, 3 << 30} {
		bins := min(n, 100)
		count := make([]int, bins)
		const draws = 100000
		c := s.At(uint64(n))
		for range draws {
			x := c.Uniform(n)
			require.Less(t, x, n)
			count[uint64(x)*uint64(bins)/uint64(n)]++
		}
		if bins == 1 {
			continue
		}
		chi2, e := 0.0, float64(draws)/float64(bins)
		for _, k := range count {
			chi2 += (float64(k) - e) * (float64(k) - e) / e
		}
		// chi-squared of bins-1 degrees of freedom: 5 sigma above its mean, wider for few bins
		df := float64(bins - 1)
		require.LessOrEqual(t, chi2, df+6*math.Sqrt(2*df)+12, "n = %d", n)
	}
	c := s.At(0)
	require.Equal(t, uint32(0), c.Uniform(0))
	// Without rejection every third of these would come twice as often.
	const draws = 100000
	thirds := 0
	for range draws {
		if c.Uniform(3<<30)%3 == 0 {
			thirds++
		}
	}
	require.InDelta(t, draws/3.0, float64(thirds), 5*math.Sqrt(draws*2.0/9))
}

func TestDrawsDoNotAllocate(t *testing.T) {
	s, v, sum := NewStream(1, "x"), NormalDist(1, 2), 0.0
	require.Zero(t, testing.AllocsPerRun(100, func() { sum += v.Draw(s, 3) }))
}

func BenchmarkWords(b *testing.B) {
	s := NewStream(1, "x")
	var w [8]uint32
	for i := range b.N {
		s.Words(uint64(i), 0, &w)
	}
}

func BenchmarkNormalDraw(b *testing.B) {
	s, v, sum := NewStream(1, "x"), NormalDist(1, 2), 0.0
	for i := range b.N {
		sum += v.Draw(s, uint64(i))
	}
}
