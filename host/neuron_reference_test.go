package host

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// TestPointNeuronsAgreeWithBrian2 runs every experiment of tools/reference/neurons
// against Brian2 at 0.001 ms: spike times within 0.1 ms over 500 ms and v within
// 0.1 mV (root mean square over the first 100 ms, 2 ms and more away from
// spikes) at 0.01 ms, and spike times that get closer as dt is halved. A spike is
// found at the end of its step, up to dt late, and a reset hands its lateness on:
// trains of more than ten spikes may be late by dt for each of them.
func TestPointNeuronsAgreeWithBrian2(t *testing.T) {
	folder := filepath.Join(references, "neurons")
	want := readArrays(t, filepath.Join(folder, "neurons.npz"))
	var head struct{ Spikes map[string]int }
	b, err := os.ReadFile(filepath.Join(folder, "neurons.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, &head))
	files, err := filepath.Glob(filepath.Join(folder, "*.toml"))
	require.NoError(t, err)
	require.Len(t, files, 17)
	for _, file := range files {
		name := filepath.Base(file[:len(file)-len(".toml")])
		spikes, v := want[name+".spikes"], want[name+".v"]
		require.Equal(t, head.Spikes[name], len(spikes), name)
		t.Run(name, func(t *testing.T) {
			var late []float64 // mean difference of spike times
			for _, dt := range []float64{0.04, 0.02, 0.01} {
				e, err := LoadExperiment(file, nil)
				require.NoError(t, err)
				e.Network.DT = dt
				if dt != 0.01 {
					// Samples every 0.1 ms are no whole steps.
					e.Network.Recorders = slices.DeleteFunc(e.Network.Recorders, func(r *model.Recorder) bool { return r.Type == model.RecordState })
				}
				s := compileOn(t, float64Engine, e.Network)
				require.NoError(t, s.Run(t.Context(), e.Duration))
				late = append(late, compareSpikes(t, s.Result(), spikes, dt))
				if dt == 0.01 {
					compareTrace(t, s.Result(), spikes, v)
				}
			}
			if len(spikes) > 0 {
				// Order 1: a quarter, but for where the few spikes lie within their steps;
				// what is below a step says nothing.
				require.Less(t, late[2], max(0.6*late[0], 0.01), "spike times do not converge: %v", late)
			}
		})
	}
}

// compareSpikes returns the mean difference of spike times, and holds each to
// 0.1 ms where dt is 0.01.
func compareSpikes(t *testing.T, r *Result, want []float64, dt float64) float64 {
	t.Helper()
	spikes, ok := r.SpikesOf("cell")
	require.True(t, ok || len(want) == 0)
	require.Equal(t, len(want), spikes.Len(), "number of spikes at dt %g", dt)
	mean := 0.0
	for k, step := range spikes.Steps {
		d := math.Abs(float64(step)*dt - want[k])
		if dt == 0.01 {
			near(t, 0, d, max(0.1, float64(k)*dt), "time of spike %d", k)
		}
		mean += d / float64(len(want))
	}
	return mean
}

func compareTrace(t *testing.T, r *Result, spikes, want []float64) {
	t.Helper()
	require.Len(t, r.Traces, 1)
	tr := r.Traces[0]
	tolerance := 0.1 // mV
	if tr.Unit != "mV" {
		tolerance = 0.002 // of variables between -2 and 2
	}
	sum, n, low, high := 0.0, 0, math.Inf(1), math.Inf(-1)
	for k, at := range tr.Times {
		if k+1 >= len(want) || !awayFrom(spikes, at, 2) {
			continue
		}
		d := float64(tr.Values[k]) - want[k+1]
		sum, n = sum+d*d, n+1
		low, high = min(low, want[k+1]), max(high, want[k+1])
	}
	require.Greater(t, n, 300, "samples away from spikes")
	require.Greater(t, high-low, 20*tolerance, "the trace shows nothing")
	near(t, 0, math.Sqrt(sum/float64(n)), tolerance, "rms difference of v over %d samples", n)
}

// readArrays returns the float64 arrays of an npz file.
func readArrays(t *testing.T, path string) map[string][]float64 {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	info, err := f.Stat()
	require.NoError(t, err)
	arrays, err := readNPZ(f, info.Size())
	require.NoError(t, err)
	out := map[string][]float64{}
	for key, a := range arrays {
		values, ok := a.data.([]float64)
		require.True(t, ok, "%s of %s", key, path)
		out[key] = values
	}
	return out
}
