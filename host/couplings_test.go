package host

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// explicitPairs is an explicit rule of [source, target] pairs.
func explicitPairs(pairs [][2]uint32, weights, delays []float64) model.Rule {
	r := model.Rule{Type: model.Explicit, Weights: weights, Delays: delays}
	for _, p := range pairs {
		r.Sources, r.Targets = append(r.Sources, p[0]), append(r.Targets, p[1])
	}
	return r
}

// TestLinearRateNetworkSteadyState: tau x' = -x + W x + u settles where
// (1 - W) x = u: with W = ((0.2, -0.5), (0.4, 0.1)) and u = (1, 0.5) at
// x = (65/92, 20/23) = (0.70652173913, 0.86956521739).
func TestLinearRateNetworkSteadyState(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		net := &model.Network{Name: "linear", DT: 0.5, Populations: []*model.Population{{Name: "p", Model: "threshold_linear", Size: 2, Scheme: "exact"}},
			Couplings: []*model.Coupling{{Name: "w", Type: model.Additive, Source: "p", Target: "p", Variable: "r",
				Rule: explicitPairs([][2]uint32{{0, 0}, {1, 0}, {0, 1}, {1, 1}}, []float64{0.2, -0.5, 0.4, 0.1}, nil)}},
			Stimuli: []*model.Stimulus{
				{Name: "u0", Type: model.StepCurrent, Target: "p", First: 0, Count: 1, Times: []float64{0}, Amplitudes: []float64{1}},
				{Name: "u1", Type: model.StepCurrent, Target: "p", First: 1, Count: 1, Times: []float64{0}, Amplitudes: []float64{0.5}}}}
		s := compileOn(t, device, net)
		require.NoError(t, s.Run(t.Context(), 500))
		r := stateNow(t, s, "p", "r")
		near(t, 0.70652173913043478, r[0], 1e-6, "x0")
		near(t, 0.86956521739130435, r[1], 1e-6, "x1")
		require.Equal(t, int64(4), s.Result().Stats.Couplings)
	})
}

// TestCouplingDelays: a value that steps at a known time arrives after exactly
// the delay of each pair, and not a step earlier; delays of 0, 1, 7 and 300
// steps, the last beyond one batch. A unit with tau much below dt and the exact
// scheme shows its input of the step.
func TestCouplingDelays(t *testing.T) {
	delays := []float64{0, 1, 7, 300}
	eachEngine(t, func(t *testing.T, device string) {
		follow := constants(map[string]float64{"tau": 1e-3})
		net := &model.Network{Name: "delays", DT: 1, Populations: []*model.Population{
			{Name: "a", Model: "threshold_linear", Size: 1, Scheme: "exact", Params: follow},
			{Name: "b", Model: "threshold_linear", Size: 4, Scheme: "exact", Params: follow}},
			Couplings: []*model.Coupling{{Name: "c", Type: model.Additive, Source: "a", Target: "b", Variable: "r", Weight: model.Const(2),
				Rule: explicitPairs([][2]uint32{{0, 0}, {0, 1}, {0, 2}, {0, 3}}, nil, delays)}},
			Stimuli:   []*model.Stimulus{{Name: "s", Type: model.StepCurrent, Target: "a", Times: []float64{10}, Amplitudes: []float64{3}}},
			Recorders: []*model.Recorder{stateRecorder("a", "r"), {Name: "b", Type: model.RecordState, Target: "b", Variables: []string{"r"}}}}
		traces := runOn(t, device, net, 330).Traces
		// The stimulus acts in the step from 10 to 11 ms: a is 3 from 11 ms on, and
		// acts on b in the step that begins at 11 ms plus the delay.
		require.Equal(t, []float32{0, 3}, traces[0].Column(0)[9:11])
		for k, d := range delays {
			values := traces[1].Column(k)
			at := 11 + int(d) // index of the sample at the end of that step
			require.Equal(t, []float32{0, 6}, values[at-1:at+1], "delay of %g steps", d)
		}
	})
}

// TestCouplingPastIsInitialValue: until the delay has passed a source counts
// with its initial value.
func TestCouplingPastIsInitialValue(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		net := &model.Network{Name: "past", DT: 1, Populations: []*model.Population{
			{Name: "a", Model: "threshold_linear", Size: 1, Initial: constants(map[string]float64{"r": 5}), Params: constants(map[string]float64{"tau": 1e-3}), Scheme: "exact"},
			{Name: "b", Model: "threshold_linear", Size: 1, Params: constants(map[string]float64{"tau": 1e-3}), Scheme: "exact"}},
			Couplings: []*model.Coupling{{Name: "c", Type: model.Additive, Source: "a", Target: "b", Variable: "r", Weight: model.Const(1),
				Delay: model.Const(3), Rule: model.Rule{Type: model.OneToOne}}},
			Recorders: []*model.Recorder{stateRecorder("b", "r")}}
		require.Equal(t, []float32{5, 5, 5, 5, 0, 0}, runOn(t, device, net, 6).Traces[0].Column(0))
	})
}

