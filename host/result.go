package host

import (
	"iter"
	"slices"
)

// Result is everything a simulation has recorded so far. It owns its slices:
// running the simulation further does not change it.
type Result struct {
	Network string
	// DT is the step and Duration the simulated time, both in ms.
	DT, Duration float64
	Seed         uint64
	// Interrupted is true when the run was stopped before its end; what was
	// recorded until then is complete up to Duration.
	Interrupted bool

	Populations []PopulationResult
	Spikes      []SpikeResult
	Traces      []TraceResult
	Rates       []RateResult
	Weights     []WeightResult
	// WeightHistograms are the distributions of weights over time.
	WeightHistograms []WeightHistogram
	Stats            Stats
}

// PopulationResult names a population of the network.
type PopulationResult struct {
	Name, Model string
	Size        int
}

// SpikeResult holds the spikes of one recorder, sorted by step, then by neuron.
type SpikeResult struct {
	Recorder, Population string
	// Members lists the neurons that were recorded; nil means the whole population.
	Members []int
	// Steps[k] is the step at whose end spike k was found: its time is
	// Steps[k] times the network's DT, in ms.
	Steps []uint32
	// Neurons[k] is the member of the population that spiked, from 0.
	Neurons []uint32
}

// TraceResult holds one state variable of some neurons over time.
type TraceResult struct {
	Recorder, Population, Variable, Unit string
	// Neurons lists the recorded members, the columns of Values; a mean has one column, 0.
	Neurons []int
	// Times in ms, the rows of Values.
	Times []float64
	// Values has len(Times) rows of len(Neurons) values, row by row, in Unit.
	Values []float32
}

// RateResult is the rate of a population over time: Rate[k] in Hz (spikes per
// neuron and second) in the bin that ends at Times[k] ms.
type RateResult struct {
	Recorder, Population string
	Times, Rate          []float64
}

// Len returns the number of spikes.
func (s SpikeResult) Len() int { return len(s.Steps) }

// All iterates over the spikes in order: time in ms for the step dt (ms), and neuron.
func (s SpikeResult) All(dt float64) iter.Seq2[float64, int] {
	return func(yield func(float64, int) bool) {
		for k, step := range s.Steps {
			if !yield(float64(step)*dt, int(s.Neurons[k])) {
				return
			}
		}
	}
}

// Sort brings the spikes into order: by step, then by neuron.
func (s SpikeResult) Sort() {
	keys := make([]uint64, len(s.Steps))
	for k, step := range s.Steps {
		keys[k] = uint64(step)<<32 | uint64(s.Neurons[k])
	}
	if slices.IsSorted(keys) {
		return
	}
	slices.Sort(keys)
	for k, key := range keys {
		s.Steps[k], s.Neurons[k] = uint32(key>>32), uint32(key)
	}
}

// Trains groups the spikes by neuron: the result has size rows, row i the
// ascending steps of neuron i. Neurons outside 0..size-1 are left out.
func (s SpikeResult) Trains(size int) [][]uint32 {
	count := make([]int, size)
	total := 0
	for _, n := range s.Neurons {
		if int(n) < size {
			count[n]++
			total++
		}
	}
	all := make([]uint32, total)
	trains := make([][]uint32, size)
	for i, c := range count {
		trains[i], all = all[:0:c], all[c:]
	}
	for k, n := range s.Neurons {
		if int(n) < size {
			trains[n] = append(trains[n], s.Steps[k])
		}
	}
	for _, t := range trains {
		slices.Sort(t)
	}
	return trains
}

// Column copies the values of the neuron in column c, one for each of Times.
func (t TraceResult) Column(c int) []float32 {
	out := make([]float32, len(t.Times))
	for k := range out {
		out[k] = t.Values[k*len(t.Neurons)+c]
	}
	return out
}

// SpikesOf returns the spikes of a population; where several recorders watch
// it, those of the one that records the most neurons. ok is false when none does.
func (r *Result) SpikesOf(population string) (s SpikeResult, ok bool) {
	size := r.sizeOf(population)
	for _, c := range r.Spikes {
		if c.Population == population && (!ok || c.recorded(size) > s.recorded(size)) {
			s, ok = c, true
		}
	}
	return s, ok
}

// EachSpike iterates over the spikes of a population in order: time in ms and
// neuron. It is empty when no recorder watches the population.
func (r *Result) EachSpike(population string) iter.Seq2[float64, int] {
	s, _ := r.SpikesOf(population)
	return s.All(r.DT)
}

// EachTrace iterates over the samples of one neuron (its number in the
// population) and variable: time in ms and value. It is empty when the
// variable of this neuron was not recorded.
func (r *Result) EachTrace(population, variable string, neuron int) iter.Seq2[float64, float32] {
	return func(yield func(float64, float32) bool) {
		for _, t := range r.Traces {
			c := slices.Index(t.Neurons, neuron)
			if t.Population != population || t.Variable != variable || c < 0 {
				continue
			}
			for k, at := range t.Times {
				if !yield(at, t.Values[k*len(t.Neurons)+c]) {
					return
				}
			}
			return
		}
	}
}

// sizeOf returns the size of a population, 0 when there is none of that name.
func (r *Result) sizeOf(population string) int {
	for _, p := range r.Populations {
		if p.Name == population {
			return p.Size
		}
	}
	return 0
}

// recorded returns the number of neurons recorded of a population of that size.
func (s SpikeResult) recorded(size int) int {
	if s.Members == nil {
		return size
	}
	return len(s.Members)
}
