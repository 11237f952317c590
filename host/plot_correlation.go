package host

import (
	"fmt"
	"image/color"
	"io"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A correlation matrix is drawn for variables of at least correlationNeurons
// neurons and correlationSamples samples; with fewer it shows nothing.
const (
	correlationNeurons = 16
	correlationSamples = 32
)

// Correlation returns Pearson's correlation coefficients between the columns
// (neurons) from row first on, row by row: of regions' activities or BOLD
// signals this is their functional connectivity. A column that does not change
// has coefficients of 0.
func (t TraceResult) Correlation(first int) []float64 {
	n, samples := len(t.Neurons), len(t.Times)-first
	columns := make([][]float64, n)
	for i := range n {
		x := make([]float64, max(samples, 0))
		mean := 0.0
		for k := range x {
			x[k] = float64(t.Values[(first+k)*n+i])
			mean += x[k] / float64(samples)
		}
		square := 0.0
		for k := range x {
			x[k] -= mean
			square += x[k] * x[k]
		}
		if len(x) > 0 && slices.Min(x) == slices.Max(x) {
			clear(x) // what rounding the mean has left
		} else {
			for k := range x {
				x[k] /= math.Sqrt(square)
			}
		}
		columns[i] = x
	}
	out := make([]float64, n*n)
	for i := range n {
		for j := range i + 1 {
			sum := 0.0
			for k := range columns[i] {
				sum += columns[i][k] * columns[j][k]
			}
			out[i*n+j], out[j*n+i] = sum, sum
		}
	}
	return out
}

// correlated returns the last recorded variable that a matrix can be drawn for.
func (r *Result) correlated() (TraceResult, bool) {
	for k := len(r.Traces) - 1; k >= 0; k-- {
		if t := r.Traces[k]; len(t.Neurons) >= correlationNeurons && len(t.Times) >= correlationSamples {
			return t, true
		}
	}
	return TraceResult{}, false
}

// PlotCorrelation draws, as a PNG image, the matrix of correlations between the
// neurons of the last variable recorded of at least 16 neurons with 32 samples.
// The first fifth of the samples is left out as transient.
func (r *Result) PlotCorrelation(w io.Writer) error {
	t, ok := r.correlated()
	if !ok {
		return fmt.Errorf("plot the correlations: no variable was recorded of %d neurons with %d samples", correlationNeurons, correlationSamples)
	}
	first := len(t.Times) / 5
	img, area := newFigure(r.Network, fmt.Sprintf("correlation of %s of %q from %g ms on: blue -1, white 0, red 1", t.Variable, t.Population, t.Times[first]))
	side := area.Max.Y - area.Min.Y
	middle := (area.Min.X + area.Max.X) / 2
	square := draw.Canvas{Canvas: area.Canvas, Rectangle: vg.Rectangle{
		Min: vg.Point{X: middle - side/2, Y: area.Min.Y}, Max: vg.Point{X: middle + side/2, Y: area.Max.Y}}}
	p := newPanel(float64(len(t.Neurons)), true)
	m := plotter.NewHeatMap(matrixGrid{t.Correlation(first), len(t.Neurons)}, divergingColors(64))
	m.Min, m.Max = -1, 1
	m.Rasterized = true
	p.Add(m)
	p.X.Min, p.Y.Min = 0, 0
	p.X.Max, p.Y.Max = float64(len(t.Neurons)), float64(len(t.Neurons))
	p.X.Label.Text, p.Y.Label.Text = "neuron", "neuron"
	drawPanels(square, []*plot.Plot{p}, []float64{1})
	return writePNG(w, img)
}

// matrixGrid is a square matrix as a grid of cells.
type matrixGrid struct {
	values []float64
	n      int
}

func (m matrixGrid) Dims() (c, r int)   { return m.n, m.n }
func (m matrixGrid) Z(c, r int) float64 { return math.Max(-1, math.Min(1, m.values[r*m.n+c])) }
func (m matrixGrid) X(c int) float64    { return float64(c) + 0.5 }
func (m matrixGrid) Y(r int) float64    { return float64(r) + 0.5 }

// divergingColors go from blue over white to red.
type divergingColors int

// Colors implements palette.Palette.
func (n divergingColors) Colors() []color.Color {
	low, high := palette(0), palette(1)
	out := make([]color.Color, n)
	for i := range out {
		x := 2*float64(i)/float64(n-1) - 1
		end := high
		if x < 0 {
			end = low
		}
		mix := func(c uint8) uint8 { return uint8(math.Round(255 + math.Abs(x)*(float64(c)-255))) }
		out[i] = color.NRGBA{mix(end.R), mix(end.G), mix(end.B), 255}
	}
	return out
}
