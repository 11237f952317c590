package host

import (
	"fmt"
	"io"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

// OutputTrace is an output over time beside what was wanted of it.
type OutputTrace struct {
	Times          []float64   // ms, ends of steps
	Output, Target [][]float64 // by step, then neuron
}

// LastOutput returns the output in the last trial that had a target for every
// step; empty when no trial had.
func (t *Trainer) LastOutput() OutputTrace {
	switch l := t.learner.(type) {
	case *forceLearner:
		return l.last
	case *epropLearner:
		return l.last
	}
	return OutputTrace{}
}

// PlotOutput draws LastOutput, a panel for each neuron, as a PNG image.
func (t *Trainer) PlotOutput(w io.Writer) error {
	x := t.LastOutput()
	if len(x.Times) == 0 {
		return fmt.Errorf("plot the output of %q: no trial had a target for every step", t.exp.Name)
	}
	img, area := newFigure(t.exp.Name, "output and target in the last trial")
	from, to := x.Times[0], x.Times[len(x.Times)-1]
	var panels []*plot.Plot
	var heights []float64
	for k := range x.Output[0] {
		p := newPanel(to-from, k == len(x.Output[0])-1)
		p.X.Label.Text = "time (ms)"
		p.Y.Label.Text = "output"
		p.Legend.Top = true
		p.Legend.TextStyle = p.Y.Label.TextStyle
		p.Legend.TextStyle.Rotation = 0
		for c, rows := range [][][]float64{x.Target, x.Output} {
			points := make(plotter.XYs, len(x.Times))
			for n := range points {
				points[n] = plotter.XY{X: x.Times[n] - from, Y: rows[n][k]}
			}
			line, err := plotter.NewLine(points)
			if err != nil {
				return fmt.Errorf("plot the output of %q: %w", t.exp.Name, err)
			}
			line.Color, line.Width = palette(c), vg.Points([]float64{2.4, 1}[c])
			p.Add(line)
			p.Legend.Add([]string{"target", "output"}[c], line)
		}
		panels, heights = append(panels, p), append(heights, 1/float64(len(x.Output[0])))
	}
	drawPanels(area, panels, heights)
	return writePNG(w, img)
}
