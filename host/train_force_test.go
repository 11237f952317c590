package host

import (
	"math"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/adjoint/readout"
	"github.com/galvani-sim/galvani/host/dataset"
	"github.com/galvani-sim/galvani/model"
)

// barRows is a small set in the place of MNIST: images of 8 x 8 whose class is
// the row that is bright, with noise that a formula gives.
func barRows(n int) dataset.Split {
	s := dataset.Split{Labels: make([]int, n)}
	for i := range s.Labels {
		s.Labels[i] = (i*i + i/3) % 4
	}
	s.Values = func(i int) [][]float64 {
		rows := make([][]float64, 8)
		for r := range rows {
			rows[r] = make([]float64, 8)
			for k := range rows[r] {
				rows[r][k] = 0.3 * math.Abs(math.Sin(float64(97*i+13*r*r+7*k)))
				if r == 2*s.Labels[i] {
					rows[r][k] += 0.5
				}
			}
		}
		return rows
	}
	return s
}

// bars is mnist-reservoir made small, with bars to learn.
func bars(t *testing.T, device string, change func(*Experiment)) *Trainer {
	t.Helper()
	e, err := Builtin("mnist-reservoir", map[string]float64{"units": 60})
	require.NoError(t, err)
	e.Duration, e.Train.Window, e.Train.Batch = 10, 8, 30
	e.Network.Find("in").Size, e.Network.Find("out").Size = 8, 4
	e.Train.Data = "bars"
	if change != nil {
		change(e)
	}
	set := &dataset.Set{Inputs: 8, Classes: 4, Duration: 10, Train: barRows(150), Test: barRows(90)}
	tr, err := newTrainerOn(t.Context(), e, Options{Device: device}, set)
	require.NoError(t, err)
	t.Cleanup(tr.Close)
	return tr
}

// TestForceIsRidge: after one pass over the images the read-out holds the
// weights of ridge regression on the same states, and the network itself gives
// the outputs they stand for.
func TestForceIsRidge(t *testing.T) {
	for _, device := range []string{"native64:1", "native:2", "vulkan:lavapipe"} {
		tr := bars(t, device, nil)
		l := tr.learner.(*forceLearner)
		ridge, err := readout.NewRidge(60, 4)
		require.NoError(t, err)
		for lo := 0; lo < 150; lo += 30 {
			which := make([]int, 30)
			y := make([]float64, 30*4)
			for b := range which {
				which[b] = lo + b
				y[4*b+tr.data.Train.Labels[lo+b]] = 1
			}
			require.NoError(t, l.present(t.Context(), tr.data.Train, which))
			x, err := l.features(l.steps-2, 30)
			require.NoError(t, err)
			require.NoError(t, ridge.Add(30, x, y))
		}
		want, err := ridge.Solve(1 / tr.exp.Train.Readout.P0)
		require.NoError(t, err)
		require.NoError(t, tr.Run(t.Context(), nil))
		got := tr.Weights()["readout.weight"]
		require.Len(t, got, len(want))
		for i := range want {
			// The condition of the regression, some 1e4, times roundings of 1e-16,
			// and an order of samples that is another.
			if !(math.Abs(got[i]-want[i]) <= 1e-8) {
				require.Failf(t, "weights differ", "%s: %d: %g, ridge %g", device, i, got[i], want[i])
			}
		}
		score, err := tr.Test(t.Context())
		require.NoError(t, err)
		require.Greater(t, score.Accuracy, 0.7, device) // chance is a quarter
		require.Less(t, score.Loss, 0.2, device)        // of outputs of 0 it is a half
	}
}

// TestForceFollowsAPattern: a small network goes on with the pattern it has
// learnt, and an interrupted training resumes to the bit.
func TestForceFollowsAPattern(t *testing.T) {
	sines := func(epochs int) *Trainer {
		e, err := Builtin("sines", map[string]float64{"units": 150})
		require.NoError(t, err)
		e.Network.Projections = nil
		e.Duration, e.Train.Window, e.Train.Epochs = 300, 300, epochs
		tr, err := NewTrainer(t.Context(), e, Options{Device: "native64:1"})
		require.NoError(t, err)
		t.Cleanup(tr.Close)
		return tr
	}
	whole := sines(6)
	before, err := whole.Test(t.Context())
	require.NoError(t, err)
	whole = sines(6)
	require.NoError(t, whole.Run(t.Context(), nil))

	path := filepath.Join(t.TempDir(), "checkpoint.safetensors")
	first := sines(3)
	require.NoError(t, first.Run(t.Context(), nil))
	require.NoError(t, first.Save(path))
	second := sines(6)
	require.NoError(t, second.Resume(path))
	require.NoError(t, second.Run(t.Context(), nil))
	require.Equal(t, whole.Weights(), second.Weights())

	after, err := whole.Test(t.Context())
	require.NoError(t, err)
	again, err := second.Test(t.Context())
	require.NoError(t, err)
	require.Equal(t, after, again)
	// The output began at 0: half the mean square of the pattern.
	require.Greater(t, before.Loss, 0.1)
	require.Less(t, whole.History[5].Train.Loss, 0.01*before.Loss, "while it learns")
	x := whole.LastOutput()
	require.Len(t, x.Times, 300)
	require.Equal(t, 2100.0, x.Times[299])
	_, tensors, err := ReadSafetensors(path)
	require.NoError(t, err)
	require.NotEmpty(t, tensors)
}

func TestForceRefuses(t *testing.T) {
	try := func(change func(*Experiment)) error {
		e, err := Builtin("sines", map[string]float64{"units": 20})
		require.NoError(t, err)
		change(e)
		tr, err := NewTrainer(t.Context(), e, Options{Device: "native:1"})
		if err == nil {
			tr.Close()
		}
		return err
	}
	require.NoError(t, try(func(*Experiment) {}))
	require.ErrorContains(t, try(func(e *Experiment) { e.Train.Output = "reservoir"; e.Train.Parameters = []string{"x.weight"} }),
		`method force learns couplings into the output "reservoir", and there are none`)
	require.ErrorContains(t, try(func(e *Experiment) { e.Network.Couplings[1].Rule = model.Rule{Type: model.FixedIndegree, N: 3} }),
		`coupling "readout": method force learns couplings with the rule all_to_all`)
	require.ErrorContains(t, try(func(e *Experiment) { e.Train.Loss.Of = "last" }), "the data set sines has targets for each step")
	require.ErrorContains(t, try(func(e *Experiment) { e.Train.Method = "surrogate" }), "method surrogate does not learn the data set sines")
}
