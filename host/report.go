package host

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/galvani-sim/galvani/model"
)

// Result returns everything recorded so far.
func (s *Sim) Result() *Result {
	net := s.plan.Network
	r := &Result{Network: net.Name, DT: net.DT, Duration: float64(s.step-s.start) * net.DT, Seed: net.Seed,
		Interrupted: s.interrupted, Stats: s.Stats()}
	for _, pop := range net.Populations {
		r.Populations = append(r.Populations, PopulationResult{Name: pop.Name, Model: pop.ModelName(), Size: pop.Size})
	}
	for _, rec := range s.recorders {
		switch rec.Type {
		case model.RecordSpikes:
			sp := rec.spikes
			sp.Steps, sp.Neurons = slices.Clone(sp.Steps), slices.Clone(sp.Neurons)
			r.Spikes = append(r.Spikes, sp)
		case model.RecordRate:
			r.Rates = append(r.Rates, rec.rate(s.start, s.step, net.DT))
		case model.RecordWeights:
			r.Weights = append(r.Weights, rec.weights.clone())
		case model.RecordWeightHistogram:
			r.WeightHistograms = append(r.WeightHistograms, rec.histogram.clone())
		case model.RecordState, model.RecordMean:
			for _, t := range rec.traces {
				t.Times, t.Values = slices.Clone(t.Times), slices.Clone(t.Values)
				r.Traces = append(r.Traces, t)
			}
		}
	}
	return r
}

// Stats returns the figures of the simulation so far. Neurons and spikes are
// those of simulated neurons; sources of given or Poisson spikes do not count.
func (s *Sim) Stats() Stats {
	st := s.stats
	net := s.plan.Network
	st.Model, st.Device, st.Driver = net.Name, s.device.title, s.device.driver
	st.DTms, st.Seed = net.DT, net.Seed
	st.Spikes = 0
	for i, pop := range net.Populations {
		if m := pop.Neuron(); m != nil && !m.Source {
			st.Neurons += pop.Size
			st.Spikes += s.counts[i]
		}
	}
	st.Derive()
	for _, a := range s.arrays {
		st.DeviceMB += float64(a.Bytes()) / 1e6
	}
	st.HostMB = residentMB()
	if s.device.exec != nil {
		st.Kernels = maps.Clone(s.device.exec.Seconds())
	}
	return st
}

// Explain says how the network was grouped and merged, and what that saved.
func (s *Sim) Explain() string {
	var b strings.Builder
	fmt.Fprintf(&b, "device     %s, %s\n", s.device.title, s.device.driver)
	fmt.Fprintf(&b, "batch      %d steps a submission, %d dispatches a step\n", s.batchSteps, s.DispatchesPerStep())
	b.WriteString(s.plan.Explain())
	fmt.Fprintf(&b, "ring       %d slots of %d inputs (longest delay %d steps, %.1f MB)\n", s.ring.Slots, s.ring.Ports, s.maxDelay, float64(s.ring.Slots*s.ring.Ports)*4/1e6)
	fmt.Fprintf(&b, "matrix     %d synapses in %d chunk(s)\n", s.stats.Synapses, len(s.chunks))
	return b.String()
}
