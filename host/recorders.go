package host

import (
	"math"
	"slices"

	"github.com/galvani-sim/galvani/model"
)

// recorder keeps what one model.Recorder asks for.
type recorder struct {
	*model.Recorder
	pop    *model.Population
	source int    // of the population's neuron 0
	member []bool // nil: all

	spikes SpikeResult

	interval int // steps between samples, or of a bin
	traces   []TraceResult
	first    int // word of the recorder's first sample in a batch
	width    int // words of one sample: variables times neurons
	counts   []int

	weights   WeightResult
	histogram WeightHistogram
}

// planSamples lays out the samples that state recorders take in a batch and
// lists the channels of every group.
func (s *Sim) planSamples() error {
	for _, r := range s.plan.Network.Recorders {
		if r.Type == model.RecordWeights || r.Type == model.RecordWeightHistogram {
			if err := s.planWeights(r); err != nil {
				return err
			}
			continue
		}
		pop := s.plan.Network.Find(r.Target)
		g, first := s.plan.Locate(pop)
		rec := &recorder{Recorder: r, pop: pop, source: g.SourceBase + first}
		rec.interval = max(int(math.Round(r.Interval/s.plan.Network.DT)), 1)
		s.recorders = append(s.recorders, rec)
		at := &s.groups[slices.IndexFunc(s.groups, func(x group) bool { return x.Group == g })]
		switch r.Type {
		case model.RecordState:
			s.planState(rec, at, first)
		case model.RecordMean:
			s.planMean(rec, at, first)
		}
	}
	return nil
}

// planState gives every recorded variable of every recorded neuron a channel of record.comp.
func (s *Sim) planState(rec *recorder, at *group, first int) {
	neurons := rec.Neurons
	if neurons == nil {
		neurons = make([]int, rec.pop.Size)
		for i := range neurons {
			neurons[i] = i
		}
	}
	rec.first, rec.width = s.sampleWords, len(rec.Variables)*len(neurons)
	for v, name := range rec.Variables {
		word, _ := rec.pop.Variable(name)
		for k, i := range neurons {
			at.channels = append(at.channels, uint32(at.arrays.Layout.Index(word, first+i)), uint32(rec.interval),
				uint32(rec.first+v*len(neurons)+k), uint32(rec.width))
		}
		rec.traces = append(rec.traces, TraceResult{Recorder: rec.Name, Population: rec.pop.Name, Variable: name,
			Unit: rec.pop.VariableUnit(name), Neurons: slices.Clone(neurons)})
	}
	s.sampleWords += (s.batchSteps/rec.interval + 1) * rec.width
}

// planMean gives every averaged variable a channel of reduce.comp.
func (s *Sim) planMean(rec *recorder, at *group, first int) {
	if rec.pop.Size == 0 {
		return
	}
	rec.first, rec.width = s.sampleWords, len(rec.Variables)
	layout := at.arrays.Layout
	for v, name := range rec.Variables {
		word, _ := rec.pop.Variable(name)
		at.means = append(at.means, uint32(layout.Index(word, first)), uint32(layout.Lanes), uint32(rec.pop.Size),
			uint32(rec.interval), uint32(rec.first+v), uint32(rec.width), 0, 0)
		rec.traces = append(rec.traces, TraceResult{Recorder: rec.Name, Population: rec.pop.Name, Variable: "mean " + name,
			Unit: rec.pop.VariableUnit(name), Neurons: []int{0}})
	}
	s.sampleWords += (s.batchSteps/rec.interval + 1) * rec.width
}

// makeRecorders makes the spike and rate recorders' filters.
func (s *Sim) makeRecorders() {
	s.counts = make([]int64, len(s.plan.Network.Populations))
	for _, r := range s.recorders {
		if r.ofWeights() {
			continue
		}
		r.spikes = SpikeResult{Recorder: r.Name, Population: r.pop.Name, Members: slices.Clone(r.Neurons)}
		if r.Neurons != nil {
			r.member = make([]bool, r.pop.Size)
			for _, i := range r.Neurons {
				r.member[i] = true
			}
		}
	}
}

// sampled reports whether the recorder samples state rather than keep spikes.
func (r *recorder) sampled() bool {
	return r.Type == model.RecordState || r.Type == model.RecordMean || r.ofWeights()
}

// ofWeights reports whether the recorder keeps weights.
func (r *recorder) ofWeights() bool {
	return r.Type == model.RecordWeights || r.Type == model.RecordWeightHistogram
}

// take keeps the spikes of one step: sources ascending; time is the number of
// steps at its end.
func (r *recorder) take(sources []uint32, time uint32) {
	if r.sampled() {
		return
	}
	lo, _ := slices.BinarySearch(sources, uint32(r.source))
	hi, _ := slices.BinarySearch(sources, uint32(r.source+r.pop.Size))
	for _, src := range sources[lo:hi] {
		i := src - uint32(r.source)
		if r.member != nil && !r.member[i] {
			continue
		}
		if r.Type == model.RecordRate {
			bin := int(time-1) / r.interval
			for len(r.counts) <= bin {
				r.counts = append(r.counts, 0)
			}
			r.counts[bin]++
			continue
		}
		r.spikes.Steps = append(r.spikes.Steps, time)
		r.spikes.Neurons = append(r.spikes.Neurons, i)
	}
}

// takeSamples keeps a batch's samples of a state recorder; the batch went from
// step base to step end.
func (r *recorder) takeSamples(samples []float32, base, end int, dt float64) {
	n := end/r.interval - base/r.interval
	if r.ofWeights() {
		r.takeWeights(samples, base, n, dt)
		return
	}
	for v := range r.traces {
		t := &r.traces[v]
		width := len(t.Neurons)
		for k := range n {
			t.Times = append(t.Times, float64((base/r.interval+k+1)*r.interval)*dt)
			at := r.first + k*r.width + v*width
			t.Values = append(t.Values, samples[at:at+width]...)
		}
	}
}

// rate returns the population rate in every complete bin up to step end.
func (r *recorder) rate(start, end int, dt float64) RateResult {
	out := RateResult{Recorder: r.Name, Population: r.pop.Name}
	n := r.pop.Size
	if r.member != nil {
		n = len(r.Neurons)
	}
	seconds := float64(r.interval) * dt / 1000
	for bin := (start + r.interval - 1) / r.interval; (bin+1)*r.interval <= end; bin++ {
		count := 0
		if bin < len(r.counts) {
			count = r.counts[bin]
		}
		out.Times = append(out.Times, float64((bin+1)*r.interval)*dt)
		out.Rate = append(out.Rate, float64(count)/seconds/float64(max(n, 1)))
	}
	return out
}