// TestGapJunction: two leaky neurons joined by a gap junction of g nS, one of
// them driven: their sum and difference are each a linear equation with one
// rate, g_l/c and (g_l + 2 g)/c. The input is held for a step: order 1.
func TestGapJunction(t *testing.T) {
	const gl, c, g, i, end = 25.0, 250.0, 10.0, 100.0, 8.0
	sum := (i / gl) * (1 - math.Exp(-end*gl/c))
	difference := (i / (gl + 2*g)) * (1 - math.Exp(-end*(gl+2*g)/c))
	want := []float64{-70 + (sum+difference)/2, -70 + (sum-difference)/2}
	network := func(dt float64) *model.Network {
		return &model.Network{Name: "gap", DT: dt, Populations: []*model.Population{
			{Name: "a", Model: "lif", Size: 1, Params: constants(map[string]float64{"i_e": i, "g_l": gl, "c_m": c})},
			{Name: "b", Model: "lif", Size: 1, Params: constants(map[string]float64{"g_l": gl, "c_m": c})}},
			Couplings: []*model.Coupling{
				{Name: "ab", Type: model.Diffusive, Source: "a", Target: "b", Variable: "v", Weight: model.Const(g), Rule: model.Rule{Type: model.OneToOne}},
				{Name: "ba", Type: model.Diffusive, Source: "b", Target: "a", Variable: "v", Weight: model.Const(g), Rule: model.Rule{Type: model.OneToOne}}}}
	}
	eachEngine(t, func(t *testing.T, device string) {
		steps := []float64{0.4, 0.2, 0.1}
		var errs [2][]float64
		for _, dt := range steps {
			s := compileOn(t, device, network(dt))
			require.NoError(t, s.Run(t.Context(), end))
			for k, name := range []string{"a", "b"} {
				errs[k] = append(errs[k], math.Abs(stateNow(t, s, name, "v")[0]-want[k]))
			}
		}
		for k := range errs {
			near(t, 1, slope(t, steps, errs[k]), 0.1, "order, neuron %d, errors %v", k, errs[k])
			require.Less(t, errs[k][2], 0.02)
		}
	})
}

// TestKuramotoLocking: two phases with a difference dw of their angular
// frequencies and coupling k lock at sin(difference) = dw / (2 k).
func TestKuramotoLocking(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		const k = 0.02 // rad/ms
		net := &model.Network{Name: "two", DT: 0.1, Populations: []*model.Population{{Name: "p", Model: "kuramoto", Size: 2,
			Params: map[string]model.Value{"frequency": model.Each(40, 43)}}},
			Couplings: []*model.Coupling{{Name: "k", Type: model.Sine, Source: "p", Target: "p", Variable: "theta", Weight: model.Const(k),
				Rule: model.Rule{Type: model.AllToAll, NoAutapses: true}}}}
		s := compileOn(t, device, net)
		require.NoError(t, s.Run(t.Context(), 500))
		theta := stateNow(t, s, "p", "theta")
		dw := 2 * math.Pi * 3 / 1000
		near(t, math.Asin(dw/(2*k)), math.Remainder(theta[1]-theta[0], 2*math.Pi), 1e-5, "phase difference")
	})
}

