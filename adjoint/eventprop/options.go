package eventprop

import "github.com/galvani-sim/galvani/model"

// Options says how a network is compiled. Duration is required.
type Options struct {
	// Device is native (float32, the default), native:THREADS, native64,
	// vulkan:INDEX or vulkan:NAME.
	Device string
	// Batch is the largest number of samples of one Forward; 0 is 1.
	Batch int
	// Duration of a trial in ms.
	Duration float64
	// Loss turns what a trial gives into a number; nil leaves the cotangents
	// to the caller (Outcome.Bar).
	Loss Loss
	// Read names what is read out of populations besides spikes and the final
	// potential; populations that are not named have neither integral nor maximum.
	Read map[string]Readout
	// Slice bounds the length of a slice in ms; 0 takes the longest that the
	// delays allow. Results do not depend on it.
	Slice float64
	// Records is the number of events for which a sample has room at first;
	// 0 chooses. It grows when it is not enough, up to MaxRecords.
	Records int
	// MaxRecords bounds the events of one sample: spikes, arrivals, and marks
	// between them; 0 is 2^24.
	MaxRecords int
}

const defaultMaxRecords = 1 << 24

// Readout says what is read out of a population's membrane potentials.
type Readout struct {
	// Integral asks for the integral of v(t) exp(-Rate t) over the trial.
	Integral bool
	Rate     float64 // 1/ms, not negative
	// Max asks for the largest v and its time; meant for neurons that do not spike.
	Max bool
	// Times lists when v is observed, ascending, in ms from 0 to the duration.
	Times []float64
}

// Sample is one input with what the loss needs to know about it.
type Sample struct {
	// Spikes holds, for each spike_source population, the ascending times of
	// every member in ms from 0 on. A population that is missing has its
	// own Times.
	Spikes map[string][][]float64
	// Label is the class.
	Label int
	// Target is what else a loss compares with.
	Target []float64
}

// times returns the spike times of a source population in a sample.
func (s *Sample) times(pop *model.Population) [][]float64 {
	if t, ok := s.Spikes[pop.Name]; ok {
		return t
	}
	return pop.Times
}
