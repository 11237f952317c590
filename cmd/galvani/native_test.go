package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/host"
)

// native runs a command line on the real backend and returns code, stdout and stderr.
func native(ctx context.Context, args ...string) (code int, stdout, stderr string) {
	var o, e bytes.Buffer
	code = execute(&environment{ctx: ctx, stdout: &o, stderr: &e, backend: hostBackend()}, args)
	return code, o.String(), e.String()
}

func TestNativeRunAgainGivesTheSameSpikes(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	code, _, stderr := native(t.Context(), "run", "coba-lif", "--duration=50", "--seed=5", "--device=native:1", "--out="+a)
	require.Equal(t, exitOK, code, stderr)
	code, _, stderr = native(t.Context(), "run", filepath.Join(a, "run.toml"), "--device=native:2", "--out="+b)
	require.Equal(t, exitOK, code, stderr)
	for _, f := range []string{host.SpikesFile, host.RasterFile} {
		first, err := os.ReadFile(filepath.Join(a, f))
		require.NoError(t, err)
		second, err := os.ReadFile(filepath.Join(b, f))
		require.NoError(t, err)
		require.True(t, bytes.Equal(first, second), f)
	}
	sum, err := host.ReadSummary(filepath.Join(a, host.SummaryFile))
	require.NoError(t, err)
	require.Greater(t, sum.Spikes, int64(1000), "4000 neurons at about 20 Hz for 50 ms")
}

// A model of the user's own runs from a file beside the experiment, and again
// from the resolved experiment in the folder of the results.
func TestNativeRunOfOwnModel(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	a, b := t.TempDir(), t.TempDir()
	code, stdout, stderr := native(t.Context(), "run", "../../host/testdata/own/net.toml", "--device=native:1", "--out="+a)
	require.Equal(t, exitOK, code, stderr)
	require.Contains(t, stdout, "run.toml, my_lif.glsl, spikes.npz")
	resolved, err := os.ReadFile(filepath.Join(a, "run.toml"))
	require.NoError(t, err)
	require.Contains(t, string(resolved), `model = "./my_lif.glsl"`)
	code, _, stderr = native(t.Context(), "run", filepath.Join(a, "run.toml"), "--device=native:1", "--out="+b)
	require.Equal(t, exitOK, code, stderr)
	first, err := host.ReadResult(a)
	require.NoError(t, err)
	second, err := host.ReadResult(b)
	require.NoError(t, err)
	require.Greater(t, first.Spikes[0].Len(), 100)
	require.Equal(t, first.Spikes, second.Spikes)
}

func TestNativeRunRecordsEverything(t *testing.T) {
	out := t.TempDir()
	code, stdout, stderr := native(t.Context(), "run", "testdata/everything.toml", "--device=native:1", "--out="+out)
	require.Equal(t, exitOK, code, stderr)
	require.Contains(t, stdout, "run.toml, spikes.npz, traces.npz, rates.npz, raster.png, traces.png, summary.json\n")
	r, err := host.ReadResult(out)
	require.NoError(t, err)
	require.Len(t, r.Traces, 2)
	require.Equal(t, []int{0, 1, 2}, r.Traces[0].Neurons)
	require.Equal(t, []string{"mV", "v"}, []string{r.Traces[0].Unit, r.Traces[0].Variable})
	require.NotZero(t, r.Spikes[0].Len())
}

func TestNativeInterrupted(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	out := t.TempDir()
	env := &environment{ctx: ctx, stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}, backend: hostBackend()}
	compile := env.backend.compile
	// Ctrl-C comes with the first news of progress.
	env.backend.compile = stopAtFirstProgress(compile, cancel)
	require.Equal(t, exitInterrupted, execute(env, []string{"run", "coba-lif", "--scale=0.1", "--duration=100000", "--device=native:1", "--out=" + out}))
	r, err := host.ReadResult(out)
	require.NoError(t, err)
	require.True(t, r.Interrupted)
	require.Greater(t, r.Duration, 0.0)
	require.Less(t, r.Duration, 100000.0)
	require.NotZero(t, r.Spikes[0].Len())
}

func TestNativeDeviceErrors(t *testing.T) {
	out := t.TempDir()
	code, _, stderr := native(t.Context(), "run", "coba-lif", "--device=nativ", "--out="+out)
	require.Equal(t, exitFailed, code)
	require.Regexp(t, `^galvani: there is no device "nativ": use auto, native, .*\n$`, stderr)
	entries, err := os.ReadDir(out)
	require.NoError(t, err)
	require.Empty(t, entries)
}

func TestNativeDevicesAndBench(t *testing.T) {
	code, stdout, stderr := native(t.Context(), "devices", "--json")
	require.Equal(t, exitOK, code, stderr)
	var list []map[string]any
	require.NoError(t, json.Unmarshal([]byte(stdout), &list))
	require.Equal(t, "native", list[0]["name"])
	code, stdout, stderr = native(t.Context(), "bench", "coba-hh", "--scale=0.05", "--duration=20", "--device=native:1", "--json")
	require.Equal(t, exitOK, code, stderr)
	var s host.Stats
	require.NoError(t, json.Unmarshal([]byte(stdout), &s))
	require.Equal(t, []any{200, int64(200), "coba-hh"}, []any{s.Neurons, s.Steps, s.Model})
	require.Positive(t, s.SimWallS)
	require.Positive(t, s.RTF)
}
