package buffers

import (
	"math"
	"math/big"
	"sort"
	"testing"

	"github.com/galvani-sim/galvani/model"
	"github.com/stretchr/testify/require"
)

// synapse is one entry of the naive reference.
type synapse struct {
	port   uint32
	weight int32
	delay  uint16
}

// naive builds a segment the plain way: dense, one neuron at a time, following
// the definitions of the rules and of the streams rather than the builder's code.
func naive(t require.TestingT, spec SegmentSpec) [][]synapse {
	rows := make([][]synapse, spec.Sources)
	for i := range spec.Parts {
		p := &spec.Parts[i]
		for r, targets := range naiveTargets(t, p) {
			for k, e := range targets {
				w, d := naiveValue(p, "weight", r, k, e), naiveValue(p, "delay", r, k, e)
				rows[r] = append(rows[r], synapse{
					port:   p.PortBase + e.target*p.PortStride,
					weight: int32(math.Round(w / p.Quantum)),
					delay:  uint16(math.Round(d / p.DT)),
				})
			}
		}
	}
	for _, row := range rows {
		sort.SliceStable(row, func(a, b int) bool { return row[a].port < row[b].port })
	}
	return rows
}

// naiveEntry is a target with its number among all synapses of the projection.
type naiveEntry struct {
	target uint32
	number int
}

func naiveValue(p *Part, name string, row, k int, e naiveEntry) float64 {
	v, each := p.Projection.Weight, p.Projection.Rule.Weights
	if name == "delay" {
		v, each = p.Projection.Delay, p.Projection.Rule.Delays
	}
	if len(each) > 0 {
		return each[e.number]
	}
	if v.List != nil {
		return v.List[e.number]
	}
	return v.Draw(p.Stream.Sub(name), uint64(row)<<32+uint64(k))
}

// naiveTargets returns the projection's rows, ascending and stable.
func naiveTargets(t require.TestingT, p *Part) [][]naiveEntry {
	rule := p.Projection.Rule
	same := p.Projection.Source == p.Projection.Target
	forbidden := func(i, j int) bool { return rule.NoAutapses && same && i == j }
	rows := make([][]naiveEntry, p.SourceSize)
	number := 0
	add := func(i, j int) {
		rows[i] = append(rows[i], naiveEntry{uint32(j), number})
		number++
	}
	// open lists the neurons a neuron may be joined to
	open := func(self, size int) (list []int) {
		for j := range size {
			if !forbidden(self, j) {
				list = append(list, j)
			}
		}
		return list
	}
	switch rule.Type {
	case model.AllToAll:
		for i := range p.SourceSize {
			for _, j := range open(i, p.TargetSize) {
				add(i, j)
			}
		}
	case model.OneToOne:
		for i := range p.SourceSize {
			if !forbidden(i, i) {
				add(i, i)
			}
		}
	case model.FixedProbability:
		for i := range p.SourceSize {
			list := open(i, p.TargetSize)
			for _, k := range naiveBernoulli(p, i, len(list)) {
				add(i, list[k])
			}
		}
	case model.FixedIndegree:
		for j := range p.TargetSize {
			list := open(j, p.SourceSize)
			c := p.Stream.At(uint64(j))
			for _, k := range naiveSample(&c, rule.N, len(list), rule.NoMultapses) {
				add(list[k], j)
			}
		}
	case model.FixedOutdegree, model.FixedTotalNumber:
		counts := naiveCounts(p)
		for i := range p.SourceSize {
			list := open(i, p.TargetSize)
			c := p.Stream.At(uint64(i))
			for _, k := range naiveSample(&c, counts[i], len(list), rule.NoMultapses) {
				add(i, list[k])
			}
		}
	case model.Explicit:
		for k := range rule.Sources {
			add(int(rule.Sources[k]), int(rule.Targets[k]))
		}
	default:
		require.Fail(t, "no reference for "+string(rule.Type))
	}
	for _, row := range rows {
		sort.SliceStable(row, func(a, b int) bool { return row[a].target < row[b].target })
	}
	return rows
}

// naiveCounts returns the out-degrees: of a total, those of splitTotal, whose
// law has tests of its own.
func naiveCounts(p *Part) []int {
	counts := make([]int, p.SourceSize)
	rule := p.Projection.Rule
	if rule.Type == model.FixedTotalNumber {
		split, _ := splitTotal(p, uint64(rule.N), uint64(p.width(p.TargetSize)))
		for i, n := range split {
			counts[i] = int(n)
		}
		return counts
	}
	for i := range counts {
		counts[i] = rule.N
	}
	return counts
}

