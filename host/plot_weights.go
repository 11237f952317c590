package host

import (
	"fmt"
	"io"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

// PlotWeights draws the weights of the first projection recorded as a PNG
// image: above how many synapses have which weight, at the end in colour and at
// the first sample in grey, below the mean with one standard deviation over time.
func (r *Result) PlotWeights(w io.Writer) error {
	h, ok := r.firstHistogram()
	if !ok {
		return fmt.Errorf("plot weights: none were recorded")
	}
	synapses := uint32(0)
	for _, c := range h.Bins(len(h.Times) - 1) {
		synapses += c
	}
	img, area := newFigure(r.Network, fmt.Sprintf("%d weights of %s at %g and %g ms", synapses, h.Projection, h.Times[0], h.Times[len(h.Times)-1]))
	bars, err := r.histogramPanel(h)
	if err != nil {
		return fmt.Errorf("plot weights of %q: %w", h.Projection, err)
	}
	mean, err := r.meanWeightPanel(h)
	if err != nil {
		return fmt.Errorf("plot weights of %q: %w", h.Projection, err)
	}
	drawPanels(area, []*plot.Plot{bars, mean}, []float64{0.62, 0.38})
	return writePNG(w, img)
}

// firstHistogram returns the first recorded distribution with a sample; single
// weights count as one from 0 to the largest.
func (r *Result) firstHistogram() (WeightHistogram, bool) {
	for _, h := range r.WeightHistograms {
		if len(h.Times) > 0 {
			return h, true
		}
	}
	for _, w := range r.Weights {
		if len(w.Times) == 0 || len(w.Sources) == 0 {
			continue
		}
		low, high := 0.0, 0.0
		for _, x := range w.Values {
			low, high = min(low, float64(x)), max(high, float64(x))
		}
		if low == high {
			high = low + 1
		}
		h := WeightHistogram{Projection: w.Projection, Unit: w.Unit}
		for k := range defaultBins + 1 {
			h.Edges = append(h.Edges, low+(high-low)*float64(k)/defaultBins)
		}
		for k, at := range w.Times {
			h.take(at, w.Values[k*len(w.Sources):(k+1)*len(w.Sources)])
		}
		return h, true
	}
	return WeightHistogram{}, false
}

// histogramPanel draws the first and the last distribution as steps.
func (r *Result) histogramPanel(h WeightHistogram) (*plot.Plot, error) {
	low, high := h.Edges[0], h.Edges[len(h.Edges)-1]
	p := newPanel(1, true)
	p.X.Label.Text, p.Y.Label.Text = "weight ("+h.Unit+")", "synapses"
	top := 1.0
	for _, at := range []int{0, len(h.Times) - 1} {
		points := plotter.XYs{{X: low, Y: 0}}
		for b, c := range h.Bins(at) {
			points = append(points, plotter.XY{X: h.Edges[b], Y: float64(c)}, plotter.XY{X: h.Edges[b+1], Y: float64(c)})
			top = math.Max(top, float64(c))
		}
		line, err := plotter.NewLine(append(points, plotter.XY{X: high, Y: 0}))
		if err != nil {
			return nil, err
		}
		line.Color, line.Width = plotGrey(), vg.Points(0.9)
		if at > 0 || len(h.Times) == 1 {
			line.Color, line.Width = palette(0), vg.Points(1.6)
		}
		p.Add(line)
	}
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = low, high, 0, 1.05*top
	return p, nil
}

// meanWeightPanel draws mean and mean plus and minus one deviation over time.
func (r *Result) meanWeightPanel(h WeightHistogram) (*plot.Plot, error) {
	p := newPanel(r.Duration, true)
	p.Y.Label.Text = "mean (" + h.Unit + ")"
	for k, sign := range []float64{-1, 1, 0} {
		points := make(plotter.XYs, len(h.Times))
		for i, at := range h.Times {
			points[i] = plotter.XY{X: at, Y: h.Mean[i] + sign*h.Std[i]}
		}
		line, err := plotter.NewLine(points)
		if err != nil {
			return nil, err
		}
		line.Color, line.Width = plotGrey(), vg.Points(0.6)
		if k == 2 {
			line.Color, line.Width = palette(0), vg.Points(1.6)
		}
		p.Add(line)
	}
	p.X.Min, p.X.Max = 0, math.Max(r.Duration, math.SmallestNonzeroFloat32)
	p.Y.Min, p.Y.Max = math.Min(h.Edges[0], 0), math.Max(h.Edges[len(h.Edges)-1], 0)
	return p, nil
}
