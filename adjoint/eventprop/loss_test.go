package eventprop

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// readoutNet has hidden neurons that spike and outputs that only integrate,
// with inhibition, so that the largest potential lies between events and at them.
func readoutNet(alpha bool) *model.Network {
	net := yinYangNet(8, 5)
	net.Projections[0].Weight = model.NormalDist(3, 1.5)
	net.Projections[1].Weight = model.NormalDist(0.3, 1)
	net.Projections[1].Delay = model.UniformDist(0, 3)
	net.Populations[2].Params["v_th"] = model.Const(9000)
	if alpha {
		net.Populations[2].Receptors[0].Model = "alpha"
	}
	return net
}

// TestLosses holds the gradient of every loss against central differences.
func TestLosses(t *testing.T) {
	samples := yinYangSamples(41, 3)
	for i := range samples {
		samples[i].Target = []float64{0.3, -0.2, 0.5 * float64(i)}
	}
	traced := yinYangSamples(41, 3)
	times := []float64{0, 3, 12.5, 12.5, 30, 60}
	for i := range traced {
		for k := range 3 * len(times) {
			traced[i].Target = append(traced[i].Target, math.Sin(float64(k+i)))
		}
	}
	spiking := yinYangNet(8, 5)
	spiking.Projections[0].Weight = model.NormalDist(3, 1.5)
	spiking.Populations[2].Params["t_ref"] = model.Const(9)
	for name, c := range map[string]struct {
		loss Loss
		read Readout
		net  *model.Network
	}{
		"sum":                  {CrossEntropy{Population: "out", Scale: 0.1}, Readout{Integral: true}, readoutNet(false)},
		"sum with weight":      {CrossEntropy{Population: "out", Scale: 0.1}, Readout{Integral: true, Rate: 1.0 / 60}, readoutNet(false)},
		"sum, alpha":           {CrossEntropy{Population: "out", Scale: 0.1}, Readout{Integral: true}, readoutNet(true)},
		"max":                  {CrossEntropy{Population: "out", Of: OfMax, Scale: 2}, Readout{Max: true}, readoutNet(false)},
		"max, alpha, both":     {CrossEntropy{Population: "out", Of: OfMax, Scale: 2}, Readout{Max: true, Integral: true, Rate: 0.1}, readoutNet(true)},
		"final":                {CrossEntropy{Population: "out", Of: OfFinal, Scale: 5}, Readout{}, readoutNet(false)},
		"squared error of max": {SquaredError{Population: "out", Of: OfMax}, Readout{Max: true}, readoutNet(false)},
		"sum of two":           {Sum{SquaredError{Population: "out", Of: OfFinal}, CrossEntropy{Population: "out", Scale: 0.1}}, Readout{Integral: true}, readoutNet(false)},
		"trace":                {TraceError{"out"}, Readout{Times: times}, readoutNet(false)},
		"trace, alpha":         {TraceError{"out"}, Readout{Times: times, Max: true}, readoutNet(true)},
		"trace of spiking":     {TraceError{"out"}, Readout{Times: times}, spiking},
		"first spike":          {FirstSpike{Population: "out", Tau0: 2, Alpha: 3e-3, Tau1: 6.4}, Readout{}, yinYangNet(30, 5)},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			samples := samples
			if c.read.Times != nil {
				samples = traced
			}
			e, err := Compile(ctx, c.net, Options{Device: "native64", Batch: 3, Duration: 60, Loss: c.loss, Read: map[string]Readout{"out": c.read}})
			require.NoError(t, err)
			defer e.Close()
			_, err = e.Forward(ctx, samples)
			require.NoError(t, err)
			loss, err := e.Backward(ctx)
			require.NoError(t, err)
			require.Greater(t, loss, 0.0)
			report, checked, spikes, ok := compare(t, e, c.loss, samples, rand.New(rand.NewPCG(1, 2)))
			require.True(t, ok, "a spike came or went")
			require.Empty(t, report)
			require.GreaterOrEqual(t, checked, 12, "parameters")
			require.GreaterOrEqual(t, spikes, 20)
		})
	}
}

// The push of SpikeCount lowers the counts of neurons that spike too often, and
// that of FirstSpike wakes an output that is silent.
func TestPushes(t *testing.T) {
	ctx := context.Background()
	samples := yinYangSamples(42, 16)
	count := func(e *Engine, name string) (n int) {
		out, err := e.Forward(ctx, samples)
		require.NoError(t, err)
		p, err := out.Population(name)
		require.NoError(t, err)
		for b := range samples {
			for i := range p.Size {
				n += p.Count(b, i)
			}
		}
		return n
	}
	train := func(e *Engine, weights string, steps int) {
		for range steps {
			_, err := e.Forward(ctx, samples)
			require.NoError(t, err)
			_, err = e.Backward(ctx)
			require.NoError(t, err)
			p := e.Parameter(weights)
			for i, g := range p.Grad {
				if g != 0 { // a step of 0.02 downhill
					p.Values[i] -= math.Copysign(0.02, g)
				}
			}
		}
	}
	net := yinYangNet(20, 2)
	net.Projections[0].Weight = model.NormalDist(4, 0.5)
	e, err := Compile(ctx, net, Options{Device: "native", Batch: 16, Duration: 60, Loss: SpikeCount{Population: "hidden", Target: 1, Strength: 1}})
	require.NoError(t, err)
	defer e.Close()
	before := count(e, "hidden")
	train(e, "first.weight", 60)
	after := count(e, "hidden")
	t.Logf("hidden spikes %d, then %d", before, after)
	require.Greater(t, before, 3*16*20, "more than three for each neuron and sample")
	require.Less(t, after, before*3/4)

	net = yinYangNet(20, 2)
	net.Projections[0].Weight, net.Projections[1].Weight = model.NormalDist(3, 0.5), model.Const(0.1)
	loss := yinYangLoss
	e, err = Compile(ctx, net, Options{Device: "native", Batch: 16, Duration: 60, Loss: loss, Read: map[string]Readout{"out": {Integral: true}}})
	require.NoError(t, err)
	defer e.Close()
	require.Zero(t, count(e, "out"))
	train(e, "second.weight", 60)
	require.Greater(t, count(e, "out"), 8)
	require.False(t, math.IsNaN(e.Parameter("second.weight").Values[0]))
}
