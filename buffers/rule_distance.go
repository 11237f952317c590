package buffers

import (
	"math"
	"slices"

	"github.com/galvani-sim/galvani/model"
)

// distance joins pairs with a probability that falls off with distance: among
// the targets within the cutoff, in ascending order, each is a candidate with
// probability P, drawn as skips of the Bernoulli rule, and a candidate is kept
// with the probability of the profile.
type distance struct {
	part    *Part
	chosen  *bernoulli // over the targets within the cutoff
	keep    model.Stream
	profile model.Profile
	cutoff  float64
	near    *cells
	mean    float64
}

func newDistance(p *Part) *distance {
	r := &p.Projection.Rule
	d := &distance{part: p, keep: p.Stream.Sub("distance"), profile: r.Profile, cutoff: r.Cutoff, mean: p.Expected}
	d.chosen = newBernoulli(p)
	if r.Cutoff > 0 {
		d.near = newCells(p.TargetPoints, p.Space, r.Cutoff)
	}
	return d
}

func (d *distance) expect() (mean, variance float64) { return d.mean, d.mean }

func (d *distance) row(r uint32, s *scratch, out []uint32) []uint32 {
	from := len(out)
	here := d.part.SourcePoints[r]
	var within []uint32
	width := d.part.TargetSize
	if d.near != nil {
		within = d.near.within(here, d.cutoff, d.part.TargetPoints, s.near[:0])
		s.near = within
		width = len(within)
	}
	out = d.chosen.draw(r, uint32(width), out)
	c := d.keep.At(uint64(r))
	n := from
	for _, k := range out[from:] {
		j := k
		if within != nil {
			j = within[k]
		}
		u := c.Float64() // one for each candidate, used or not
		if d.part.skipsSelf() && j == r {
			continue
		}
		if d.profile.Type != model.ProfileConstant {
			if !(u < d.profile.At(d.part.Space.Distance(here, d.part.TargetPoints[j]))) {
				continue
			}
		}
		out[n] = j
		n++
	}
	return out[:n]
}

// cells sorts points into boxes at least as wide as the cutoff, so that all
// within it lie in a box and its neighbours.
type cells struct {
	space  model.Space
	low    model.Point
	width  model.Point
	count  [3]int
	first  []uint32 // of each box in members
	member []uint32
}

func newCells(points []model.Point, space model.Space, cutoff float64) *cells {
	c := &cells{space: space, count: [3]int{1, 1, 1}}
	high := model.Point{}
	for axis := range c.low {
		c.low[axis], high[axis] = math.Inf(1), math.Inf(-1)
		for _, p := range points {
			c.low[axis], high[axis] = min(c.low[axis], p[axis]), max(high[axis], p[axis])
		}
		if l := space.Period[axis]; l > 0 {
			c.low[axis], high[axis] = 0, l
		}
		length := max(high[axis]-c.low[axis], 0)
		// About two points a box at most, and no more than 1024 boxes an axis.
		c.count[axis] = int(min(max(math.Floor(length/(cutoff*(1+1e-9))), 1), 1024, max(float64(len(points)), 1)))
		c.width[axis] = length / float64(c.count[axis])
	}
	for c.count[0]*c.count[1]*c.count[2] > max(4*len(points), 8) {
		for axis := range c.count {
			if c.count[axis] > 1 {
				c.width[axis] *= float64(c.count[axis]) / float64((c.count[axis]+1)/2)
				c.count[axis] = (c.count[axis] + 1) / 2
			}
		}
	}
	box := make([]uint32, len(points))
	c.first = make([]uint32, c.count[0]*c.count[1]*c.count[2]+1)
	for i, p := range points {
		box[i] = uint32(c.index(c.of(p)))
		c.first[box[i]+1]++
	}
	for b := range len(c.first) - 1 {
		c.first[b+1] += c.first[b]
	}
	next := slices.Clone(c.first)
	c.member = make([]uint32, len(points))
	for i := range points {
		c.member[next[box[i]]] = uint32(i)
		next[box[i]]++
	}
	return c
}

func (c *cells) of(p model.Point) (at [3]int) {
	for axis := range at {
		if c.width[axis] > 0 {
			at[axis] = int(min(max(math.Floor((p[axis]-c.low[axis])/c.width[axis]), 0), float64(c.count[axis]-1)))
		}
	}
	return at
}

func (c *cells) index(at [3]int) int { return (at[0]*c.count[1]+at[1])*c.count[2] + at[2] }

// within appends the points no farther than the cutoff, in ascending order.
func (c *cells) within(p model.Point, cutoff float64, points []model.Point, out []uint32) []uint32 {
	from := len(out)
	var lists [3][]int
	// A point outside all boxes has the box at the border, beyond whose neighbours nothing is near.
	at := c.of(p)
	for axis := range lists {
		seen := lists[axis]
		for step := -1; step <= 1; step++ {
			k := at[axis] + step
			if k < 0 || k >= c.count[axis] {
				if c.space.Period[axis] == 0 {
					continue
				}
				k = (k + c.count[axis]) % c.count[axis]
			}
			if !slices.Contains(seen, k) {
				seen = append(seen, k)
			}
		}
		lists[axis] = seen
	}
	for _, x := range lists[0] {
		for _, y := range lists[1] {
			for _, z := range lists[2] {
				b := c.index([3]int{x, y, z})
				for _, j := range c.member[c.first[b]:c.first[b+1]] {
					if c.space.Distance(p, points[j]) <= cutoff {
						out = append(out, j)
					}
				}
			}
		}
	}
	slices.Sort(out[from:])
	return out
}
