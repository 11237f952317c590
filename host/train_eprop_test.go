package host

import (
	"math"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func patternTrainer(t *testing.T, feedback string, epochs int) *Trainer {
	t.Helper()
	e, err := Builtin("pattern-eprop", map[string]float64{"hidden": 40})
	require.NoError(t, err)
	e.Train.Feedback, e.Train.Epochs = feedback, epochs
	e.Train.Rate = 0.005
	tr, err := NewTrainer(t.Context(), e, Options{Device: "native:1"})
	require.NoError(t, err)
	t.Cleanup(tr.Close)
	return tr
}

// TestEpropFollowsAPattern: 40 neurons come near the pattern with each kind of
// feedback, and a training that is resumed ends with the same bits.
func TestEpropFollowsAPattern(t *testing.T) {
	weights := map[string]map[string][]float64{}
	for _, feedback := range []string{"symmetric", "random", "adaptive"} {
		tr := patternTrainer(t, feedback, 30)
		require.NoError(t, tr.Run(t.Context(), nil))
		first, last := tr.History[0].Train.Loss, tr.History[29].Train.Loss
		require.Less(t, last, first/2, feedback)
		require.False(t, tr.Classifies())
		weights[feedback] = tr.Weights()
	}
	require.NotEqual(t, weights["symmetric"]["input.weight"], weights["random"]["input.weight"])
	require.NotEqual(t, weights["random"]["feedback/hidden"], weights["adaptive"]["feedback/hidden"])
	require.NotContains(t, weights["symmetric"], "feedback/hidden")
	// Adaptive feedback comes nearer to the weights it mirrors.
	distance := func(w map[string][]float64) float64 {
		sum := 0.0
		for i, x := range w["readout.weight"] {
			sum += (x - w["feedback/hidden"][i]) * (x - w["feedback/hidden"][i])
		}
		return math.Sqrt(sum)
	}
	require.Less(t, distance(weights["adaptive"]), distance(weights["random"]))

	path := filepath.Join(t.TempDir(), "checkpoint.safetensors")
	half := patternTrainer(t, "adaptive", 12)
	require.NoError(t, half.Run(t.Context(), nil))
	require.NoError(t, half.Save(path))
	rest := patternTrainer(t, "adaptive", 30)
	require.NoError(t, rest.Resume(path))
	require.NoError(t, rest.Run(t.Context(), nil))
	require.Equal(t, weights["adaptive"], rest.Weights())
}

// TestEpropClassifies: the same learner with classes, on Yin-Yang.
func TestEpropClassifies(t *testing.T) {
	tr := yinyang(t, "surrogate", func(e *Experiment) {
		e.Train.Method, e.Train.Feedback = "eprop", "symmetric"
		e.Train.Loss.Of, e.Train.Loss.From = "each", 10
		e.Train.Examples, e.Train.Epochs = 512, 4
		e.Network.Recorders = nil // of spikes, which the output now has none of
		out := e.Network.Find("out")
		out.Model, out.Scheme = "leaky_integrator", "exact"
		for _, name := range []string{"v_th", "v_reset", "t_ref"} {
			delete(out.Params, name)
		}
	})
	before, err := tr.Test(t.Context())
	require.NoError(t, err)
	require.NoError(t, tr.Run(t.Context(), nil))
	after, err := tr.Test(t.Context())
	require.NoError(t, err)
	require.Less(t, after.Loss, before.Loss)
	// Chance is one third, 43 of 128 with a standard deviation of 5.3.
	require.Greater(t, after.Accuracy, 0.5)
}
