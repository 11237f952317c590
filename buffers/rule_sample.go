package buffers

import (
	"math/bits"
	"slices"

	"github.com/galvani-sim/galvani/model"
)

// sampled gives every source a known number of targets, drawn from the stream
// at the source's index.
type sampled struct {
	part     *Part
	counts   []uint32 // of each source; nil: n for all
	n        uint32
	width    uint32
	skipSelf bool
	distinct bool
	unsorted bool // in the order of drawing
}

func newSampled(p *Part, counts []uint32) *sampled {
	r := &p.Projection.Rule
	return &sampled{part: p, counts: counts, n: uint32(r.N), width: uint32(p.width(p.TargetSize)),
		skipSelf: p.skipsSelf(), distinct: r.NoMultapses}
}

func (d *sampled) row(r uint32, s *scratch, out []uint32) []uint32 {
	n := d.n
	if d.counts != nil {
		n = d.counts[r]
	}
	from := len(out)
	c := d.part.Stream.At(uint64(r))
	if d.distinct {
		out = drawDistinct(&c, n, d.width, s, out)
	} else {
		out = drawAny(&c, n, d.width, out)
	}
	if !d.unsorted {
		sortTargets(out[from:], d.width, s)
	}
	if d.skipSelf {
		stepOver(out[from:], r)
	}
	return out
}

func (d *sampled) expect() (mean, variance float64) {
	return float64(d.part.Projection.Rule.N) * float64(d.rowsOf()), 0
}

// rowsOf returns the number of rows that have n entries: for a total all together make one.
func (d *sampled) rowsOf() int {
	if d.counts != nil {
		return 1
	}
	return d.part.SourceSize
}

// drawAny appends n numbers below width, each drawn independently.
func drawAny(c *model.Cursor, n, width uint32, out []uint32) []uint32 {
	out = slices.Grow(out, int(n))
	for range n {
		out = append(out, c.Uniform(width))
	}
	return out
}

// drawDistinct appends n different numbers below width, every set equally
// likely: numbers are drawn until n have come that are new. When n is more than
// half of width, those left out are drawn instead. The order is ascending or
// that of drawing.
func drawDistinct(c *model.Cursor, n, width uint32, s *scratch, out []uint32) []uint32 {
	out = slices.Grow(out, int(n))
	marks := s.bitmap(int(width))
	draw := n
	if n > width/2 {
		draw = width - n
	}
	// With few marks it is cheaper to remember them than to look for them.
	list := draw == n && int(width/64) > 8*int(n)
	for left := draw; left > 0; {
		x := c.Uniform(width)
		if bit := uint64(1) << (x & 63); marks[x>>6]&bit == 0 {
			marks[x>>6] |= bit
			left--
			if list {
				out = append(out, x)
			}
		}
	}
	if list {
		for _, x := range out[len(out)-int(n):] {
			marks[x>>6] = 0
		}
		return out
	}
	for w := range (int(width) + 63) / 64 {
		word := marks[w]
		marks[w] = 0
		if draw != n {
			word = ^word
			if rest := width - uint32(w)*64; rest < 64 {
				word &= 1<<rest - 1
			}
		}
		for ; word != 0; word &= word - 1 {
			out = append(out, uint32(w)*64+uint32(bits.TrailingZeros64(word)))
		}
	}
	return out
}

// stepOver moves numbers below width-1 so that self is not among them.
func stepOver(targets []uint32, self uint32) {
	for i, t := range targets {
		if t >= self {
			targets[i] = t + 1
		}
	}
}

// sortTargets sorts numbers below width: long rows by their digits of 11 bits.
func sortTargets(t []uint32, width uint32, s *scratch) {
	if len(t) < 512 {
		slices.Sort(t)
		return
	}
	if slices.IsSorted(t) {
		return
	}
	s.tmp = slices.Grow(s.tmp[:0], len(t))[:len(t)]
	from, to := t, s.tmp
	passes := 0
	for shift := 0; shift < bits.Len32(width-1); shift += 11 {
		var next [2048]int
		for _, x := range from {
			next[x>>shift&2047]++
		}
		at := 0
		for d, n := range next {
			next[d] = at
			at += n
		}
		for _, x := range from {
			d := x >> shift & 2047
			to[next[d]] = x
			next[d]++
		}
		from, to = to, from
		passes++
	}
	if passes&1 == 1 {
		copy(t, from)
	}
}
