package host

import (
	"image/color"
	"io"
	"math"
	"strconv"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// Pictures are 1600 x 1000 pixels; at 144 dots per inch a 10-point text stays
// readable when the picture is scaled to half a page.
const (
	plotDPI    = 144
	plotWidth  = 1600 * vg.Inch / plotDPI
	plotHeight = 1000 * vg.Inch / plotDPI
	plotMargin = 14 * vg.Inch / 72
)

// palette is that of Okabe and Ito (2008), told apart with every common form
// of colour blindness, black last.
func palette(i int) color.NRGBA {
	colors := []color.NRGBA{
		{0, 114, 178, 255}, {213, 94, 0, 255}, {0, 158, 115, 255}, {204, 121, 167, 255},
		{230, 159, 0, 255}, {86, 180, 233, 255}, {90, 90, 90, 255},
	}
	return colors[i%len(colors)]
}

// plotInk and plotGrey are the colours of axes and of secondary text.
func plotInk() color.Color  { return color.NRGBA{40, 40, 40, 255} }
func plotGrey() color.Color { return color.NRGBA{110, 110, 110, 255} }

// plotText returns the style of a text.
func plotText(points float64, bold bool, c color.Color, x text.XAlignment, y text.YAlignment) text.Style {
	f := font.Font{Typeface: "Liberation", Variant: "Sans", Size: vg.Points(points)}
	if bold {
		f.Weight = xfont.WeightBold
	}
	return text.Style{Color: c, Font: f, XAlign: x, YAlign: y, Handler: plot.DefaultTextHandler}
}

// newFigure returns an empty white canvas with a bold title and a grey
// subtitle on its first line, and the part of it that is left for panels.
func newFigure(title, subtitle string) (*vgimg.Canvas, draw.Canvas) {
	img := vgimg.NewWith(vgimg.UseWH(plotWidth, plotHeight), vgimg.UseDPI(plotDPI))
	c := draw.Crop(draw.New(img), plotMargin, -plotMargin, plotMargin, -plotMargin)
	head := plotText(14, true, plotInk(), text.XLeft, text.YTop)
	c.FillText(head, vg.Point{X: c.Min.X, Y: c.Max.Y}, title)
	sub := plotText(10, false, plotGrey(), text.XRight, text.YTop)
	c.FillText(sub, vg.Point{X: c.Max.X, Y: c.Max.Y - vg.Points(2)}, subtitle)
	return img, draw.Crop(c, 0, 0, 0, -vg.Points(28))
}

// newPanel returns an empty plot in the house style over the time 0..duration ms.
// Only the lowest panel of a figure shows the numbers of the time axis.
func newPanel(duration float64, lowest bool) *plot.Plot {
	p := plot.New()
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		a.Color, a.Tick.Color = plotInk(), plotInk()
		a.Width, a.Tick.Width = vg.Points(0.6), vg.Points(0.6)
		a.Tick.Length = vg.Points(4)
		a.Padding = 0
	}
	p.X.Tick.Label = plotText(10, false, plotInk(), text.XCenter, text.YTop)
	p.Y.Tick.Label = plotText(10, false, plotInk(), text.XRight, text.YCenter)
	p.X.Label.TextStyle = plotText(11, false, plotInk(), text.XCenter, text.YBottom)
	p.Y.Label.TextStyle = plotText(11, false, plotInk(), text.XCenter, text.YBottom)
	p.X.Label.Padding, p.Y.Label.Padding = vg.Points(3), vg.Points(4)
	p.X.Min, p.X.Max = 0, math.Max(duration, math.SmallestNonzeroFloat32)
	p.X.Tick.Marker = niceTicks{count: 8, silent: !lowest}
	p.Y.Tick.Marker = niceTicks{count: 4}
	if lowest {
		p.X.Label.Text = "time (ms)"
	}
	return p
}

// drawPanels draws panels below each other, sharing their left and right
// edges; shares gives the part of the height of each.
func drawPanels(c draw.Canvas, panels []*plot.Plot, shares []float64) {
	const gap = 10 * vg.Inch / 72
	free := c.Max.Y - c.Min.Y - gap*vg.Length(len(panels)-1)
	tiles := make([]draw.Canvas, len(panels))
	top := c.Max.Y
	left, right := vg.Length(0), vg.Length(0)
	for i, p := range panels {
		h := free * vg.Length(shares[i])
		tiles[i] = draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{
			Min: vg.Point{X: c.Min.X, Y: top - h}, Max: vg.Point{X: c.Max.X, Y: top},
		}}
		top -= h + gap
		d := p.DataCanvas(tiles[i])
		left = max(left, d.Min.X-c.Min.X)
		right = max(right, c.Max.X-d.Max.X)
	}
	for i, p := range panels {
		d := p.DataCanvas(tiles[i])
		p.Draw(draw.Crop(tiles[i], left-(d.Min.X-c.Min.X), -(right - (c.Max.X - d.Max.X)), 0, 0))
	}
}

// writePNG writes the canvas as a PNG image.
func writePNG(w io.Writer, img *vgimg.Canvas) error {
	_, err := vgimg.PngCanvas{Canvas: img}.WriteTo(w)
	return err
}

// niceTicks marks about count round values (1, 2 or 5 times a power of ten);
// silent ticks have no numbers.
type niceTicks struct {
	count  int
	silent bool
}

// Ticks implements plot.Ticker.
func (n niceTicks) Ticks(lo, hi float64) []plot.Tick {
	step := niceStep((hi - lo) / float64(n.count))
	var ticks []plot.Tick
	for k := math.Ceil(lo/step - 1e-9); k*step <= hi+1e-9*step && len(ticks) < 50; k++ {
		// As many digits as the step has; adding 0 turns -0 into 0.
		digits := max(0, int(math.Ceil(-math.Log10(step))))
		label := strconv.FormatFloat(k*step+0, 'f', digits, 64)
		if n.silent {
			label = ""
		}
		ticks = append(ticks, plot.Tick{Value: k * step, Label: label})
	}
	return ticks
}

// niceStep rounds x up to 1, 2 or 5 times a power of ten.
func niceStep(x float64) float64 {
	if !(x > 0) || math.IsInf(x, 0) {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 5} {
		if x <= m*power*(1+1e-9) {
			return m * power
		}
	}
	return 10 * power
}