// mixedCouplings couples spiking and rate populations in every way, with
// delays drawn for each pair and a stimulus.
func mixedCouplings(seed uint64) *model.Network {
	delay := model.UniformDist(0, 9)
	return &model.Network{Name: "mixed", DT: 0.5, Seed: seed,
		Populations: []*model.Population{
			{Name: "cells", Model: "lif", Size: 70, Params: map[string]model.Value{"i_e": model.UniformDist(300, 500)}},
			{Name: "rates", Model: "wilson_cowan", Size: 33, Initial: map[string]model.Value{"e": model.UniformDist(0, 0.5)}},
			{Name: "phases", Model: "kuramoto", Size: 41, Params: map[string]model.Value{"frequency": model.NormalDist(40, 3)}},
			{Name: "blood", Model: "balloon_windkessel", Size: 33}},
		Couplings: []*model.Coupling{
			{Name: "gaps", Type: model.Diffusive, Source: "cells", Target: "cells", Variable: "v", Weight: model.UniformDist(0, 0.5), Rule: model.Rule{Type: model.FixedIndegree, N: 5}},
			{Name: "ee", Type: model.Additive, Source: "rates", Target: "rates", Variable: "e", Weight: model.UniformDist(0, 0.3), Delay: delay, Rule: model.Rule{Type: model.FixedProbability, P: 0.4, NoAutapses: true}},
			{Name: "into", Type: model.Additive, Source: "rates", Target: "cells", Variable: "i", Weight: model.NormalDist(100, 20), Delay: delay, Rule: model.Rule{Type: model.AllToAll}},
			{Name: "sync", Type: model.Sine, Source: "phases", Target: "phases", Variable: "theta", Weight: model.Const(0.004), Delay: delay, Rule: model.Rule{Type: model.FixedOutdegree, N: 6}},
			{Name: "bold", Type: model.Additive, Source: "rates", Target: "blood", Variable: "e", Weight: model.Const(1), Rule: model.Rule{Type: model.OneToOne}}},
		Stimuli: []*model.Stimulus{
			{Name: "p", Type: model.NoiseCurrent, Target: "rates", First: 3, Count: 20, Mean: 1.2, Std: 0.5},
			{Name: "c", Type: model.NoiseCurrent, Target: "cells", Mean: 50, Std: 300}},
		Recorders: []*model.Recorder{{Name: "s", Type: model.RecordSpikes, Target: "cells"}, stateRecorder("cells", "v"), stateRecorder("rates", "e"),
			stateRecorder("phases", "theta"), stateRecorder("blood", "bold")}}
}

// sameTraces fails unless two results hold the same spikes and samples, bit for bit.
func sameTraces(t *testing.T, want, got *Result) {
	t.Helper()
	require.Equal(t, want.Spikes, got.Spikes)
	require.Len(t, got.Traces, len(want.Traces))
	for k := range want.Traces {
		require.Equal(t, want.Traces[k].Values, got.Traces[k].Values, want.Traces[k].Variable)
	}
}

// TestCouplingsSameBits: every way of coupling gives the same bits for one and
// three native threads and on lavapipe, and for runs cut in two.
func TestCouplingsSameBits(t *testing.T) {
	network := func() *model.Network {
		net := mixedCouplings(7)
		for k, r := range net.Recorders {
			r.Name = fmt.Sprint("r", k)
		}
		return net
	}
	want := runOn(t, "native:1", network(), 200)
	require.Greater(t, want.Spikes[0].Len(), 20, "the test means nothing without spikes")
	for _, trace := range want.Traces {
		last := trace.Values[len(trace.Values)-len(trace.Neurons):]
		require.NotEqual(t, last[0], last[1], trace.Variable)
	}
	sameTraces(t, want, runOn(t, "native:3", network(), 200))
	cut := compileOn(t, "native:2", network())
	require.NoError(t, cut.Run(context.Background(), 61.5))
	require.NoError(t, cut.Run(context.Background(), 138.5))
	sameTraces(t, want, cut.Result())
	onLavapipe(t)
	sameTraces(t, want, runOn(t, lavapipe, network(), 200))
}

// TestCouplingsSnapshot: a run resumed from a file goes on bit for bit, the past of the couplings too.
func TestCouplingsSnapshot(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		network := func() *model.Network {
			net := mixedCouplings(3)
			net.Recorders = []*model.Recorder{stateRecorder("rates", "e")}
			return net
		}
		whole := compileOn(t, device, network())
		require.NoError(t, whole.Run(context.Background(), 40))
		path := filepath.Join(t.TempDir(), "snapshot.safetensors")
		require.NoError(t, whole.Save(path))
		require.NoError(t, whole.Run(context.Background(), 20))
		resumed := compileOn(t, device, network())
		require.NoError(t, resumed.Load(path))
		require.NoError(t, resumed.Run(context.Background(), 20))
		require.Equal(t, stateNow(t, whole, "rates", "e"), stateNow(t, resumed, "rates", "e"))
		require.Equal(t, stateNow(t, whole, "phases", "theta"), stateNow(t, resumed, "phases", "theta"))
	})
}

// TestCouplingDispatches: one dispatch for all couplings and one for each group that sends.
func TestCouplingDispatches(t *testing.T) {
	net := mixedCouplings(1)
	net.Recorders = nil
	with := compileOn(t, "native:1", net).DispatchesPerStep()
	without := *net
	without.Couplings = nil
	require.Equal(t, compileOn(t, "native:1", &without).DispatchesPerStep()+1+3, with, "lif, wilson_cowan and kuramoto send")
}
