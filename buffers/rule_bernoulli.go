package buffers

import (
	"math"
	"math/bits"
	"slices"

	"github.com/galvani-sim/galvani/model"
)

// skipTable is the largest number of thresholds of a skip: 32 KiB of their
// high halves, which stay in the first-level cache.
const skipTable = 1 << 13

// bernoulli joins each pair with probability p. It draws the number of targets
// passed over before the next one, which is geometric: one random word finds
// it in a table of the distribution. The table's thresholds are exact integers
// of 64 bits, so the law is that of p to 2^-64 and the same on all processors.
type bernoulli struct {
	stream   model.Stream
	sources  int
	width    uint32
	skipSelf bool
	p        float64
	// Threshold k (from 0) is 2^64 times the probability to pass over at most
	// k targets; high and low hold its halves, with a last one above all words.
	high, low []uint32
	// guide[b] is the number of thresholds at or below b/32768 of the range: most
	// words then need one look at high, even where thresholds are many.
	guide [32768]uint16
	// digits, when not nil, are used instead: p is so small that the table would seldom reach.
	digits []*digit
}

func newBernoulli(part *Part) *bernoulli {
	b := &bernoulli{stream: part.Stream, sources: part.SourceSize, width: uint32(part.width(part.TargetSize)),
		skipSelf: part.skipsSelf(), p: part.Projection.Rule.P}
	if b.p*skipTable < 1 {
		if b.p > 0 {
			b.digits = newDigits(b.p)
		}
	} else if b.p < 1 {
		b.tabulate()
	}
	return b
}

// tabulate computes the thresholds by multiplication in fixed point.
func (b *bernoulli) tabulate() {
	p := uint64(b.p * 0x1p64)
	n := int(min(math.Ceil(16/b.p), skipTable))
	rest := -p // 2^64 times the probability to pass over more than k: 2^64 (1-p)
	for range n {
		t := -rest
		b.high = append(b.high, uint32(t>>32))
		b.low = append(b.low, uint32(t))
		hi, _ := bits.Mul64(rest, p)
		if rest -= hi; rest == 0 || hi == 0 {
			break
		}
	}
	b.high = append(b.high, math.MaxUint32)
	b.low = append(b.low, math.MaxUint32)
	k := 0
	for g := range b.guide {
		start := uint64(g) << 49
		for k < len(b.high)-1 && uint64(b.high[k])<<32|uint64(b.low[k]) <= start {
			k++
		}
		b.guide[g] = uint16(k)
	}
}

func (b *bernoulli) expect() (mean, variance float64) {
	n := float64(b.sources) * float64(b.width)
	return n * b.p, n * b.p * (1 - b.p)
}

func (b *bernoulli) row(r uint32, _ *scratch, out []uint32) []uint32 {
	from := len(out)
	out = b.draw(r, b.width, out)
	if b.skipSelf {
		stepOver(out[from:], r)
	}
	return out
}

// draw appends those of the numbers below width that row r takes.
func (b *bernoulli) draw(r, width uint32, out []uint32) []uint32 {
	switch {
	case b.p == 0 || width == 0:
	case b.p == 1:
		out = slices.Grow(out, int(width))
		for j := range width {
			out = append(out, j)
		}
	case b.digits != nil:
		out = b.sparse(r, width, out)
	default:
		out = b.dense(r, width, out)
	}
	return out
}

// dense draws each skip from the table. A word that equals the high half of a
// threshold is continued by the next word. Beyond the table the distribution
// begins anew (it has no memory), and no target is taken.
func (b *bernoulli) dense(r, below uint32, out []uint32) []uint32 {
	high, last := b.high, uint32(len(b.high)-1)
	width := uint64(below)
	var words [8]uint32
	block, i := uint32(0), 8
	pos, n := uint64(0), len(out)
	for {
		if i >= 8 {
			b.stream.Words(uint64(r), block, &words)
			block, i = block+2, 0
			// at most eight targets come of eight words
			out = slices.Grow(out[:n], 8)
			out = out[:n+8]
		}
		w := words[i&7]
		i++
		k := uint32(b.guide[w>>17])
		for w > high[k] {
			k++
		}
		if w == high[k] {
			if i >= 8 {
				b.stream.Words(uint64(r), block, &words)
				block, i = block+2, 0
				out = slices.Grow(out[:n], 8)
				out = out[:n+8]
			}
			for low := words[i]; k < last && w == high[k] && low >= b.low[k]; {
				k++
			}
			i++
		}
		pos += uint64(k)
		if pos >= width {
			return out[:n]
		}
		if k < last {
			out[n] = uint32(pos)
			n++
			pos++
		}
	}
}