// naiveSample draws n of m; without multapses the smaller of the set and its
// complement is drawn until it is complete.
func naiveSample(c *model.Cursor, n, m int, distinct bool) (list []int) {
	if !distinct {
		for range n {
			list = append(list, int(c.Uniform(uint32(m))))
		}
		return list
	}
	marked, want := map[int]bool{}, n > m/2
	draw := n
	if want {
		draw = m - n
	}
	for len(marked) < draw {
		marked[int(c.Uniform(uint32(m)))] = true
	}
	for k := range m {
		if marked[k] != want {
			list = append(list, k)
		}
	}
	return list
}

// naiveBernoulli skips by comparing random bits with the exact distribution in
// long floats, for very small p digit by digit.
func naiveBernoulli(p *Part, row, m int) (list []int) {
	prob := p.Projection.Rule.P
	switch {
	case prob == 0:
		return nil
	case prob == 1:
		for k := range m {
			list = append(list, k)
		}
		return list
	}
	c := p.Stream.At(uint64(row))
	if prob*skipTable < 1 {
		for pos := 0; ; pos++ {
			for i := range newDigits(prob) {
				pos += naiveDigit(prob, i, c.Uint32()) << (digitBits * i)
			}
			if pos >= m {
				return list
			}
			list = append(list, pos)
		}
	}
	last := len(newBernoulli(p).high) - 1
	q := new(big.Float).SetPrec(300).SetFloat64(prob)
	q.Sub(big.NewFloat(1), q)
	for pos := 0; ; {
		u := new(big.Float).SetPrec(300).SetUint64(uint64(c.Uint32()))
		u.Quo(u, big.NewFloat(0x1p32))
		// passes over k targets when u >= 1 - q^k; ties with 32 bits are too rare to meet here
		k, rest := 0, new(big.Float).Copy(q)
		for k < last && u.Cmp(new(big.Float).SetPrec(300).Sub(big.NewFloat(1), rest)) >= 0 {
			k++
			rest.Mul(rest, q)
		}
		if pos += k; pos >= m {
			return list
		}
		if k < last {
			list = append(list, pos)
			pos++
		}
	}
}

// naiveDigit returns digit i, to base 2048, of a geometric number: k at most with
// the probability (1 - q^(k+1)) / (1 - q^2048), where q = (1-p)^(2048^i).
func naiveDigit(p float64, i int, word uint32) int {
	long := func(x float64) *big.Float { return new(big.Float).SetPrec(300).SetFloat64(x) }
	q := long(1)
	q.Sub(q, long(p))
	for range digitBits * i {
		q.Mul(q, q)
	}
	all := new(big.Float).Copy(q)
	for range digitBits {
		all.Mul(all, all)
	}
	all.Sub(long(1), all)
	rest := new(big.Float).Copy(q)
	for k := 0; ; k++ {
		most := new(big.Float).SetPrec(300).Sub(long(1), rest)
		most.Quo(most, all).Mul(most, long(0x1p32))
		if threshold, _ := most.Uint64(); k == digitBase-1 || uint64(word) < threshold {
			return k
		}
		rest.Mul(rest, q)
	}
}

// compare requires that rows holds what the reference does.
func compare(t require.TestingT, spec SegmentSpec, want [][]synapse, rows *Rows) {
	require.Len(t, rows.Ptr, spec.Sources+1)
	require.Zero(t, rows.Ptr[0])
	require.Equal(t, rows.Synapses(), uint64(len(rows.Ports)))
	if spec.UniformWeight {
		require.Nil(t, rows.Weights)
	} else {
		require.Len(t, rows.Weights, len(rows.Ports))
	}
	if spec.UniformDelay {
		require.Nil(t, rows.Delays)
	} else {
		require.Len(t, rows.Delays, len(rows.Ports))
	}
	for i, row := range want {
		require.Equal(t, uint64(len(row)), rows.Ptr[i+1]-rows.Ptr[i], "row %d", i)
		for k, s := range row {
			at := rows.Ptr[i] + uint64(k)
			require.Equal(t, s.port, rows.Ports[at], "row %d entry %d", i, k)
			if rows.Weights != nil {
				require.Equal(t, s.weight, rows.Weights[at], "row %d entry %d", i, k)
			}
			if rows.Delays != nil {
				require.Equal(t, s.delay, rows.Delays[at], "row %d entry %d", i, k)
			}
		}
	}
}

func TestNaiveCatchesAnOffByOne(t *testing.T) {
	spec := benchSpec(5, model.Rule{Type: model.AllToAll})
	want := naive(t, spec)
	want[2][1].port++
	f := &failed{}
	func() {
		defer func() { _ = recover() }()
		compare(f, spec, want, build(t, spec, 1))
	}()
	require.True(t, f.failed)
}

// failed notes that a check failed, and ends it by a panic.
type failed struct{ failed bool }

func (f *failed) Errorf(string, ...any) { f.failed = true }
func (f *failed) FailNow()              { panic("failed") }
