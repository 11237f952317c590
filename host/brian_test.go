package host

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const references = "../tools/reference"

// brianNetworks is a file of tools/reference: activity of the built-in
// networks in Brian2 2.5.1, one run for each seed.
type brianNetworks struct {
	Cases []struct {
		Network string
		Scale   float64
		DT      float64 `json:"dt_ms"`
		Summary map[string]map[string]struct{ Mean, Sem float64 }
	}
}

// TestHodgkinHuxleyNetworkAgreesWithBrian2: the rate within 5 %, the
// irregularity of the intervals within 10 %. One second of this network varies
// by 8 % between seeds, so means over many are compared.
func TestHodgkinHuxleyNetworkAgreesWithBrian2(t *testing.T) {
	const seeds = 16
	var file brianNetworks
	b, err := os.ReadFile(filepath.Join(references, "coba_hh.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, &file))
	rate, cv := map[string]float64{}, map[string]float64{}
	for seed := range seeds {
		e, err := Builtin("coba-hh", nil)
		require.NoError(t, err)
		e.Network.Seed = uint64(seed + 1)
		s := compileOn(t, "native", e.Network)
		require.NoError(t, s.Run(context.Background(), 1000))
		for _, p := range s.Result().PopulationStats() {
			rate[p.Name] += p.RateHz / seeds
			cv[p.Name] += p.CV / seeds
		}
		require.NoError(t, s.Close())
	}
	for _, c := range file.Cases {
		if c.Network != "coba-hh" || c.Scale != 1 || c.DT != 0.1 {
			continue
		}
		for name, want := range c.Summary {
			t.Logf("%s: rate %.2f Hz, Brian2 %.2f +- %.2f; CV %.3f, Brian2 %.3f", name, rate[name],
				want["rate_hz"].Mean, want["rate_hz"].Sem, cv[name], want["cv_isi"].Mean)
			near(t, want["rate_hz"].Mean, rate[name], 0.05*want["rate_hz"].Mean, "rate of %s", name)
			near(t, want["cv_isi"].Mean, cv[name], 0.10*want["cv_isi"].Mean, "CV of %s", name)
		}
		return
	}
	t.Fatal("coba_hh.json has no case coba-hh at scale 1 and 0.1 ms")
}

// TestSingleNeuronsAgreeWithBrian2: spike times and voltages of neurons at
// 0.01 ms against Runge-Kutta of order 4 in Brian2.
func TestSingleNeuronsAgreeWithBrian2(t *testing.T) {
	for _, name := range []string{"lif_exponential", "lif_alpha", "hh_traub", "hh_1952"} {
		for _, device := range []string{"native:1", "native64:1"} {
			t.Run(name+"/"+device, func(t *testing.T) {
				e, err := LoadExperiment(filepath.Join(references, "data", name+".toml"), nil)
				require.NoError(t, err)
				s := compileOn(t, device, e.Network)
				require.NoError(t, s.Run(context.Background(), e.Duration))
				compareWithReference(t, s.Result(), readReference(t, name))
			})
		}
	}
}

func readReference(t *testing.T, name string) map[string][]float64 {
	t.Helper()
	f, err := os.Open(filepath.Join(references, "data", name+".npz"))
	require.NoError(t, err)
	defer f.Close()
	info, err := f.Stat()
	require.NoError(t, err)
	arrays, err := readNPZ(f, info.Size())
	require.NoError(t, err)
	out := map[string][]float64{}
	for key, a := range arrays {
		values, ok := a.data.([]float64)
		require.True(t, ok, "%s of %s", key, name)
		out[key] = values
	}
	return out
}

// compareWithReference holds spike times to 0.1 ms, and v to 0.1 mV (root mean
// square) at least 2 ms away from every spike, where the upstroke of a spike
// that is a hundredth of a millisecond early does not count.
func compareWithReference(t *testing.T, r *Result, want map[string][]float64) {
	t.Helper()
	require.Len(t, r.Spikes, 1)
	spikes := r.Spikes[0]
	require.Equal(t, len(want["spikes"]), spikes.Len(), "number of spikes")
	require.Greater(t, spikes.Len(), 1, "the test means nothing without spikes")
	for k, step := range spikes.Steps {
		near(t, want["spikes"][k], float64(step)*r.DT, 0.1, "time of spike %d", k)
	}
	for _, trace := range r.Traces {
		if trace.Variable != "v" {
			continue
		}
		sum, n := 0.0, 0
		for k, at := range trace.Times {
			if awayFrom(want["spikes"], at, 2) {
				d := float64(trace.Values[k]) - want["v"][k+1]
				sum += d * d
				n++
			}
		}
		require.Greater(t, n, len(trace.Times)/3, "samples away from spikes")
		near(t, 0, math.Sqrt(sum/float64(n)), 0.1, fmt.Sprintf("rms difference of v over %d samples, mV", n))
		return
	}
	t.Fatal("v was not recorded")
}

func awayFrom(times []float64, at, by float64) bool {
	for _, x := range times {
		if math.Abs(at-x) < by {
			return false
		}
	}
	return true
}
