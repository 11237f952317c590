package host

import (
	"bytes"
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// yinyang returns the built-in task made small: few hidden neurons, few examples.
func yinyang(t *testing.T, method string, change func(*Experiment)) *Trainer {
	t.Helper()
	e, err := Builtin("yinyang", map[string]float64{"hidden": 60})
	require.NoError(t, err)
	e.Train.Examples, e.Train.Epochs, e.Train.Method = 96, 3, method
	e.Train.Schedule.Kind = ""
	if method == "surrogate" {
		e.Network.DT = 0.5
		e.Train.Loss = TrainingLoss{Type: "cross_entropy", Of: "max", Scale: 4}
		e.Train.Rate = 0.02
		for _, p := range e.Network.Populations {
			if p.Name != "in" {
				p.Scheme = "exponential_euler"
			}
		}
		for _, p := range e.Network.Projections {
			p.Delay.A = 0.5
		}
		// The output integrates: it would lose what it has read at a reset.
		out := e.Network.Find("out")
		out.Params["v_th"] = model.Const(1e3)
	}
	if change != nil {
		change(e)
	}
	tr, err := NewTrainer(context.Background(), e, Options{Device: "native:1"})
	require.NoError(t, err)
	t.Cleanup(tr.Close)
	tr.data.Valid, tr.data.Test = tr.data.Valid.First(128), tr.data.Test.First(128)
	return tr
}

func TestTrainingLearns(t *testing.T) {
	for _, method := range []string{"eventprop", "surrogate"} {
		tr := yinyang(t, method, func(e *Experiment) { e.Train.Examples, e.Train.Epochs = 512, 4 })
		before, err := tr.Test(context.Background())
		require.NoError(t, err)
		require.NoError(t, tr.Run(context.Background(), nil))
		after, err := tr.Test(context.Background())
		require.NoError(t, err)
		require.Len(t, tr.History, 4)
		require.Less(t, after.Loss, before.Loss, method)
		// Chance is one third, 43 of 128 with a standard deviation of 5.3.
		require.Greater(t, after.Accuracy, 0.5, method)
		require.Greater(t, tr.History[2].Norm, 0.0)
	}
}

func TestTrainingResumesToTheBit(t *testing.T) {
	for _, method := range []string{"eventprop", "surrogate"} {
		whole := yinyang(t, method, nil)
		require.NoError(t, whole.Run(context.Background(), nil))

		path := filepath.Join(t.TempDir(), "checkpoint.safetensors")
		first := yinyang(t, method, func(e *Experiment) { e.Train.Epochs = 2 })
		require.NoError(t, first.Run(context.Background(), nil))
		require.NoError(t, first.Save(path))
		second := yinyang(t, method, nil)
		require.NoError(t, second.Resume(path))
		require.NoError(t, second.Run(context.Background(), nil))
		require.Equal(t, whole.Weights(), second.Weights(), method)
		require.Len(t, second.History, 3)

		other := yinyang(t, method, func(e *Experiment) { e.Network.Seed++ })
		require.ErrorContains(t, other.Resume(path), "was made by another experiment")
		other = yinyang(t, method, func(e *Experiment) {
			e.Network.Find("hidden").Receptors[0].Params["tau"] = model.Const(5.5) // the task has 5 ms
		})
		require.ErrorContains(t, other.Resume(path), "was made by another experiment")
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(path, text[:len(text)/2], 0o600))
		require.Error(t, second.Resume(path))
	}
}

func TestInterruptedEpochIsTakenBack(t *testing.T) {
	tr := yinyang(t, "eventprop", nil)
	before := tr.Weights()
	ctx, cancel := context.WithCancel(context.Background())
	tr.SetProgress(func(done, _ int64) {
		if done > 60 {
			cancel()
		}
	})
	require.ErrorIs(t, tr.Run(ctx, nil), context.Canceled)
	require.Equal(t, before, tr.Weights())
	require.Empty(t, tr.History)
	tr.SetProgress(nil)
	require.NoError(t, tr.Run(context.Background(), nil))
	whole := yinyang(t, "eventprop", nil)
	require.NoError(t, whole.Run(context.Background(), nil))
	require.Equal(t, whole.Weights(), tr.Weights())
}

func TestSignsAreKept(t *testing.T) {
	tr := yinyang(t, "eventprop", func(e *Experiment) { e.Train.KeepSign, e.Train.Rate = []string{"first"}, 1 })
	before := tr.Weights()["first.weight"]
	require.NoError(t, tr.Run(context.Background(), nil))
	zeros := 0
	for i, w := range tr.Weights()["first.weight"] {
		require.GreaterOrEqual(t, w*before[i], 0.0)
		if w == 0 {
			zeros++
		}
	}
	require.NotZero(t, zeros, "some weight must have been held at zero, or nothing was tested")
}

func TestGradientThatIsNoNumberIsAnError(t *testing.T) {
	tr := yinyang(t, "eventprop", nil)
	tr.learner.parameters()[0].Values[3] = math.NaN()
	err := tr.Run(context.Background(), nil)
	require.Error(t, err)
	require.ErrorContains(t, err, "epoch 1, examples 0 to 32")
}

