package buffers

import (
	"slices"

	"github.com/galvani-sim/galvani/model"
)

// grid joins a cell to its neighbours on a grid of the same shape.
type grid struct {
	shape    []int
	steps    int
	diagonal bool // also cells that are off on more than one axis
	periodic bool
	expected float64
}

func newGrid(p *Part) *grid {
	r := &p.Projection.Rule
	g := &grid{shape: p.Shape, steps: 1, diagonal: r.Type != model.GridFour, periodic: p.Space.Period != model.Point{}, expected: p.Expected}
	if r.Type == model.GridN {
		g.steps = r.N
	}
	return g
}

func (g *grid) expect() (mean, variance float64) { return g.expected, 0 }

func (g *grid) row(r uint32, _ *scratch, out []uint32) []uint32 {
	from := len(out)
	var at [3]int
	rest := int(r)
	for axis := len(g.shape) - 1; axis >= 0; axis-- {
		at[axis] = rest % g.shape[axis]
		rest /= g.shape[axis]
	}
	var visit func(axis, index, off int)
	visit = func(axis, index, off int) {
		if axis == len(g.shape) {
			if uint32(index) != r {
				out = append(out, uint32(index))
			}
			return
		}
		n := g.shape[axis]
		for step := -min(g.steps, n-1); step <= min(g.steps, n-1); step++ {
			moved := off
			if step != 0 {
				moved++
			}
			if !g.diagonal && moved > 1 {
				continue
			}
			k := at[axis] + step
			if k < 0 || k >= n {
				if !g.periodic {
					continue
				}
				k = ((k % n) + n) % n
			}
			visit(axis+1, index*n+k, moved)
		}
	}
	visit(0, 0, 0)
	// On a small periodic grid one cell is a neighbour on both sides, but counts once.
	slices.Sort(out[from:])
	return out[:from+len(slices.Compact(out[from:]))]
}
