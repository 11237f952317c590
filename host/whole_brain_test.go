package host

import (
	"bytes"
	"image/png"
	"io"
	"math"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// TestWholeBrain: the built-in network runs with 68 and 84 regions, its delays
// reach from a few to tens of steps, every region's BOLD signal moves, and one
// and two threads and lavapipe give the same bits.
func TestWholeBrain(t *testing.T) {
	for _, regions := range []float64{68, 84} {
		network := func() *model.Network { return builtin(t, "whole-brain", map[string]float64{"regions": regions}) }
		net := network()
		delays := net.Couplings[0].Rule.Delays
		low, high := math.Inf(1), 0.0
		for _, d := range delays {
			low, high = min(low, d), max(high, d)
		}
		require.Len(t, delays, int(regions)*(int(regions)-1))
		require.Less(t, low, 6.0)
		require.Greater(t, high, 30.0) // 1.3 times 170 mm at 5 mm/ms is 44 ms
		want := runOn(t, "native:1", net, 1500)
		bold := want.Traces[1]
		require.Equal(t, "bold", bold.Variable)
		for k := range bold.Neurons {
			column := bold.Column(k)
			require.Greater(t, column[len(column)-1], float32(1e-5), "region %d", k)
		}
		sameTraces(t, want, runOn(t, "native:2", network(), 1500))
		onLavapipe(t)
		sameTraces(t, want, runOn(t, lavapipe, network(), 1500))
	}
}

// TestReadConnectome: a connectome from a file gives the same network as the
// synthetic one it was written from; what is wrong with a file is said.
func TestReadConnectome(t *testing.T) {
	c := model.SyntheticConnectome(6, 1)
	dir := t.TempDir()
	write := func(name string, regions int, weights, lengths []float64) {
		require.NoError(t, WriteFile(filepath.Join(dir, name), func(w io.Writer) error {
			return writeNPZ(w, []array{{name: "weights", shape: []int{regions, regions}, data: weights}, {name: "lengths", shape: []int{regions, regions}, data: lengths}})
		}))
	}
	write("c.npz", 6, c.Weights, c.Lengths)
	got, err := ReadConnectome(filepath.Join(dir, "c.npz"))
	require.NoError(t, err)
	require.Equal(t, c, got)
	source := []byte("dt = 1\n[population.p]\nmodel = \"wong_wang\"\nsize = 6\n[coupling.c]\ntype = \"additive\"\nsource = \"p\"\ntarget = \"p\"\n" +
		"variable = \"s\"\nstrength = 0.5\nrule = { type = \"connectome\", file = \"c.npz\", speed = 4 }\n")
	e, err := ParseExperiment(filepath.Join(dir, "x.toml"), source, nil)
	require.NoError(t, err)
	require.Equal(t, c.Rule(0.5, 4), e.Network.Couplings[0].Rule)
	_, err = ParseExperiment(filepath.Join(dir, "x.toml"), bytes.Replace(source, []byte("size = 6"), []byte("size = 5"), 1), nil)
	require.ErrorContains(t, err, `c.npz has 6 regions, population "p" has 5`)
	negative := append([]float64(nil), c.Lengths...)
	negative[1] = -3
	write("bad.npz", 6, c.Weights, negative)
	_, err = ReadConnectome(filepath.Join(dir, "bad.npz"))
	require.ErrorContains(t, err, "from region 1 to region 0: weight")
}

// TestCorrelation: two equal columns, their opposite, and one that does not change.
func TestCorrelation(t *testing.T) {
	trace := TraceResult{Population: "p", Variable: "x", Neurons: []int{0, 1, 2, 3}}
	for k := range 50 {
		x := float32(math.Sin(float64(k)))
		trace.Times = append(trace.Times, float64(k))
		trace.Values = append(trace.Values, x, x, 3-2*x, 7)
	}
	c := trace.Correlation(10)
	for i, want := range []float64{1, 1, -1, 0, 1, 1, -1, 0, -1, -1, 1, 0, 0, 0, 0, 0} {
		near(t, want, c[i], 1e-6, "element %d", i)
	}
}

// TestPlotCorrelation: a picture comes out for a variable of many neurons, an error otherwise.
func TestPlotCorrelation(t *testing.T) {
	r := &Result{Network: "n", Duration: 100}
	require.ErrorContains(t, r.PlotCorrelation(&bytes.Buffer{}), "no variable was recorded of 16 neurons")
	trace := TraceResult{Population: "p", Variable: "x"}
	for i := range 16 {
		trace.Neurons = append(trace.Neurons, i)
	}
	for k := range 40 {
		trace.Times = append(trace.Times, float64(k))
		for i := range 16 {
			trace.Values = append(trace.Values, float32(math.Sin(float64(k*(i+1)))))
		}
	}
	r.Traces = []TraceResult{trace}
	var b bytes.Buffer
	require.NoError(t, r.PlotCorrelation(&b))
	img, err := png.Decode(&b)
	require.NoError(t, err)
	require.Equal(t, 1600, img.Bounds().Dx())
}
