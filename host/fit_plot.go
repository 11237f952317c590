package host

import (
	"context"
	"fmt"
	"io"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

// course returns the term whose course a picture shows, nil when there is none.
func (f *Fitter) course() *LossTerm {
	for i, x := range f.objective.terms {
		if _, grid := f.objective.engine.(*gridObjective); grid && x.Type == "mean_square" {
			return &f.objective.terms[i]
		}
	}
	return nil
}

// courses copies what the network did in the last run.
func (f *Fitter) courses() [][]float64 {
	if grid, ok := f.objective.engine.(*gridObjective); ok {
		out := make([][]float64, len(grid.courses))
		for k := range out {
			out[k] = slices.Clone(grid.courses[k])
		}
		return out
	}
	return nil
}

// Plot draws the loss over the evaluations and, where a course is fitted, the
// target of its first neuron, the beginning and the fit, as a PNG image.
func (f *Fitter) Plot(ctx context.Context, w io.Writer) error {
	if _, err := f.objective.Loss(ctx); err != nil {
		return err
	}
	img, area := newFigure(f.exp.Name, fmt.Sprintf("loss %.3g after %d evaluations", f.best, len(f.History)))
	var panels []*plot.Plot
	shares := []float64{1}
	if x := f.course(); x != nil {
		p, err := f.coursePanel(*x)
		if err != nil {
			return err
		}
		panels, shares = append(panels, p), []float64{0.62, 0.38}
	}
	p := newPanel(float64(max(len(f.History), 1)), true)
	p.X.Label.Text, p.Y.Label.Text = "evaluation", "log10 of the loss"
	var points, best plotter.XYs
	least := math.Inf(1)
	for k, x := range f.History {
		if x > 0 {
			least = math.Min(least, x)
			points = append(points, plotter.XY{X: float64(k + 1), Y: math.Log10(x)})
			best = append(best, plotter.XY{X: float64(k + 1), Y: math.Log10(least)})
		}
	}
	if err := addLine(p, points, 5, 0.8, "each"); err != nil {
		return err
	}
	if err := addLine(p, best, 0, 1.4, "smallest so far"); err != nil {
		return err
	}
	panels = append(panels, p)
	drawPanels(area, panels, shares)
	return writePNG(w, img)
}

// coursePanel draws target, beginning and fit of the first neuron of a term.
func (f *Fitter) coursePanel(x LossTerm) (*plot.Plot, error) {
	grid := f.objective.engine.(*gridObjective)
	steps, target, err := grid.compared(x)
	if err != nil {
		return nil, err
	}
	p := newPanel(f.exp.Duration, true)
	p.Y.Label.Text = x.Population + "." + x.Variable
	size, k := grid.size(x), grid.trace(x)
	var want, first, last plotter.XYs
	for row, s := range steps {
		t := float64(s+1) * grid.dt
		want = append(want, plotter.XY{X: t, Y: target[row*size]})
		last = append(last, plotter.XY{X: t, Y: grid.courses[k][s*size]})
		if f.before != nil {
			first = append(first, plotter.XY{X: t, Y: f.before[k][s*size]})
		}
	}
	for _, line := range []struct {
		points plotter.XYs
		color  int
		width  float64
		name   string
	}{{first, 6, 0.8, "beginning"}, {want, 4, 3, "target"}, {last, 0, 1, "fit"}} {
		if err := addLine(p, line.points, line.color, line.width, line.name); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// addLine adds a line with its name in the key.
func addLine(p *plot.Plot, points plotter.XYs, color int, width float64, name string) error {
	if len(points) == 0 {
		return nil
	}
	line, err := plotter.NewLine(points)
	if err != nil {
		return err
	}
	line.Color, line.Width = palette(color), vg.Points(width)
	p.Add(line)
	p.Legend.TextStyle = plotText(10, false, plotInk(), text.XLeft, text.YCenter)
	p.Legend.Top = true
	p.Legend.Add(name, line)
	return nil
}
