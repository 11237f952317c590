package model

import (
	"fmt"
	"math"
)

// PositionsType names a way to place the members of a population.
type PositionsType string

// The ways to place members.
const (
	PositionsGrid    PositionsType = "grid"    // Shape[0] x Shape[1] x ... cells, one member in the middle of each
	PositionsUniform PositionsType = "uniform" // independent, uniform in the box
	PositionsList    PositionsType = "list"    // Points
)

// Positions places the members of a population in 1, 2 or 3 dimensions, for
// rules, weights and delays that depend on distance. The unit is mm.
type Positions struct {
	Type PositionsType
	// Extent is the length of the box on each axis, which begins at 0. A list
	// needs one only when the space is periodic.
	Extent []float64
	// Shape is the number of grid cells on each axis; member 0 is in the first
	// cell, and the last axis counts fastest.
	Shape []int
	// Points has one point for each member.
	Points [][]float64
	// Periodic joins opposite sides of the box: distances are the shortest ones.
	Periodic bool
}

// Point is a position; axes that a space has not are 0.
type Point [3]float64

// Dimensions returns the number of axes.
func (p *Positions) Dimensions() int {
	if p.Type == PositionsList && len(p.Points) > 0 {
		return len(p.Points[0])
	}
	return len(p.Extent)
}

// Coordinates returns the position of every member, nil when the population has none.
func (n *Network) Coordinates(pop *Population) []Point {
	p := pop.Positions
	if p == nil {
		return nil
	}
	out := make([]Point, pop.Size)
	stream := NewStream(n.Seed, "population/"+pop.Name+"/positions")
	for i := range out {
		switch p.Type {
		case PositionsGrid:
			rest := i
			for axis := len(p.Shape) - 1; axis >= 0; axis-- {
				cell := rest % p.Shape[axis]
				rest /= p.Shape[axis]
				out[i][axis] = (float64(cell) + 0.5) * p.Extent[axis] / float64(p.Shape[axis])
			}
		case PositionsUniform:
			c := stream.At(uint64(i))
			for axis, length := range p.Extent {
				out[i][axis] = c.Float64() * length
			}
		case PositionsList:
			copy(out[i][:], p.Points[i])
		}
	}
	return out
}

// Space measures distances: between the nearest images when it is periodic.
type Space struct {
	// Period is the length after which an axis repeats, 0 for one that does not.
	Period Point
}

// Space returns the space of the positions.
func (p *Positions) Space() Space {
	var s Space
	if p.Periodic {
		copy(s.Period[:], p.Extent)
	}
	return s
}

// Distance returns the Euclidean distance of two points.
func (s Space) Distance(a, b Point) float64 {
	sum := 0.0
	for axis := range a {
		d := math.Abs(a[axis] - b[axis])
		if l := s.Period[axis]; l > 0 {
			d = min(d, math.Abs(l-d))
		}
		// The conversion forbids fused multiply-add, which would differ between processors.
		sum += float64(d * d)
	}
	return math.Sqrt(sum)
}

// check reports what is wrong with the positions of a population of so many members.
func (p *Positions) check(size int) (key, msg string) {
	for _, l := range p.Extent {
		if !(l > 0) || math.IsInf(l, 0) {
			return "extent", fmt.Sprintf("the extent has a length of %g mm, must be above 0", l)
		}
	}
	if len(p.Extent) > 3 {
		return "extent", fmt.Sprintf("the extent has %d axes, at most 3 are possible", len(p.Extent))
	}
	switch p.Type {
	case PositionsGrid:
		cells := 1
		for _, k := range p.Shape {
			if k < 1 {
				return "shape", fmt.Sprintf("the shape has an axis of %d cells, must be at least 1", k)
			}
			cells *= k
			if cells > MaxNeurons {
				break
			}
		}
		if len(p.Shape) != len(p.Extent) || len(p.Shape) == 0 {
			return "shape", fmt.Sprintf("the shape has %d axes and the extent %d; both need as many, 1 to 3", len(p.Shape), len(p.Extent))
		}
		if cells != size {
			return "shape", fmt.Sprintf("the grid has %d cells for %d members", cells, size)
		}
	case PositionsUniform:
		if len(p.Extent) == 0 {
			return "extent", "uniform needs the extent of the box, 1 to 3 lengths"
		}
	case PositionsList:
		return p.checkPoints(size)
	default:
		return "type", fmt.Sprintf("there are no positions of type %q%s", p.Type, hint(string(p.Type), []string{string(PositionsGrid), string(PositionsUniform), string(PositionsList)}))
	}
	return "", ""
}

func (p *Positions) checkPoints(size int) (key, msg string) {
	if len(p.Points) != size {
		return "points", fmt.Sprintf("%d points for %d members", len(p.Points), size)
	}
	for i, x := range p.Points {
		if len(x) != len(p.Points[0]) || len(x) < 1 || len(x) > 3 {
			return "points", fmt.Sprintf("point %d has %d coordinates; all need as many, 1 to 3", i, len(x))
		}
		for axis, v := range x {
			if !finite(v) {
				return "points", fmt.Sprintf("point %d has the coordinate %g, must be finite", i, v)
			}
			if p.Periodic && axis < len(p.Extent) && !(v >= 0 && v <= p.Extent[axis]) {
				return "points", fmt.Sprintf("point %d is outside the periodic box", i)
			}
		}
	}
	if p.Periodic && len(p.Points) > 0 && len(p.Extent) != len(p.Points[0]) {
		return "extent", fmt.Sprintf("a periodic space of %d axes needs an extent of as many lengths, got %d", len(p.Points[0]), len(p.Extent))
	}
	return "", ""
}
