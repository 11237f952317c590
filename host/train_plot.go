package host

import (
	"fmt"
	"io"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

// PlotHistory draws the loss and the accuracy of every epoch as a PNG image.
func (t *Trainer) PlotHistory(w io.Writer) error {
	img, area := newFigure(t.exp.Name, "training, and validation where there is one")
	var panels []*plot.Plot
	for k, of := range []struct {
		label string
		value func(Score) float64
	}{
		{"loss", func(s Score) float64 { return s.Loss }},
		{"accuracy (%)", func(s Score) float64 { return 100 * s.Accuracy }},
	} {
		p := newPanel(float64(max(len(t.History), 1)), k == 1)
		p.Y.Label.Text = of.label
		p.Legend.Top = k == 0 // loss falls, accuracy rises: out of the curves' way
		align := p.Legend.TextStyle.XAlign
		p.Legend.TextStyle = p.Y.Label.TextStyle
		p.Legend.TextStyle.Rotation, p.Legend.TextStyle.XAlign = 0, align
		if k == 1 {
			p.X.Label.Text = "epoch"
		}
		var train, valid plotter.XYs
		for _, r := range t.History {
			train = append(train, plotter.XY{X: float64(r.Epoch), Y: of.value(r.Train)})
			if r.Valid != nil {
				valid = append(valid, plotter.XY{X: float64(r.Epoch), Y: of.value(*r.Valid)})
			}
		}
		for c, points := range []plotter.XYs{train, valid} {
			if len(points) == 0 {
				continue
			}
			line, err := plotter.NewLine(points)
			if err != nil {
				return fmt.Errorf("plot the training of %q: %w", t.exp.Name, err)
			}
			line.Color, line.Width = palette(c), vg.Points(1.2)
			p.Add(line)
			p.Legend.Add([]string{"training", "validation"}[c], line)
		}
		panels = append(panels, p)
	}
	drawPanels(area, panels, []float64{0.5, 0.5})
	return writePNG(w, img)
}