func TestTrainingRefuses(t *testing.T) {
	e, err := Builtin("coba-lif", nil)
	require.NoError(t, err)
	_, err = NewTrainer(context.Background(), e, Options{})
	require.EqualError(t, err, `experiment "coba-lif" has no [train] table: it cannot be trained`)
	e, err = Builtin("yinyang", nil)
	require.NoError(t, err)
	e.Train.Input = "hidden"
	_, err = NewTrainer(context.Background(), e, Options{})
	require.EqualError(t, err, `train "yinyang": population "hidden" has 200 members, the data set yinyang 5 inputs`)
	e.Train.Input, e.Duration = "in", 20
	e.Train.Data = "dms"
	_, err = NewTrainer(context.Background(), e, Options{})
	require.EqualError(t, err, `train "yinyang": trials of the data set dms last 2500 ms, the experiment 20: set its duration`)
}

// TestMethodsRefuseLosses: the rules hold for experiments changed after they
// were read, as `galvani train --method` does.
func TestMethodsRefuseLosses(t *testing.T) {
	for _, c := range []struct {
		method string
		loss   TrainingLoss
		want   string
	}{
		{"surrogate", TrainingLoss{Type: "first_spike", Tau0: 0.5, Tau1: 6.4}, "method surrogate has no derivative of spike times"},
		{"eventprop", TrainingLoss{Type: "cross_entropy", Of: "each", Scale: 1}, "method eventprop reads whole trials"},
		{"eventprop", TrainingLoss{Type: "cross_entropy", Of: "max", Scale: 1, From: 5}, "method eventprop reads whole trials"},
		{"eventprop", TrainingLoss{Type: "mean_square"}, "method eventprop does not follow targets over time"},
	} {
		e, err := Builtin("yinyang", nil)
		require.NoError(t, err)
		e.Train.Method, e.Train.Loss = c.method, c.loss
		_, err = NewTrainer(context.Background(), e, Options{Device: "native:1"})
		require.ErrorContains(t, err, c.want)
	}
}

// TestNamesOfWhatIsTrained: a name that the method does not train is an error,
// not a parameter left as it is.
func TestNamesOfWhatIsTrained(t *testing.T) {
	for name, want := range map[string]string{
		"first.weigth": `train "yinyang": parameters: method surrogate trains no "first.weigth" (did you mean "first.weight"?)`,
		"first.delay":  `train "yinyang": parameters: method surrogate trains no "first.delay"`,
	} {
		e, err := Builtin("yinyang", nil)
		require.NoError(t, err)
		e.Train.Method, e.Train.Loss = "surrogate", TrainingLoss{Type: "cross_entropy", Of: "max", Scale: 1}
		e.Train.Parameters = []string{"second.weight", name}
		_, err = NewTrainer(context.Background(), e, Options{Device: "native:1"})
		require.ErrorContains(t, err, want)
	}
}

func TestBuiltinTasks(t *testing.T) {
	for _, name := range Tasks() {
		e, err := Builtin(name, nil)
		require.NoError(t, err, name)
		require.NotNil(t, e.Train, name)
		tr, err := NewTrainer(context.Background(), e, Options{Device: "native:1"})
		if strings.HasPrefix(e.Train.Data, "mnist") {
			require.ErrorContains(t, err, "needs the folder of its four idx files")
			continue
		}
		require.NoError(t, err, name)
		tr.Close()
	}
}

func TestTargetsAreFollowed(t *testing.T) {
	e, err := Builtin("pattern", map[string]float64{"size": 20})
	require.NoError(t, err)
	e.Train.Epochs, e.Train.Spikes = 40, nil
	tr, err := NewTrainer(context.Background(), e, Options{Device: "native:1"})
	require.NoError(t, err)
	defer tr.Close()
	// A silent output: half the mean square of the target, from its definition.
	silent := 0.0
	for n := range 1000 {
		x := tr.data.Train.Target(0, 0, float64(n+1))
		silent += x * x / 2000
	}
	require.NoError(t, tr.Run(context.Background(), nil))
	after, err := tr.Test(context.Background())
	require.NoError(t, err)
	require.Less(t, after.Loss, silent/2)

	e.Train.Data = "evidence"
	_, err = NewTrainer(context.Background(), e, Options{})
	require.Error(t, err)
	e.Train.Data, e.Train.Loss.Type = "pattern", "cross_entropy"
	_, err = NewTrainer(context.Background(), e, Options{})
	require.ErrorContains(t, err, "the loss mean_square and data sets with targets (pattern) need each other")
}

func TestHistoryPlot(t *testing.T) {
	tr := yinyang(t, "eventprop", func(e *Experiment) { e.Train.Epochs = 2 })
	require.NoError(t, tr.Run(context.Background(), nil))
	var b bytes.Buffer
	require.NoError(t, tr.PlotHistory(&b))
	require.Equal(t, "\x89PNG", b.String()[:4])
}

func TestShufflingIsAPermutation(t *testing.T) {
	a, b := shuffled(1000, 1, 0), shuffled(1000, 1, 1)
	require.NotEqual(t, a, b)
	require.Equal(t, a, shuffled(1000, 1, 0))
	seen := make([]bool, 1000)
	for _, i := range a {
		require.False(t, seen[i])
		seen[i] = true
	}
}
