package host

import (
	"encoding/json"
	"math"
)

// PopulationStats describes the activity of one population.
type PopulationStats struct {
	Name  string `json:"name"`
	Model string `json:"model"`
	Size  int    `json:"size"`
	// Recorded is the number of neurons whose spikes were recorded, 0 when none was;
	// the figures below are over these.
	Recorded int   `json:"recorded"`
	Spikes   int64 `json:"spikes"`
	// RateHz is the mean rate in Hz.
	RateHz float64 `json:"rate_hz"`
	// CV is the coefficient of variation of the inter-spike intervals
	// (standard deviation over mean, divisor n as in numpy.std), averaged over the
	// CVNeurons neurons with at least 3 spikes. It is 0 for a clock, 1 for a
	// Poisson process, NaN (null in JSON) when no neuron has enough spikes.
	CV        float64 `json:"cv_isi"`
	CVNeurons int     `json:"cv_neurons"`
	// Fano measures synchrony: variance over mean of the number of spikes of
	// the population in bins of 1 ms. It is near 1 for independent neurons and
	// grows with their number when they fire together; NaN without spikes.
	Fano float64 `json:"fano_1ms"`
}

// fanoBin is the bin of PopulationStats.Fano in ms.
const fanoBin = 1.0

// PopulationStats computes the activity of every population, in their order.
func (r *Result) PopulationStats() []PopulationStats {
	out := make([]PopulationStats, len(r.Populations))
	for i, p := range r.Populations {
		out[i] = PopulationStats{Name: p.Name, Model: p.Model, Size: p.Size, CV: math.NaN(), Fano: math.NaN()}
		s, ok := r.SpikesOf(p.Name)
		if !ok {
			continue
		}
		out[i].Recorded = s.recorded(p.Size)
		out[i].Spikes = int64(s.Len())
		out[i].RateHz = ratio(float64(s.Len()), float64(out[i].Recorded)*r.Duration*1e-3)
		out[i].CV, out[i].CVNeurons = meanCV(s.Trains(p.Size))
		out[i].Fano = fano(binCounts(s, r.DT, r.Duration, fanoBin))
	}
	return out
}

// meanCV averages the coefficient of variation of the intervals over the
// trains with at least three spikes, and counts these.
func meanCV(trains [][]uint32) (cv float64, n int) {
	sum := 0.0
	for _, t := range trains {
		if len(t) < 3 {
			continue
		}
		mean := float64(t[len(t)-1]-t[0]) / float64(len(t)-1)
		squares := 0.0
		for k := 1; k < len(t); k++ {
			d := float64(t[k]-t[k-1]) - mean
			squares += d * d
		}
		sum += math.Sqrt(squares/float64(len(t)-1)) / mean
		n++
	}
	if n == 0 {
		return math.NaN(), 0
	}
	return sum / float64(n), n
}

// binCounts counts the spikes in bins of width ms over 0..duration; the spikes
// of a last, incomplete bin are left out. A spike at time t belongs to the bin
// that ends at or after t, because it was found at the end of its step.
func binCounts(s SpikeResult, dt, duration, width float64) []float64 {
	perBin := max(1, int64(math.Round(width/dt)))
	total := int64(math.Round(duration / dt))
	counts := make([]float64, total/perBin)
	for _, step := range s.Steps {
		if b := (int64(step) - 1) / perBin; step > 0 && b < int64(len(counts)) {
			counts[b]++
		}
	}
	return counts
}

// fano returns variance over mean of the counts, NaN when they are all zero.
func fano(counts []float64) float64 {
	sum := 0.0
	for _, c := range counts {
		sum += c
	}
	if sum == 0 {
		return math.NaN()
	}
	mean := sum / float64(len(counts))
	squares := 0.0
	for _, c := range counts {
		squares += (c - mean) * (c - mean)
	}
	return squares / float64(len(counts)) / mean
}

// MarshalJSON writes figures that are not defined as null, since JSON has no NaN.
func (p PopulationStats) MarshalJSON() ([]byte, error) {
	type plain PopulationStats
	return json.Marshal(struct {
		plain
		CV   *float64 `json:"cv_isi"`
		Fano *float64 `json:"fano_1ms"`
	}{plain(p), orNull(p.CV), orNull(p.Fano)})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (p *PopulationStats) UnmarshalJSON(data []byte) error {
	type plain PopulationStats
	v := struct {
		*plain
		CV   *float64 `json:"cv_isi"`
		Fano *float64 `json:"fano_1ms"`
	}{plain: (*plain)(p)}
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	p.CV, p.Fano = orNaN(v.CV), orNaN(v.Fano)
	return nil
}

func orNull(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

func orNaN(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}
