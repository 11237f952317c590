package host

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

// rasterRows is the largest number of neurons drawn in a raster.
const rasterRows = 1000

// rasterMarks is the number of spikes beyond which fewer neurons are drawn,
// because a raster full of ink shows nothing; rasterFewest neurons stay.
const (
	rasterMarks  = 70_000
	rasterFewest = 150
)

// band is the part of a raster that belongs to one population.
type band struct {
	population PopulationResult
	index      int // of the population, for its colour
	spikes     SpikeResult
	shown      []int // the neurons drawn, ascending, the first on top
	rate       float64
	first      int // row of the first neuron, counted from the top
}

// PlotRaster draws the raster plot as a PNG image: one dot for each spike, a
// colour for each population in the order of the network from the top, and below
// it the rate of each population over the same time. Of large populations an
// evenly spaced part is shown, at most about 1000 neurons in all, in proportion to their sizes.
func (r *Result) PlotRaster(w io.Writer) error {
	bands := r.rasterBands()
	rows, neurons := 0, 0
	for i := range bands {
		bands[i].first = rows
		rows += len(bands[i].shown)
		neurons += bands[i].spikes.recorded(bands[i].population.Size)
	}
	img, area := newFigure(r.Network, r.rasterCaption(rows, neurons))
	raster := newPanel(r.Duration, false)
	raster.Y.Min, raster.Y.Max = 0, math.Max(float64(rows), 1)
	layer := &spikeLayer{img: img, bands: bands, rows: rows, dt: r.DT}
	// The labels are drawn by the layer, in colour; these keep the room for them.
	var room []plot.Tick
	for _, b := range bands {
		room = append(room, plot.Tick{Value: 0, Label: strings.Repeat("n", 2) + b.population.Name})
	}
	raster.Y.Tick.Marker = plot.ConstantTicks(append(room, plot.Tick{Value: 0, Label: "000.0 Hz"}))
	raster.Y.Tick.Label.Color = transparent()
	raster.Y.Tick.Width = 0
	raster.Add(layer)

	rate, err := r.ratePanel(bands)
	if err != nil {
		return fmt.Errorf("plot the rates: %w", err)
	}
	drawPanels(area, []*plot.Plot{raster, rate}, []float64{0.72, 0.28})
	return writePNG(w, img)
}

// rasterCaption is the grey line over a raster.
func (r *Result) rasterCaption(rows, neurons int) string {
	parts := []string{fmt.Sprintf("%d neurons", neurons)}
	if rows < neurons {
		parts[0] = fmt.Sprintf("%d of %d neurons shown", rows, neurons)
	}
	if r.Stats.RateHz > 0 {
		parts = append(parts, fmt.Sprintf("mean rate %.1f Hz", r.Stats.RateHz))
	}
	if r.Interrupted {
		parts = append(parts, fmt.Sprintf("interrupted at %g ms", math.Round(r.Duration*1e3)/1e3))
	}
	return strings.Join(parts, "  ·  ")
}

// rasterBands chooses the neurons to draw of every recorded population.
func (r *Result) rasterBands() []band {
	var bands []band
	neurons, spikes := 0, 0
	for i, p := range r.Populations {
		s, ok := r.SpikesOf(p.Name)
		n := s.recorded(p.Size)
		if !ok || n == 0 {
			continue
		}
		rate := ratio(float64(s.Len()), float64(n)*r.Duration*1e-3)
		bands = append(bands, band{population: p, index: i, spikes: s, rate: rate})
		neurons += n
		spikes += s.Len()
	}
	rows := min(neurons, rasterRows)
	if marks := spikes * rows / max(neurons, 1); marks > rasterMarks {
		rows = max(min(rows, rasterFewest), rows*rasterMarks/marks)
	}
	for i := range bands {
		b := &bands[i]
		n := b.spikes.recorded(b.population.Size)
		// A small population keeps enough rows to be seen.
		k := max(int(math.Round(float64(n)*float64(rows)/float64(neurons))), min(n, max(1, rows/max(25, 2*len(bands)))))
		for j := range k {
			member := j * n / k
			if b.spikes.Members != nil {
				member = b.spikes.Members[member]
			}
			b.shown = append(b.shown, member)
		}
		slices.Sort(b.shown)
	}
	return bands
}

// ratePanel plots the rate of each population, or of all together where there
// are more populations than a reader can tell apart.
func (r *Result) ratePanel(bands []band) (*plot.Plot, error) {
	p := newPanel(r.Duration, true)
	width := max(niceStep(r.Duration/400), r.DT)
	p.Y.Min, p.Y.Max = 0, 1
	const several = 10
	total := map[int]float64{}
	neurons := 0
	for _, b := range bands {
		n := b.spikes.recorded(b.population.Size)
		counts := binCounts(b.spikes, r.DT, r.Duration, width)
		neurons += n
		for k, c := range counts {
			total[k] += c
		}
		if len(bands) <= several {
			if err := addRate(p, counts, n, width, b.index); err != nil {
				return nil, err
			}
		}
	}
	if len(bands) > several {
		counts := make([]float64, len(total))
		for k, c := range total {
			counts[k] = c
		}
		if err := addRate(p, counts, neurons, width, 6); err != nil {
			return nil, err
		}
	}
	p.Y.Max *= 1.05
	p.Y.Label.Text = "rate (Hz)"
	p.X.Label.Text = fmt.Sprintf("time (ms), rate in bins of %g ms", width)
	return p, nil
}

// addRate draws counts per bin of width ms as the rate of n neurons, in steps.
func addRate(p *plot.Plot, counts []float64, n int, width float64, color int) error {
	if len(counts) == 0 || n == 0 {
		return nil
	}
	points := make(plotter.XYs, 0, len(counts)+1)
	for k, c := range counts {
		points = append(points, plotter.XY{X: float64(k) * width, Y: c / (float64(n) * width * 1e-3)})
	}
	points = append(points, plotter.XY{X: float64(len(counts)) * width, Y: points[len(points)-1].Y})
	line, err := plotter.NewLine(points)
	if err != nil {
		return err
	}
	line.StepStyle = plotter.PostStep
	line.Color = palette(color)
	line.Width = vg.Points(1)
	xmax := p.X.Max
	p.Add(line)
	p.X.Max = xmax
	return nil
}
