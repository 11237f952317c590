package host

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// busy is a small network with everything that a state can hold: delays of
// all kinds, stimuli, random and given sources, three neuron models, recorders.
func busy() *model.Network {
	receptors := func() []*model.Receptor {
		return []*model.Receptor{
			{Name: "exc", Model: "exponential", Output: model.OutputConductance},
			{Name: "inh", Model: "alpha", Output: model.OutputConductance, Params: constants(map[string]float64{"e_rev": -80})},
			{Name: "kick", Model: "delta", Output: model.OutputVoltage},
		}
	}
	net := &model.Network{Name: "busy", DT: 0.1, Seed: 12, Populations: []*model.Population{
		{Name: "noise", Model: "poisson_source", Size: 40, Params: constants(map[string]float64{"rate": 200})},
		{Name: "lif", Model: "lif", Size: 80, Receptors: receptors(), Initial: map[string]model.Value{"v": model.NormalDist(-60, 3)},
			Params: map[string]model.Value{"i_e": model.UniformDist(300, 450)}},
		spikeSource("given", []float64{1, 20, 40, 60, 80, 99.9}, []float64{2, 33.3, 66.6}),
		{Name: "hh", Model: "hh_traub", Size: 20, Receptors: receptors(), Params: constants(map[string]float64{"i_e": 200})},
	}}
	connect := func(name, source, target, receptor string, p float64, w, d model.Value) {
		net.Projections = append(net.Projections, &model.Projection{Name: name, Source: source, Target: target, Receptor: receptor,
			Rule: model.Rule{Type: model.FixedProbability, P: p}, Weight: w, Delay: d})
	}
	connect("a", "noise", "lif", "exc", 0.2, model.Const(1), model.UniformDist(0.5, 12))
	connect("b", "lif", "lif", "inh", 0.1, model.UniformDist(0.5, 2), model.Const(1.5))
	connect("c", "given", "hh", "kick", 0.5, model.Const(8), model.Const(30))
	connect("d", "lif", "hh", "exc", 0.1, model.Const(2), model.Const(0.1))
	connect("e", "hh", "lif", "kick", 0.2, model.Const(0.5), model.Const(3))
	net.Stimuli = []*model.Stimulus{
		{Name: "hum", Type: model.NoiseCurrent, Target: "lif", Mean: 0, Std: 100, Interval: 0.7},
		{Name: "rain", Type: model.PoissonInput, Target: "hh", Receptor: "exc", Rate: 1000, Weight: 1},
		{Name: "push", Type: model.StepCurrent, Target: "lif", Times: []float64{30, 70}, Amplitudes: []float64{100, -100}, Count: 40},
	}
	net.Recorders = []*model.Recorder{
		spikeRecorder("noise"), spikeRecorder("lif"), spikeRecorder("given"), spikeRecorder("hh"),
		{Name: "v", Type: model.RecordState, Target: "lif", Variables: []string{"v", "inh.g"}, Neurons: []int{3, 50}, Interval: 0.7},
		{Name: "r", Type: model.RecordRate, Target: "lif", Interval: 5},
	}
	return net
}

// sameResult fails unless spikes, traces and rates are the same bit for bit.
func sameResult(t *testing.T, want, got *Result) {
	t.Helper()
	require.Equal(t, want.Duration, got.Duration)
	require.Equal(t, want.Spikes, got.Spikes)
	require.Equal(t, want.Traces, got.Traces)
	require.Equal(t, want.Rates, got.Rates)
}

// TestBusyIsBusy: what the tests below compare is not silence.
func TestBusyIsBusy(t *testing.T) {
	r := runOn(t, float32Engine, busy(), 100)
	for _, s := range r.Spikes {
		require.Greater(t, s.Len(), 8, s.Population)
	}
	eachEngine(t, func(t *testing.T, device string) {
		if device != float64Engine {
			sameResult(t, r, runOn(t, device, busy(), 100))
		}
	})
}

// TestRunsAddUp: one run, or several of any lengths, across the ends of
// submissions or within them.
func TestRunsAddUp(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		want := runOn(t, device, busy(), 100)
		for _, parts := range [][]float64{{50, 50}, {0, 0.1, 24.9, 0, 25, 50}, {33.3, 33.3, 33.4}, {99.9, 0.1}} {
			s := compileOn(t, device, busy())
			for _, ms := range parts {
				require.NoError(t, s.Run(context.Background(), ms))
			}
			near(t, 100, s.Time(), 1e-9, "time")
			sameResult(t, want, s.Result())
		}
	})
}

// TestResultIsACopy: running further does not change a result that was taken.
func TestResultIsACopy(t *testing.T) {
	s := compileOn(t, float32Engine, busy())
	require.NoError(t, s.Run(context.Background(), 50))
	a := s.Result()
	before := slices.Clone(a.Spikes[1].Steps)
	require.NoError(t, s.Run(context.Background(), 50))
	require.Equal(t, before, a.Spikes[1].Steps)
	require.Greater(t, s.Result().Spikes[1].Len(), len(before))
}

