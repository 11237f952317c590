package host

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// render draws to memory, checks the size and returns the picture. With
// GALVANI_DUMP set it is also left in that folder, to be looked at.
func render(t *testing.T, name string, draw func(io.Writer) error) image.Image {
	t.Helper()
	var buf bytes.Buffer
	require.NoError(t, draw(&buf))
	if dir := os.Getenv("GALVANI_DUMP"); dir != "" {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name+".png"), buf.Bytes(), 0o644))
	}
	img, err := png.Decode(&buf)
	require.NoError(t, err)
	require.Equal(t, image.Pt(1600, 1000), img.Bounds().Size())
	return img
}

// countColor counts the pixels of exactly that colour.
func countColor(img image.Image, want color.NRGBA) int {
	n := 0
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if color.NRGBAModel.Convert(img.At(x, y)) == want {
				n++
			}
		}
	}
	return n
}

func TestRasterShowsEveryPopulation(t *testing.T) {
	img := render(t, "raster", fakeResult(3200, 800, 1000).PlotRaster)
	exc, inh := countColor(img, palette(0)), countColor(img, palette(1))
	// 800 and 200 rows at 21 Hz make 17,000 and 4,000 dots of 4 pixels, some upon each other.
	require.Greater(t, exc, 25_000)
	require.Greater(t, inh, 6_000)
	require.Less(t, exc, 100_000)
}

func TestRasterOfManySpikesStaysReadable(t *testing.T) {
	r := fakeResult(3200, 800, 1000)
	bands := r.rasterBands()
	require.Equal(t, 1000, len(bands[0].shown)+len(bands[1].shown))
	require.Len(t, bands[0].shown, 800)
	long := fakeResult(3200, 800, 20_000)
	img := render(t, "raster-long", long.PlotRaster)
	white := countColor(img, color.NRGBA{255, 255, 255, 255})
	require.Greater(t, white, 1600*1000/3)
}

func TestRasterOfOddNetworks(t *testing.T) {
	for name, r := range map[string]*Result{
		"raster-none":    {Network: "empty", DT: 0.1},
		"raster-silent":  {Network: "silent", DT: 0.1, Duration: 100, Populations: []PopulationResult{{"a", "lif", 10}}, Spikes: []SpikeResult{{Population: "a"}}},
		"raster-one":     {Network: "one neuron", DT: 0.1, Duration: 0.1, Populations: []PopulationResult{{"a", "lif", 1}}, Spikes: []SpikeResult{{Population: "a", Steps: []uint32{1}, Neurons: []uint32{0}}}},
		"raster-subset":  {Network: "subset", DT: 0.1, Duration: 10, Populations: []PopulationResult{{"a", "lif", 100}}, Spikes: []SpikeResult{{Population: "a", Members: []int{90, 5}, Steps: []uint32{1, 50}, Neurons: []uint32{5, 90}}}},
		"raster-outside": {Network: "damaged", DT: 0.1, Duration: 10, Populations: []PopulationResult{{"a", "lif", 2}}, Spikes: []SpikeResult{{Population: "a", Steps: []uint32{0, 4_000_000_000}, Neurons: []uint32{5, 4_000_000_000}}}},
	} {
		render(t, name, r.PlotRaster)
	}
	many := &Result{Network: "64 populations", DT: 0.1, Duration: 200, Interrupted: true}
	for i := range 64 {
		p := PopulationResult{string(rune('a'+i%26)) + "_pop", "lif", 1 + 20*i}
		if i >= 26 {
			p.Name += "2"
		}
		if i >= 52 {
			p.Name += "3"
		}
		many.Populations = append(many.Populations, p)
		s := SpikeResult{Population: p.Name}
		for k := range p.Size * 3 {
			s.Steps = append(s.Steps, uint32(1+k*97%2000))
			s.Neurons = append(s.Neurons, uint32(k%p.Size))
		}
		s.Sort()
		many.Spikes = append(many.Spikes, s)
	}
	render(t, "raster-64", many.PlotRaster)
}

func TestTracesPlot(t *testing.T) {
	r := fakeResult(10, 2, 300)
	img := render(t, "traces", r.PlotTraces)
	require.Greater(t, countColor(img, palette(0)), 1000)
	r.Traces[0].Values[5] = float32(math.NaN())
	r.Traces[1].Values = make([]float32, len(r.Traces[1].Values))
	render(t, "traces-nan", r.PlotTraces)
}

func TestThinKeepsExtremes(t *testing.T) {
	times, values := make([]float64, 10_000), make([]float32, 10_000)
	for k := range times {
		times[k] = float64(k)
	}
	values[4321], values[777] = 30, -90
	got := thin(times, values, 300)
	require.LessOrEqual(t, len(got), 310)
	var lo, hi float64
	for i, p := range got {
		lo, hi = min(lo, p.Y), max(hi, p.Y)
		require.True(t, i == 0 || p.X > got[i-1].X)
	}
	require.Equal(t, []float64{-90, 30}, []float64{lo, hi})
}
