package host

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"github.com/galvani-sim/galvani/model"
)

// firingPattern is one of the twenty of Izhikevich 2004, IEEE Trans. Neural
// Netw. 15:1063, fig. 1, with the numbers of the script published with it.
type firingPattern struct {
	name              string
	a, b, c, d, v, dt float64
	end               float64
	current           func(t float64) float64
	spikes            int // of the script, run by itself in double precision
}

// during is 1 while t is within one of the windows of the given length.
func during(t, length float64, starts ...float64) float64 {
	for _, s := range starts {
		if t > s && t < s+length {
			return 1
		}
	}
	return 0
}

var firingPatterns = []firingPattern{
	{"tonic spiking", 0.02, 0.2, -65, 6, -70, 0.25, 100, func(t float64) float64 { return 14 * during(t, 1e9, 10) }, 5},
	{"phasic spiking", 0.02, 0.25, -65, 6, -64, 0.25, 200, func(t float64) float64 { return 0.5 * during(t, 1e9, 20) }, 1},
	{"tonic bursting", 0.02, 0.2, -50, 2, -70, 0.25, 220, func(t float64) float64 { return 15 * during(t, 1e9, 22) }, 28},
	{"phasic bursting", 0.02, 0.25, -55, 0.05, -64, 0.2, 200, func(t float64) float64 { return 0.6 * during(t, 1e9, 20) }, 6},
	{"mixed mode", 0.02, 0.2, -55, 4, -70, 0.25, 160, func(t float64) float64 { return 10 * during(t, 1e9, 16) }, 6},
	{"spike frequency adaptation", 0.01, 0.2, -65, 8, -70, 0.25, 85, func(t float64) float64 { return 30 * during(t, 1e9, 8.5) }, 6},
	{"class 1 excitable", 0.02, -0.1, -55, 6, -60, 0.25, 300, func(t float64) float64 { return 0.075 * max(t-30, 0) }, 10},
	{"class 2 excitable", 0.2, 0.26, -65, 0, -64, 0.25, 300, func(t float64) float64 { return -0.5 + 0.015*max(t-30, 0) }, 14},
	{"spike latency", 0.02, 0.2, -65, 6, -70, 0.2, 100, func(t float64) float64 { return 7.04 * during(t, 3, 10) }, 1},
	{"subthreshold oscillations", 0.05, 0.26, -60, 0, -62, 0.25, 200, func(t float64) float64 { return 2 * during(t, 5, 20) }, 1},
	{"resonator", 0.1, 0.26, -60, -1, -62, 0.25, 400, func(t float64) float64 { return 0.65 * during(t, 4, 40, 60, 280, 320) }, 1},
	{"integrator", 0.02, -0.1, -55, 6, -60, 0.25, 100, func(t float64) float64 { return 9 * during(t, 2, 100/11.0, 100/11.0+5, 70, 80) }, 1},
	{"rebound spike", 0.03, 0.25, -60, 4, -64, 0.2, 200, func(t float64) float64 { return -15 * during(t, 5, 20) }, 1},
	{"rebound burst", 0.03, 0.25, -52, 0, -64, 0.2, 200, func(t float64) float64 { return -15 * during(t, 5, 20) }, 7},
	{"threshold variability", 0.03, 0.25, -60, 4, -64, 0.25, 100, func(t float64) float64 { return during(t, 5, 10, 80) - 6*during(t, 5, 70) }, 1},
	{"bistability", 0.1, 0.26, -60, 0, -61, 0.25, 300, func(t float64) float64 { return 0.24 + during(t, 5, 37.5, 216) }, 5},
	{"depolarizing after-potential", 1, 0.2, -60, -21, -70, 0.1, 50, func(t float64) float64 { return 20 * during(t, 2, 9) }, 1},
	{"accommodation", 0.02, 1, -55, 4, -65, 0.5, 400, func(t float64) float64 {
		switch {
		case t < 200:
			return t / 25
		case t >= 300 && t < 312.5:
			return (t - 300) / 12.5 * 4
		}
		return 0
	}, 1},
	{"inhibition-induced spiking", -0.02, -1, -60, 8, -63.8, 0.5, 350, func(t float64) float64 { return 80 - 5*during(t, 200.25, 49.9) }, 3},
	{"inhibition-induced bursting", -0.026, -1, -45, -2, -63.8, 0.5, 350, func(t float64) float64 { return 80 - 5*during(t, 200.25, 49.9) }, 12},
}

