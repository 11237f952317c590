package host

import (
	"context"
	"errors"
	"math"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/gpu"
	"github.com/galvani-sim/galvani/gpu/gputest"
	"github.com/galvani-sim/galvani/model"
)

// The devices that simulations are tested on.
const (
	float32Engine = "native:1"
	float64Engine = "native64:1"
	lavapipe      = gputest.Software
)

// haveLavapipe looks once whether the software driver and its validation layer are here.
var haveLavapipe = sync.OnceValue(func() error {
	in, err := gpu.Open(gpu.Options{Validate: true})
	if err != nil {
		return err
	}
	_, err = gpu.Choose(in.Devices(), lavapipe)
	return errors.Join(err, in.Close())
})

// onLavapipe skips a test where there is no lavapipe, unless
// GALVANI_REQUIRE_DEVICES demands it.
func onLavapipe(t *testing.T) {
	t.Helper()
	err := haveLavapipe()
	if err != nil && gputest.Required("lavapipe") {
		t.Fatalf("GALVANI_REQUIRE_DEVICES demands lavapipe: %v", err)
	}
	if err != nil {
		t.Skipf("no lavapipe here: %v", err)
	}
}

// eachEngine runs a test on the native engine in both precisions and on lavapipe.
func eachEngine(t *testing.T, f func(t *testing.T, device string)) {
	t.Run("native", func(t *testing.T) { f(t, float32Engine) })
	t.Run("native64", func(t *testing.T) { f(t, float64Engine) })
	t.Run("lavapipe", func(t *testing.T) { onLavapipe(t); f(t, lavapipe) })
}

// compileOn compiles for a device, closed when the test ends; lavapipe runs
// under the validation layer.
func compileOn(t *testing.T, device string, net *model.Network) *Sim {
	t.Helper()
	return compileWith(t, net, Options{Device: device, Threads: 1})
}

func compileWith(t *testing.T, net *model.Network, opts Options) *Sim {
	t.Helper()
	opts.Validate = strings.HasPrefix(opts.Device, "vulkan")
	s, err := Compile(context.Background(), net, opts)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// runOn simulates a network for so many ms.
func runOn(t *testing.T, device string, net *model.Network, duration float64) *Result {
	t.Helper()
	s := compileOn(t, device, net)
	require.NoError(t, s.Run(context.Background(), duration))
	return s.Result()
}

// precision chooses the tolerance of a device: for float64, or for float32.
func precision(device string, exact, float float64) float64 {
	if device == float64Engine {
		return exact
	}
	return float
}

// near fails unless |got-want| <= tol; NaN fails.
func near(t *testing.T, want, got, tol float64, format string, args ...any) {
	t.Helper()
	if err := math.Abs(got - want); !(err <= tol) {
		t.Fatalf("got %.12g, want %.12g: error %.3g, at most %.3g; "+format, append([]any{got, want, err, tol}, args...)...)
	}
}

// slope returns the slope of log err over log dt: the order of convergence.
func slope(t *testing.T, dt, err []float64) float64 {
	t.Helper()
	var mx, my, xx, xy float64
	n := float64(len(dt))
	for i := range dt {
		require.Positive(t, err[i])
		mx, my = mx+math.Log(dt[i])/n, my+math.Log(err[i])/n
	}
	for i := range dt {
		x := math.Log(dt[i]) - mx
		xx, xy = xx+x*x, xy+x*(math.Log(err[i])-my)
	}
	return xy / xx
}

// stateRecorder records variables of a population at every step.
func stateRecorder(target string, variables ...string) *model.Recorder {
	return &model.Recorder{Name: "state of " + target, Type: model.RecordState, Target: target, Variables: variables}
}

func spikeRecorder(target string) *model.Recorder {
	return &model.Recorder{Name: "spikes of " + target, Type: model.RecordSpikes, Target: target}
}

// spikeSource is a population whose members spike at the given times.
func spikeSource(name string, times ...[]float64) *model.Population {
	return &model.Population{Name: name, Model: "spike_source", Size: len(times), Times: times}
}

// constants makes a table of constant values.
func constants(m map[string]float64) map[string]model.Value {
	out := map[string]model.Value{}
	for k, v := range m {
		out[k] = model.Const(v)
	}
	return out
}

// builtin returns a built-in network.
func builtin(t *testing.T, name string, set map[string]float64) *model.Network {
	t.Helper()
	e, err := Builtin(name, set)
	require.NoError(t, err)
	return e.Network
}

// tempFile is a path in a folder of the test's own.
func tempFile(t *testing.T, name string) string { return t.TempDir() + string(os.PathSeparator) + name }
