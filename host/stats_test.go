package host

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// poissonResult makes size independent Poisson trains of rate Hz.
func poissonResult(size int, rate, duration float64) *Result {
	rng := rand.New(rand.NewPCG(3, 4))
	s := SpikeResult{Population: "p"}
	for n := range size {
		for t := rng.ExpFloat64() * 1000 / rate; t < duration; t += rng.ExpFloat64() * 1000 / rate {
			s.Steps = append(s.Steps, 1+uint32(t/0.1))
			s.Neurons = append(s.Neurons, uint32(n))
		}
	}
	s.Sort()
	return &Result{DT: 0.1, Duration: duration, Populations: []PopulationResult{{"p", "lif", size}}, Spikes: []SpikeResult{s}}
}

func TestStatsOfPoisson(t *testing.T) {
	p := poissonResult(400, 20, 10_000).PopulationStats()[0]
	// 80,000 spikes: the rate is known to 1/sqrt(80,000) = 0.35 %, Fano and CV to about 2 %.
	require.InDelta(t, 20, p.RateHz, 0.3)
	require.InDelta(t, 1, p.CV, 0.03)
	require.InDelta(t, 1, p.Fano, 0.06)
	require.Equal(t, 400, p.CVNeurons)
}

func TestStatsOfClocks(t *testing.T) {
	r := &Result{DT: 0.1, Duration: 100, Populations: []PopulationResult{{"a", "lif", 3}}}
	s := SpikeResult{Population: "a"}
	for step := uint32(100); step <= 1000; step += 100 {
		for n := range uint32(2) {
			s.Steps, s.Neurons = append(s.Steps, step), append(s.Neurons, n)
		}
	}
	r.Spikes = []SpikeResult{s}
	p := r.PopulationStats()[0]
	require.Equal(t, int64(20), p.Spikes)
	require.InDelta(t, 20/3.0/0.1, p.RateHz, 1e-9)
	require.Zero(t, p.CV)
	require.Equal(t, 2, p.CVNeurons)
	// 10 of 100 bins hold 2: mean 0.2, variance 0.4 - 0.04 = 0.36.
	require.InDelta(t, 0.36/0.2, p.Fano, 1e-12)
}

func TestCVByHand(t *testing.T) {
	// Intervals 1, 3: mean 2, standard deviation 1. Trains of two spikes do not count.
	cv, n := meanCV([][]uint32{{10, 11, 14}, {5, 9}, nil})
	require.Equal(t, 0.5, cv)
	require.Equal(t, 1, n)
	cv, n = meanCV([][]uint32{{1, 2}})
	require.True(t, math.IsNaN(cv))
	require.Zero(t, n)
}

func TestBinsEndWithTheirSpikes(t *testing.T) {
	s := SpikeResult{Steps: []uint32{0, 1, 10, 11, 20, 21, 25}, Neurons: make([]uint32, 7)}
	require.Equal(t, []float64{2, 2}, binCounts(s, 0.1, 2.5, 1))
}

func TestPopulationStatsJSON(t *testing.T) {
	r := &Result{DT: 0.1, Duration: 100, Populations: []PopulationResult{{"a", "lif", 3}}}
	text, err := json.Marshal(r.PopulationStats()[0])
	require.NoError(t, err)
	require.JSONEq(t, `{"name":"a","model":"lif","size":3,"recorded":0,"spikes":0,"rate_hz":0,"cv_isi":null,"cv_neurons":0,"fano_1ms":null}`, string(text))
	want := PopulationStats{Name: "b", Model: "lif", Size: 2, Recorded: 2, Spikes: 9, RateHz: 4, CV: 0.5, CVNeurons: 1, Fano: 1.5}
	text, err = json.Marshal(want)
	require.NoError(t, err)
	var got PopulationStats
	require.NoError(t, json.Unmarshal(text, &got))
	require.Equal(t, want, got)
}

func TestDerive(t *testing.T) {
	s := Stats{Neurons: 4000, DTms: 0.1, Steps: 10_000, SimWallS: 0.5, Events: 1_000_000, Spikes: 80_000}
	s.Derive()
	require.InDelta(t, 0.5, s.RTF, 1e-12)
	require.InDelta(t, 50, s.UsPerStep, 1e-12)
	require.InDelta(t, 2e6, s.EventsPerS, 1e-6)
	require.InDelta(t, 20, s.RateHz, 1e-12)
	var none Stats
	none.Derive()
	require.Equal(t, Stats{}, none)
}