// population returns the pattern's neuron and its stimulus.
func (f *firingPattern) population() (*model.Population, *model.Stimulus) {
	p := map[string]float64{"a": f.a, "b": f.b, "c": f.c, "d": f.d}
	u := f.b * f.v
	switch f.name {
	case "class 1 excitable", "integrator":
		p["p_2"], p["p_3"] = 4.1, 108
	case "accommodation":
		// The script's du/dt = a b (v + 65) has no decay: here it takes a hundred
		// times as long, and u counts from 65 b.
		p["a"], p["b"] = f.a/100, 100*f.b
		p["p_3"], u = 140-6500*f.b, -16-6500*f.b
	}
	s := &model.Stimulus{Name: f.name, Type: model.StepCurrent, Target: f.name}
	for k := range int(f.end / f.dt) {
		if x := f.current(float64(k) * f.dt); k == 0 || x != s.Amplitudes[len(s.Amplitudes)-1] {
			s.Times, s.Amplitudes = append(s.Times, float64(k)*f.dt), append(s.Amplitudes, x)
		}
	}
	return &model.Population{Name: f.name, Model: "izhikevich", Scheme: "semi_implicit", Size: 1, Params: constants(p),
		Initial: constants(map[string]float64{"v": f.v, "u": u})}, s
}

// runPatterns runs all patterns of one step together and returns, by name, the
// course of v with spikes drawn to 30 mV, and the number of spikes.
func runPatterns(t *testing.T, device string, dt float64) (traces map[string]plotter.XYs, counts map[string]int) {
	net := &model.Network{Name: "patterns", DT: dt}
	end := 0.0
	for i := range firingPatterns {
		f := &firingPatterns[i]
		if f.dt != dt {
			continue
		}
		pop, stimulus := f.population()
		net.Populations, net.Stimuli = append(net.Populations, pop), append(net.Stimuli, stimulus)
		net.Recorders = append(net.Recorders, spikeRecorder(f.name), stateRecorder(f.name, "v"))
		end = max(end, f.end)
	}
	r := runOn(t, device, net, end)
	traces, counts = map[string]plotter.XYs{}, map[string]int{}
	for i := range firingPatterns {
		f := &firingPatterns[i]
		spikes, ok := r.SpikesOf(f.name)
		if !ok {
			continue
		}
		fired := map[uint32]bool{}
		for _, step := range spikes.Steps {
			if float64(step)*dt <= f.end {
				fired[step] = true
			}
		}
		counts[f.name] = len(fired)
		for _, tr := range r.Traces {
			if tr.Population != f.name {
				continue
			}
			for k, at := range tr.Times {
				if at > f.end {
					break
				}
				if fired[uint32(math.Round(at/dt))] {
					traces[f.name] = append(traces[f.name], plotter.XY{X: at, Y: 30})
				}
				traces[f.name] = append(traces[f.name], plotter.XY{X: at, Y: float64(tr.Values[k])})
			}
		}
	}
	return traces, counts
}

// TestIzhikevichFiringPatterns: the number of spikes of all twenty. With -update
// it draws them to tools/readme/izhikevich.png.
func TestIzhikevichFiringPatterns(t *testing.T) {
	traces := map[string]plotter.XYs{}
	eachEngine(t, func(t *testing.T, device string) {
		for _, dt := range []float64{0.1, 0.2, 0.25, 0.5} {
			v, counts := runPatterns(t, device, dt)
			for _, f := range firingPatterns {
				if f.dt == dt {
					require.Equal(t, f.spikes, counts[f.name], f.name)
					traces[f.name] = v[f.name]
				}
			}
		}
	})
	require.Len(t, traces, 20)
	if *updateGolden {
		require.NoError(t, drawPatterns(filepath.Join("..", "tools", "readme", "izhikevich.png"), traces))
	}
}

// drawPatterns draws the twenty in four columns, the current below each v.
func drawPatterns(path string, traces map[string]plotter.XYs) error {
	img := vgimg.NewWith(vgimg.UseWH(9*vg.Inch, 7*vg.Inch), vgimg.UseDPI(110))
	tiles := draw.Tiles{Rows: 5, Cols: 4, PadX: 4 * vg.Millimeter, PadY: 2 * vg.Millimeter, PadTop: 2 * vg.Millimeter,
		PadBottom: 2 * vg.Millimeter, PadLeft: 2 * vg.Millimeter, PadRight: 2 * vg.Millimeter}
	canvas := draw.New(img)
	for i, f := range firingPatterns {
		p := plot.New()
		p.Title.Text, p.Title.TextStyle.Font.Size = f.name, 9
		p.HideAxes()
		p.Y.Min, p.Y.Max = -125, 32
		line, err := plotter.NewLine(traces[f.name])
		if err != nil {
			return err
		}
		line.Color, line.Width = palette(0), vg.Points(0.7)
		var current plotter.XYs
		low, high := math.Inf(1), math.Inf(-1)
		for k := range int(f.end / f.dt) {
			x := f.current(float64(k) * f.dt)
			low, high = min(low, x), max(high, x)
			current = append(current, plotter.XY{X: float64(k) * f.dt, Y: x})
		}
		for k := range current {
			current[k].Y = -120 + 20*(current[k].Y-low)/(high-low)
		}
		below, err := plotter.NewLine(current)
		if err != nil {
			return err
		}
		below.Color, below.Width = plotGrey(), vg.Points(0.7)
		p.Add(line, below)
		p.Draw(tiles.At(canvas, i%4, i/4))
	}
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	defer out.Close()
	return writePNG(out, img)
}
