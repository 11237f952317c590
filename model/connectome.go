package model

import (
	"fmt"
	"math"
)

// Connectome is the wiring between n regions of a brain: two matrices, row
// by row, in which element target*n + source belongs to the tract from source to target.
type Connectome struct {
	Regions int
	// Weights are the strengths of the tracts, 0 where there is none.
	Weights []float64
	// Lengths are those of the tracts in mm.
	Lengths []float64
}

// Rule returns the explicit rule of a coupling along the tracts: weights times
// strength, delays of length over speed (mm/ms, the same as m/s). Regions
// without a tract and the diagonal are left out.
func (c *Connectome) Rule(strength, speed float64) Rule {
	r := Rule{Type: Explicit}
	for target := range c.Regions {
		for source := range c.Regions {
			k := target*c.Regions + source
			if c.Weights[k] == 0 || source == target {
				continue
			}
			r.Sources, r.Targets = append(r.Sources, uint32(source)), append(r.Targets, uint32(target))
			r.Weights = append(r.Weights, strength*c.Weights[k])
			r.Delays = append(r.Delays, c.Lengths[k]/speed)
		}
	}
	return r
}

// Check reports matrices that are no connectome.
func (c *Connectome) Check() error {
	n := c.Regions * c.Regions
	if len(c.Weights) != n || len(c.Lengths) != n {
		return fmt.Errorf("%d weights and %d lengths for %d regions, must be %d each", len(c.Weights), len(c.Lengths), c.Regions, n)
	}
	for k := range n {
		if !finite(c.Weights[k]) || !finite(c.Lengths[k]) || c.Lengths[k] < 0 {
			return fmt.Errorf("from region %d to region %d: weight %g and length %g mm must be finite, the length not negative",
				k%c.Regions, k/c.Regions, c.Weights[k], c.Lengths[k])
		}
	}
	return nil
}

// SyntheticConnectome makes a connectome for n regions where none was measured:
//   - regions 0 to (n+1)/2-1 lie on the left hemisphere, the others mirror them
//     on the right: evenly (by the golden angle) on half an ellipsoid with axes of
//     65, 85 and 60 mm (across, along, up), 8 mm away from the midline;
//   - a tract is 1.3 times as long as the straight line;
//   - its weight falls as exp(-line / 20 mm) times a lognormal number of mean 1 and
//     logarithmic standard deviation 0.5 drawn for the unordered pair; between the
//     hemispheres it is a fifth of that, and half as strong as the strongest weight
//     within for a region and its mirror image (the corpus callosum);
//   - the whole is scaled so that the weights into a region sum to 1 on average.
//
// The exponential rule of distance: Ercsey-Ravasz et al. 2013, Neuron 80:184.
func SyntheticConnectome(n int, seed uint64) *Connectome {
	c := &Connectome{Regions: n, Weights: make([]float64, n*n), Lengths: make([]float64, n*n)}
	left := (n + 1) / 2
	at := make([][3]float64, n)
	for i := range n {
		k, side := i, -1.0
		if i >= left {
			k, side = i-left, 1
		}
		// Heights from pole to pole with equal areas; half a turn of the golden angle's multiples.
		y := 1 - 2*(float64(k)+0.5)/float64(left)
		turn := math.Mod(float64(k)*math.Pi*(3-math.Sqrt(5)), math.Pi) - math.Pi/2
		r := math.Sqrt(1 - y*y)
		at[i] = [3]float64{side * (8 + 57*r*math.Cos(turn)), 85 * y, 60 * r * math.Sin(turn)}
	}
	stream := NewStream(seed, "connectome")
	jitter := Value{Dist: Lognormal, A: -0.125, B: 0.5} // mean exp(-0.125 + 0.5^2/2) = 1
	strongest, total := 0.0, 0.0
	for i := range n {
		for j := range i {
			line := math.Hypot(math.Hypot(at[i][0]-at[j][0], at[i][1]-at[j][1]), at[i][2]-at[j][2])
			w := math.Exp(-line/20) * jitter.Draw(stream, uint64(i)<<32|uint64(j))
			if i >= left && j < left {
				w /= 5
			}
			strongest = max(strongest, w)
			for _, k := range []int{i*n + j, j*n + i} {
				c.Weights[k], c.Lengths[k] = w, 1.3*line
			}
		}
	}
	for i := left; i < n; i++ {
		j := i - left
		c.Weights[i*n+j], c.Weights[j*n+i] = strongest/2, strongest/2
	}
	for _, w := range c.Weights {
		total += w
	}
	if total > 0 {
		for k := range c.Weights {
			c.Weights[k] *= float64(n) / total
		}
	}
	return c
}
