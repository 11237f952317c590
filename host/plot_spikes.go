package host

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	vgdraw "gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// spikeLayer draws spikes straight into the pixels of the figure: a path for
// each of up to 70,000 dots would take seconds, whole pixels take milliseconds and are sharp.
type spikeLayer struct {
	img   *vgimg.Canvas
	bands []band
	rows  int
	dt    float64
}

// transparent is the colour of axis labels that only keep room for others.
func transparent() color.Color { return color.NRGBA{} }

// Plot implements plot.Plotter.
func (l *spikeLayer) Plot(c vgdraw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	free := c.Max.Y + vg.Inch
	for _, b := range l.bands {
		top, bottom := y(float64(l.rows-b.first)), y(float64(l.rows-b.first-len(b.shown)))
		free = l.label(c, b, top, bottom, free)
		if b.first > 0 && len(l.bands) <= 20 {
			c.StrokeLine2(vgdraw.LineStyle{Color: color.NRGBA{200, 200, 200, 255}, Width: vg.Points(0.5)}, c.Min.X, top, c.Max.X, top)
		}
	}
	pixels := l.img.Image()
	scale := l.img.DPI() / float64(vg.Inch)
	height := float64(pixels.Bounds().Dy())
	rowHeight := float64(c.Max.Y-c.Min.Y) * scale / math.Max(float64(l.rows), 1)
	marks := 0
	for _, b := range l.bands {
		marks += b.spikes.Len() * len(b.shown) / max(1, b.spikes.recorded(b.population.Size))
	}
	size := image.Pt(2, min(16, max(2, int(0.8*rowHeight))))
	if marks < rasterMarks/2 {
		size = image.Pt(2, max(3, size.Y))
	}
	empty := true
	for _, b := range l.bands {
		row := make([]int32, b.population.Size)
		for k, n := range b.shown {
			if n < len(row) {
				row[n] = int32(k + 1)
			}
		}
		ink := image.NewUniform(palette(b.index))
		for t, n := range b.spikes.All(l.dt) {
			if n >= len(row) || row[n] == 0 {
				continue
			}
			empty = false
			middle := float64(l.rows-b.first) - float64(row[n]) + 0.5
			at := image.Pt(int(float64(x(t))*scale)-size.X/2, int(height-float64(y(middle))*scale)-size.Y/2)
			draw.Draw(pixels, image.Rectangle{Min: at, Max: at.Add(size)}, ink, image.Point{}, draw.Over)
		}
	}
	if empty {
		c.FillText(plotText(12, false, plotGrey(), text.XCenter, text.YCenter), c.Center(), "no spikes")
	}
}

// label writes name, size and rate of a population left of its band, as far
// as there is room, and returns the lower end of what is taken; free is that of
// the label above, and a label that would touch it is left out.
func (l *spikeLayer) label(c vgdraw.Canvas, b band, top, bottom, free vg.Length) vg.Length {
	const line = 12.5
	lines := []string{b.population.Name}
	if top-bottom > 3*line {
		lines = append(lines, fmt.Sprint(b.population.Size), fmt.Sprintf("%.1f Hz", b.rate))
	}
	points := 10.5
	if top-bottom < line {
		points = 8.5
	}
	y := (top+bottom)/2 + vg.Length(line*float64(len(lines)-1)/2)
	if y+vg.Points(points/2) > free {
		return free
	}
	for i, s := range lines {
		style := plotText(10, false, plotGrey(), text.XRight, text.YCenter)
		if i == 0 {
			style = plotText(points, true, palette(b.index), text.XRight, text.YCenter)
		}
		c.FillText(style, vg.Point{X: c.Min.X - 6, Y: y - vg.Length(line*float64(i))}, s)
	}
	return y - vg.Length(line*float64(len(lines)-1)) - vg.Points(points/2)
}
