package tutorial_test

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/gpu/gputest"
	"github.com/galvani-sim/galvani/host"
)

// block returns the one code block of the tutorial in that language.
func block(t *testing.T, language string) []byte {
	t.Helper()
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	found := regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllSubmatch(text, -1)
	require.Len(t, found, 1)
	return found[0][1]
}

// ringing is the closed form after one pulse of weight 0.8 at time at (ms).
func ringing(t, at float64) float64 {
	const b, omega, w = -0.05, 2 * math.Pi / 10, 0.8
	if t < at {
		return 0
	}
	return w * math.Exp(b*(t-at)) * math.Sin(omega*(t-at))
}

// TestTutorial does what README.md says.
func TestTutorial(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "resonate_and_fire.glsl"), block(t, "glsl"), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "doublets.toml"), block(t, "toml"), 0o644))
	var first *host.Result
	for _, device := range []string{"native", gputest.Software} {
		t.Run(device, func(t *testing.T) {
			if device == gputest.Software {
				require.NoError(t, gputest.Device(t).Close()) // skips the test where there is none
			}
			e, err := host.LoadExperiment(filepath.Join(dir, "doublets.toml"), nil)
			require.NoError(t, err)
			sim, err := host.Compile(context.Background(), e.Network, host.Options{Device: device})
			require.NoError(t, err)
			defer sim.Close()
			require.NoError(t, sim.Run(context.Background(), e.Duration))
			r := sim.Result()
			check(t, r)
			if first == nil {
				first = r
			}
			require.Equal(t, first.Traces, r.Traces, "both engines give the same bits")
		})
	}
}

// check compares a run with the closed form.
func check(t *testing.T, r *host.Result) {
	require.Len(t, r.Traces, 1)
	trace := r.Traces[0]
	const cells = 3
	require.Len(t, trace.Values, cells*len(trace.Times))
	// A pulse at 10 ms arrives with the delay, at 10.1 ms. Fewer than 150 steps of
	// float32, each off by less than 2^-23 of a value below 1, stay below 2e-5.
	largest := 0.0
	for k, at := range trace.Times {
		if at > 15 {
			break
		}
		for cell := range cells {
			got := float64(trace.Values[k*cells+cell])
			if err := math.Abs(got - ringing(at, 10.1)); !(err <= 2e-5) {
				t.Fatalf("cell %d at %g ms: v = %g, want %g", cell, at, got, ringing(at, 10.1))
			}
			largest = max(largest, got)
		}
	}
	require.Greater(t, largest, 0.5, "the pulse arrived")

	// The first step whose end is above the threshold.
	crossing := 0.0
	for step := 1; crossing == 0; step++ {
		if at := float64(step) * r.DT; ringing(at, 10.1)+ringing(at, 20.1) >= 1 {
			crossing = at
		}
	}
	require.Len(t, r.Spikes, 1)
	require.Equal(t, []uint32{1}, r.Spikes[0].Neurons, "only the cell whose pulses are a period apart fires")
	require.InDelta(t, crossing, float64(r.Spikes[0].Steps[0])*r.DT, 1e-9)
}

// The files that the tutorial begins with are there.
func TestTutorialFiles(t *testing.T) {
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	for _, name := range []string{"shaders/neuron/lif.glsl", "model/lif.go", "model/registry.go", "tools/reference/"} {
		require.Contains(t, string(text), "`"+name+"`")
		_, err := os.Stat(filepath.Join("..", "..", name))
		require.NoError(t, err)
	}
}
