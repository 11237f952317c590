package host

import (
	"math"
	"math/rand/v2"
)

// fakeResult makes the result of a network that fires asynchronously and
// irregularly: independent renewal processes with a refractory time of 5 ms at
// about 21 Hz, weakly modulated in common, with two voltage traces.
func fakeResult(exc, inh int, duration float64) *Result {
	rng := rand.New(rand.NewPCG(1, 2))
	r := &Result{
		Network: "coba-lif", DT: 0.1, Duration: duration, Seed: 1,
		Populations: []PopulationResult{{"exc", "lif", exc}, {"inh", "lif", inh}},
	}
	for _, p := range r.Populations {
		s := SpikeResult{Recorder: "spikes." + p.Name, Population: p.Name}
		for n := range p.Size {
			for t := rng.ExpFloat64() * 40; t < duration; {
				s.Steps = append(s.Steps, uint32(t/r.DT))
				s.Neurons = append(s.Neurons, uint32(n))
				t += 5 + rng.ExpFloat64()*42*(1+0.4*math.Sin(t/23))
			}
		}
		s.Sort()
		r.Spikes = append(r.Spikes, s)
		r.Stats.Spikes += int64(s.Len())
		r.Stats.Neurons += p.Size
	}
	tr := TraceResult{Recorder: "v", Population: "exc", Variable: "v", Unit: "mV", Neurons: []int{0, 7}}
	g := TraceResult{Recorder: "g", Population: "exc", Variable: "ampa.g", Unit: "nS", Neurons: []int{0, 7}}
	v := []float64{-60, -60}
	ge := []float64{0, 0}
	for step := 1; float64(step)*r.DT <= duration; step++ {
		tr.Times = append(tr.Times, float64(step)*r.DT)
		for i := range v {
			v[i] += (-52-v[i])*0.005 + rng.NormFloat64()*0.4
			ge[i] *= 0.98
			if rng.Float64() < 0.1 {
				ge[i] += 6
			}
			if v[i] > -50 {
				v[i] = -60
			}
			tr.Values = append(tr.Values, float32(v[i]))
			g.Values = append(g.Values, float32(ge[i]))
		}
	}
	g.Times = tr.Times
	r.Traces = []TraceResult{tr, g}
	r.Rates = []RateResult{{Recorder: "rate", Population: "exc", Times: []float64{1, 2}, Rate: []float64{20.5, 21}}}
	r.Stats.Model, r.Stats.DTms, r.Stats.Seed = r.Network, r.DT, r.Seed
	r.Stats.Steps = int64(math.Round(duration / r.DT))
	r.Stats.SimWallS = 0.2
	r.Stats.Events = r.Stats.Spikes * 80
	r.Stats.Derive()
	return r
}
