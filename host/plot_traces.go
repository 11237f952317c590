package host

import (
	"fmt"
	"io"
	"math"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	vgdraw "gonum.org/v1/plot/vg/draw"
)

// A figure of traces has at most tracePanels panels with traceLines neurons
// each; more would be too small or too tangled to read.
const (
	tracePanels = 6
	traceLines  = 3
)

// PlotTraces draws the recorded state variables as a PNG image: a panel for
// each population and variable over a common time axis, with the first three
// neurons recorded; the first six such panels.
func (r *Result) PlotTraces(w io.Writer) error {
	traces := r.Traces[:min(len(r.Traces), tracePanels)]
	caption := ""
	if len(traces) < len(r.Traces) {
		caption = fmt.Sprintf("the first %d of %d recorded variables", len(traces), len(r.Traces))
	}
	img, area := newFigure(r.Network, caption)
	var panels []*plot.Plot
	var shares []float64
	for i, t := range traces {
		p, err := r.tracePanel(t, i == len(traces)-1)
		if err != nil {
			return fmt.Errorf("plot %s of %q: %w", t.Variable, t.Population, err)
		}
		panels = append(panels, p)
		shares = append(shares, 1/float64(len(traces)))
	}
	drawPanels(area, panels, shares)
	return writePNG(w, img)
}

// tracePanel plots one recorded variable.
func (r *Result) tracePanel(t TraceResult, lowest bool) (*plot.Plot, error) {
	p := newPanel(r.Duration, lowest)
	p.Y.Label.Text = t.Variable
	if t.Unit != "" {
		p.Y.Label.Text += " (" + t.Unit + ")"
	}
	key := panelKey{population: t.Population}
	xmax := p.X.Max
	for c := range min(len(t.Neurons), traceLines) {
		points := thin(t.Times, t.Column(c), 3000)
		if len(points) == 0 {
			continue
		}
		line, err := plotter.NewLine(points)
		if err != nil {
			return nil, err
		}
		line.Color = palette(c)
		line.Width = vg.Points(0.9)
		p.Add(line)
		key.neurons = append(key.neurons, t.Neurons[c])
	}
	p.X.Min, p.X.Max = 0, xmax
	if room := (p.Y.Max - p.Y.Min) * 0.05; room > 0 && !math.IsInf(room, 0) {
		p.Y.Min, p.Y.Max = p.Y.Min-room, p.Y.Max+room
	}
	p.Add(key)
	return p, nil
}

// thin keeps at most about limit points of a trace: of each stretch its
// smallest and largest value, so that no spike is lost. Values that are not finite are left out.
func thin(times []float64, values []float32, limit int) plotter.XYs {
	stretch := max(1, (2*len(times)+limit-1)/limit)
	var out plotter.XYs
	for start := 0; start < len(times); start += stretch {
		lo, hi := -1, -1
		for k := start; k < min(start+stretch, len(times)); k++ {
			if v := float64(values[k]); math.IsNaN(v) || math.IsInf(v, 0) {
				continue
			}
			if lo < 0 || values[k] < values[lo] {
				lo = k
			}
			if hi < 0 || values[k] >= values[hi] {
				hi = k
			}
		}
		for _, k := range []int{min(lo, hi), max(lo, hi)} {
			if k >= 0 && (len(out) == 0 || out[len(out)-1].X != times[k]) {
				out = append(out, plotter.XY{X: times[k], Y: float64(values[k])})
			}
		}
	}
	return out
}

// panelKey writes the population and the colours of its neurons over a panel.
type panelKey struct {
	population string
	neurons    []int
}

// Plot implements plot.Plotter.
func (k panelKey) Plot(c vgdraw.Canvas, _ *plot.Plot) {
	at := vg.Point{X: c.Max.X - 4, Y: c.Max.Y + 1}
	for i := len(k.neurons) - 1; i >= 0; i-- {
		style := plotText(9, true, palette(i), text.XRight, text.YBottom)
		label := fmt.Sprint(k.neurons[i])
		c.FillText(style, at, label)
		at.X -= style.Width(label + "  ")
	}
	style := plotText(9, false, plotGrey(), text.XRight, text.YBottom)
	c.FillText(style, at, strings.TrimSpace(k.population+", neuron"))
}