// TestCancel: a run stopped in the middle has done whole steps, keeps them,
// says so, and goes on as if nothing had been.
func TestCancel(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		want := runOn(t, device, busy(), 100)
		s := compileOn(t, device, busy())
		ctx, cancel := context.WithCancel(context.Background())
		s.SetProgress(func(done, total int64) {
			require.Equal(t, int64(1000), total)
			cancel()
		})
		err := s.Run(ctx, 100)
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorContains(t, err, `run "busy": stopped after `)
		r := s.Result()
		require.True(t, r.Interrupted)
		require.Greater(t, r.Duration, 0.0)
		require.Less(t, r.Duration, 100.0)
		steps := r.Duration / 0.1
		near(t, math.Round(steps), steps, 1e-6, "whole steps")
		for k, sp := range r.Spikes {
			n, _ := slices.BinarySearch(want.Spikes[k].Steps, uint32(math.Round(steps))+1)
			require.Equal(t, want.Spikes[k].Steps[:n], sp.Steps, "complete up to %g ms", r.Duration)
		}
		s.SetProgress(nil)
		require.NoError(t, s.Run(context.Background(), 100-r.Duration))
		require.False(t, s.Result().Interrupted)
		sameResult(t, want, s.Result())
		// Nothing begins under a context that has ended.
		require.ErrorIs(t, s.Run(ctx, 10), context.Canceled)
		near(t, 100, s.Time(), 1e-9, "time")
	})
}

// TestCancelCompile: building ends early too.
func TestCancelCompile(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Compile(ctx, builtin(t, "coba-lif", nil), Options{Device: float32Engine})
	require.ErrorIs(t, err, context.Canceled)
}

// TestNotFiniteNamesTheNeuron: a kick of -3 GV drives one neuron out of every
// range; the error names population and neuron, and the Sim stays ended.
func TestNotFiniteNamesTheNeuron(t *testing.T) {
	kick := []*model.Receptor{{Name: "in", Model: "delta", Output: model.OutputVoltage}}
	net := &model.Network{Name: "runaway", DT: 0.1, Populations: []*model.Population{
		spikeSource("source", []float64{3}),
		{Name: "calm", Model: "lif", Size: 5, Receptors: kick},
		{Name: "wild", Model: "lif", Size: 10, Receptors: kick},
	}, Projections: []*model.Projection{{Name: "kick", Source: "source", Target: "wild", Receptor: "in", Weight: model.Const(-3e12), Delay: model.Const(1),
		Rule: model.Rule{Type: model.Explicit, Sources: []uint32{0}, Targets: []uint32{7}}}}}
	eachEngine(t, func(t *testing.T, device string) {
		s := compileOn(t, device, net)
		err := s.Run(context.Background(), 100)
		require.EqualError(t, err, `run "runaway": population "wild", neuron 7: its state is not finite between 0 and 25 ms; use a smaller dt or check parameters and weights`)
		require.Equal(t, err, s.Run(context.Background(), 1), "the error stays")
	})
}

// TestRunErrors: durations that are none, and a Sim that was closed.
func TestRunErrors(t *testing.T) {
	s := compileOn(t, float32Engine, busy())
	for _, ms := range []float64{-1, math.NaN(), math.Inf(1)} {
		require.ErrorContains(t, s.Run(context.Background(), ms), "must be a finite number of at least 0")
	}
	require.ErrorContains(t, s.Run(context.Background(), 1e12), "32 bits")
	require.NoError(t, s.Run(context.Background(), 1))
	eachEngine(t, func(t *testing.T, device string) {
		s := compileOn(t, device, busy())
		require.NoError(t, s.Run(context.Background(), 1))
		require.NoError(t, s.Close())
		require.NoError(t, s.Close(), "closing twice")
		err := s.Run(context.Background(), 1)
		require.True(t, errors.Is(err, ErrClosed), "%v", err)
		require.ErrorIs(t, s.Save(tempFile(t, "s")), ErrClosed)
		require.ErrorIs(t, s.Load(tempFile(t, "s")), ErrClosed)
	})
}

// TestDeviceErrors: devices that do not exist.
func TestDeviceErrors(t *testing.T) {
	for device, want := range map[string]string{
		"cuda":        `there is no device "cuda": use auto, native, native:THREADS, native64, vulkan, vulkan:INDEX or vulkan:NAME (galvani devices lists what is here)`,
		"native:0":    `device "native:0": the number of threads must be from 1 to 1024`,
		"native:many": `device "native:many": the number of threads must be from 1 to 1024`,
	} {
		_, err := Compile(context.Background(), busy(), Options{Device: device})
		require.EqualError(t, err, want)
	}
}

// TestEmpty: populations without neurons, networks without synapses.
func TestEmpty(t *testing.T) {
	net := busy()
	for _, p := range net.Populations {
		p.Size, p.Times = 0, nil
	}
	net.Recorders[4].Neurons = nil
	net.Stimuli[2].Count = 0
	eachEngine(t, func(t *testing.T, device string) {
		r := runOn(t, device, net, 30)
		for _, s := range r.Spikes {
			require.Zero(t, s.Len())
		}
		alone := &model.Network{Name: "alone", DT: 0.1, Populations: []*model.Population{{Name: "p", Model: "lif", Size: 1, Params: constants(map[string]float64{"i_e": 500})}},
			Recorders: []*model.Recorder{spikeRecorder("p")}}
		require.NotZero(t, runOn(t, device, alone, 50).Spikes[0].Len())
	})
}
