package buffers

import (
	"math"
	"slices"
	"testing"

	"github.com/galvani-sim/galvani/model"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// spatial describes a projection of one population to itself.
func spatial(size int, pos *model.Positions, rule model.Rule) SegmentSpec {
	spec := benchSpec(size, rule)
	pop := &model.Population{Name: "a", Size: size, Positions: pos}
	net := &model.Network{Seed: 3, DT: 0.1, Populations: []*model.Population{pop}}
	p := &spec.Parts[0]
	p.Expected = net.ExpectedSynapses(p.Projection)
	if pos != nil {
		p.SourcePoints, p.TargetPoints = net.Coordinates(pop), net.Coordinates(pop)
		p.Space, p.Shape = pos.Space(), pos.Shape
	}
	return spec
}

// targetsOf returns the targets of a row; the stride of benchSpec is 2.
func targetsOf(r *Rows, i int) []int {
	var out []int
	for _, port := range r.Row(i) {
		out = append(out, int(port)/2)
	}
	return out
}

// TestCells wants exactly the points that a search of all finds within the cutoff.
func TestCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dims := rapid.IntRange(1, 3).Draw(t, "dimensions")
		var space model.Space
		periodic := rapid.Bool().Draw(t, "periodic")
		coordinate := rapid.OneOf(rapid.Float64Range(0, 2), rapid.Map(rapid.IntRange(0, 8), func(k int) float64 { return float64(k) / 4 }))
		for axis := range dims {
			if periodic {
				space.Period[axis] = 2
			}
		}
		point := func(name string, wide float64) model.Point {
			var p model.Point
			for axis := range dims {
				p[axis] = coordinate.Draw(t, name) * wide
			}
			return p
		}
		points := make([]model.Point, rapid.IntRange(0, 60).Draw(t, "points"))
		for i := range points {
			points[i] = point("x", 1)
		}
		cutoff := rapid.SampledFrom([]float64{0.01, 0.25, 0.3, 0.5, 1, 5}).Draw(t, "cutoff")
		c := newCells(points, space, cutoff)
		wide := 1.0
		if !periodic {
			wide = 2 // sources outside the targets' box
		}
		here := point("source", wide)
		var want []uint32
		for j, p := range points {
			if space.Distance(here, p) <= cutoff {
				want = append(want, uint32(j))
			}
		}
		if got := c.within(here, cutoff, points, nil); !slices.Equal(want, got) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

// TestDistanceLaw counts pairs in bins of distance against the profile, on a
// periodic square of 1 mm where every neuron sees the same; and no pair is
// beyond the cutoff.
func TestDistanceLaw(t *testing.T) {
	const size = 1500
	for _, rule := range []model.Rule{
		{P: 0.4, Profile: model.Profile{Type: model.ProfileGaussian, Range: 0.1}},
		{P: 1, Profile: model.Profile{Type: model.ProfileExponential, Range: 0.1}, Cutoff: 0.35},
		{P: 0.3, Profile: model.Profile{Type: model.ProfileLinear, Range: 0.4}, NoAutapses: true},
		{P: 0.25, Cutoff: 0.2},
	} {
		rule.Type = model.DistanceDependent
		spec := spatial(size, &model.Positions{Type: model.PositionsUniform, Extent: []float64{1, 1}, Periodic: true}, rule)
		rows := build(t, spec, 2)
		const bins = 12
		var have, want, variance [bins]float64
		p := spec.Parts[0]
		linked := make([]bool, size)
		for i := range size {
			for _, j := range targetsOf(rows, i) {
				linked[j] = true
			}
			for j := range size {
				d := p.Space.Distance(p.SourcePoints[i], p.TargetPoints[j])
				chance := rule.P * rule.Profile.At(d)
				if rule.Cutoff > 0 && d > rule.Cutoff || rule.NoAutapses && i == j {
					chance = 0
					require.False(t, linked[j])
				}
				b := min(int(d*bins/0.6), bins-1)
				want[b] += chance
				variance[b] += chance * (1 - chance)
				if linked[j] {
					have[b]++
				}
				linked[j] = false
			}
		}
		require.InDelta(t, p.Expected, float64(rows.Synapses()), 0.1*p.Expected, "the estimate from a sample of pairs")
		chi2, df := 0.0, 0.0
		for b := range bins {
			if variance[b] < 20 {
				continue
			}
			chi2 += (have[b] - want[b]) * (have[b] - want[b]) / variance[b]
			df++
		}
		require.Greater(t, df, 3.0)
		require.LessOrEqual(t, chi2, chi2Limit(df), "%+v", rule)
	}
}

// TestGrids compares with the definition of a neighbour, cell by cell.
func TestGrids(t *testing.T) {
	for _, shape := range [][]int{{5, 4}, {3, 2}, {1, 7}, {9}, {3, 4, 5}} {
		for _, rule := range []model.Rule{{Type: model.GridFour}, {Type: model.GridEight}, {Type: model.GridN, N: 2}, {Type: model.GridN, N: 20}} {
			if rule.Type != model.GridN && len(shape) != 2 {
				continue
			}
			for _, periodic := range []bool{false, true} {
				size := 1
				extent := make([]float64, len(shape))
				for axis, k := range shape {
					size *= k
					extent[axis] = float64(k)
				}
				pos := &model.Positions{Type: model.PositionsGrid, Shape: shape, Extent: extent, Periodic: periodic}
				spec := spatial(size, pos, rule)
				rows := build(t, spec, 2)
				space, points := pos.Space(), spec.Parts[0].SourcePoints
				for i := range size {
					var want []int
					for j := range size {
						most, sum := 0.0, 0.0
						for axis := range shape {
							var a, b model.Point
							a[axis], b[axis] = points[i][axis], points[j][axis]
							d := math.Round(space.Distance(a, b)) // cells are 1 mm wide
							most, sum = max(most, d), sum+d
						}
						if i != j && (rule.Type == model.GridFour && sum == 1 || rule.Type == model.GridEight && most == 1 || rule.Type == model.GridN && most <= float64(rule.N)) {
							want = append(want, j)
						}
					}
					require.Equal(t, want, targetsOf(rows, i), "%v %+v periodic %v, cell %d", shape, rule, periodic, i)
				}
			}
		}
	}
}

// clustering is the share of pairs of a neuron's targets of which the first projects to the second.
func clustering(rows *Rows) float64 {
	closed, pairs := 0.0, 0.0
	for i := range rows.Sources() {
		row := targetsOf(rows, i)
		for _, j := range row {
			of := targetsOf(rows, j)
			for _, k := range row {
				if k != j {
					pairs++
					if _, found := slices.BinarySearch(of, k); found {
						closed++
					}
				}
			}
		}
	}
	return closed / pairs
}

// TestSmallWorld: out-degrees are n, the share of moved synapses is p, and the
// clustering is 3 (n-2) / (4 (n-1)) (1-p)^3 of a ring whose synapses are moved
// one by one (Barrat & Weigt 2000, Eur. Phys. J. B 13:547, eq. 12), to the
// order of n/size that random triangles add.
func TestSmallWorld(t *testing.T) {
	const size, n = 3000, 12
	for _, p := range []float64{0, 0.05, 0.2, 1} {
		rows := build(t, spatial(size, nil, model.Rule{Type: model.SmallWorld, N: n, P: p}), 2)
		near := 0.0
		for i := range size {
			row := targetsOf(rows, i)
			require.Len(t, slices.Compact(slices.Clone(row)), n)
			for _, j := range row {
				require.NotEqual(t, i, j)
				if d := (j - i + size) % size; d <= n/2 || d >= size-n/2 {
					near++
				}
			}
		}
		const synapses = size * n
		require.InDelta(t, synapses*(1-p), near, 5*math.Sqrt(synapses*p*(1-p))+p*synapses*2*n/size+1)
		want := 3.0 * (n - 2) / (4 * (n - 1)) * math.Pow(1-p, 3)
		require.InDelta(t, want, clustering(rows), 2.0*n/size+0.05*want, "p = %v", p)
	}
}

// TestScaleFree: n (size - n) edges, each in both directions, and the degrees
// follow 2 n (n+1) / (k (k+1) (k+2)) (Bollobas et al. 2001, Random Struct.
// Algor. 18:279; Dorogovtsev et al. 2000).
func TestScaleFree(t *testing.T) {
	const size, n = 40000, 4
	rows := build(t, spatial(size, nil, model.Rule{Type: model.ScaleFree, N: n}), 2)
	require.Equal(t, uint64(2*n*(size-n)), rows.Synapses())
	count := map[int]float64{}
	most := 0
	for i := range size {
		row := targetsOf(rows, i)
		count[len(row)]++
		most = max(most, len(row))
		if i%97 == 0 {
			for _, j := range row {
				_, found := slices.BinarySearch(targetsOf(rows, j), i)
				require.True(t, found, "%d -> %d only", i, j)
			}
		}
	}
	for k := n; k < n+12; k++ {
		share := 2.0 * n * (n + 1) / float64(k*(k+1)*(k+2))
		require.InDelta(t, share*size, count[k], 5*math.Sqrt(share*size), "degree %d", k)
	}
	// The largest degree grows as sqrt(size): a random graph's would be near 8 + 6 sqrt(8).
	require.Greater(t, most, int(n*math.Sqrt(size)/4))
}

// TestClustered counts the synapses within and between blocks.
func TestClustered(t *testing.T) {
	const size, blocks = 1003, 7
	rule := model.Rule{Type: model.Clustered, Clusters: blocks, P: 0.3, POut: 0.02, NoAutapses: true}
	rows := build(t, spatial(size, nil, rule), 2)
	in, out, pairsIn, pairsOut := 0.0, 0.0, 0.0, 0.0
	for i := range size {
		row := targetsOf(rows, i)
		require.True(t, slices.IsSorted(row))
		require.Len(t, slices.Compact(slices.Clone(row)), len(row))
		for _, j := range row {
			require.NotEqual(t, i, j)
			if i*blocks/size == j*blocks/size {
				in++
			} else {
				out++
			}
		}
		for j := range size {
			switch {
			case i == j:
			case i*blocks/size == j*blocks/size:
				pairsIn++
			default:
				pairsOut++
			}
		}
	}
	require.InDelta(t, rule.P*pairsIn, in, 5*math.Sqrt(rule.P*(1-rule.P)*pairsIn))
	require.InDelta(t, rule.POut*pairsOut, out, 5*math.Sqrt(rule.POut*(1-rule.POut)*pairsOut))
}

// TestStructuredThreads: one matrix whatever the number of threads.
func TestStructuredThreads(t *testing.T) {
	pos := &model.Positions{Type: model.PositionsGrid, Shape: []int{30, 40}, Extent: []float64{3, 4}}
	for _, rule := range []model.Rule{
		{Type: model.DistanceDependent, P: 0.5, Profile: model.Profile{Type: model.ProfileGaussian, Range: 0.3}, Cutoff: 1},
		{Type: model.GridN, N: 3}, {Type: model.SmallWorld, N: 10, P: 0.3}, {Type: model.ScaleFree, N: 5},
		{Type: model.Clustered, Clusters: 5, P: 0.5, POut: 0.01},
	} {
		spec := spatial(1200, pos, rule)
		spec.UniformWeight, spec.UniformDelay = false, false
		x := spec.Parts[0].Projection
		x.Weight, x.Delay = model.NormalDist(3, 1), model.UniformDist(0.5, 2)
		x.WeightProfile, x.Velocity = model.Profile{Type: model.ProfileLinear, Range: 10}, 2
		spec.Parts[0].SourcePoints = spatial(1200, pos, model.Rule{Type: model.DistanceDependent}).Parts[0].SourcePoints
		spec.Parts[0].TargetPoints = spec.Parts[0].SourcePoints
		want := build(t, spec, 1)
		require.Greater(t, want.Synapses(), uint64(5000))
		for _, threads := range []int{2, 5} {
			require.Equal(t, want, build(t, spec, threads), "%s", rule.Type)
		}
	}
}

// TestDistanceValues: weights fall and delays grow with the distance of the pair.
func TestDistanceValues(t *testing.T) {
	pos := &model.Positions{Type: model.PositionsGrid, Shape: []int{50}, Extent: []float64{5}}
	spec := spatial(50, pos, model.Rule{Type: model.AllToAll})
	spec.UniformWeight, spec.UniformDelay = false, false
	x := spec.Parts[0].Projection
	x.Weight, x.Delay = model.Const(-8), model.Const(0.5)
	x.WeightProfile, x.Velocity = model.Profile{Type: model.ProfileExponential, Range: 0.5}, 2
	rows := build(t, spec, 2)
	for i := range 50 {
		for k, j := range targetsOf(rows, i) {
			d := 0.1 * math.Abs(float64(i-j)) // cells are 0.1 mm wide
			at := rows.Ptr[i] + uint64(k)
			require.InDelta(t, -8*math.Exp(-d/0.5), float64(rows.Weights[at])*0.01, 0.00501, "a quantum is 0.01")
			require.InDelta(t, 0.5+d/2, float64(rows.Delays[at])*0.1, 0.0501, "a step is 0.1 ms")
		}
	}
}
