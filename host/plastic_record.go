package host

import (
	"fmt"
	"math"
	"slices"

	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/model"
)

// WeightResult holds the weights of a projection over time.
type WeightResult struct {
	Recorder, Projection, Unit string
	// Sources and Targets are the neurons of each recorded synapse, the columns of Values.
	Sources, Targets []uint32
	// Times in ms, the rows of Values.
	Times []float64
	// Values has len(Times) rows of len(Sources) weights, in Unit.
	Values []float32
}

// WeightHistogram holds the distribution of a projection's weights over time.
type WeightHistogram struct {
	Recorder, Projection, Unit string
	// Edges are the limits of the bins, one more than there are bins; the last
	// bin includes its upper limit.
	Edges []float64
	// Times in ms; Counts has len(Times) rows of len(Edges)-1 numbers of synapses.
	Times  []float64
	Counts []uint32
	// Mean and Std are mean and standard deviation of the weights at Times, in Unit.
	Mean, Std []float64
}

// Column copies the weights of the synapse in column c, one for each of Times.
func (w WeightResult) Column(c int) []float32 {
	out := make([]float32, len(w.Times))
	for k := range out {
		out[k] = w.Values[k*len(w.Sources)+c]
	}
	return out
}

// Bins returns the counts at time k, one for each bin.
func (h WeightHistogram) Bins(k int) []uint32 {
	n := len(h.Edges) - 1
	return h.Counts[k*n : (k+1)*n]
}

func (w WeightResult) clone() WeightResult {
	w.Times, w.Values = slices.Clone(w.Times), slices.Clone(w.Values)
	return w
}

func (h WeightHistogram) clone() WeightHistogram {
	h.Times, h.Counts, h.Mean, h.Std = slices.Clone(h.Times), slices.Clone(h.Counts), slices.Clone(h.Mean), slices.Clone(h.Std)
	return h
}

func (h *WeightHistogram) clear() { h.Times, h.Counts, h.Mean, h.Std = nil, nil, nil, nil }

// defaultBins is the number of bins of a histogram that does not say.
const defaultBins = 20

// planWeights gives every recorded synapse a channel of record.comp.
func (s *Sim) planWeights(r *model.Recorder) error {
	g, m, err := s.findPlastic(r.Target)
	if err != nil {
		return err
	}
	rec := &recorder{Recorder: r, pop: m.target, first: s.sampleWords}
	rec.interval = max(int(math.Round(r.Interval/s.plan.Network.DT)), 1)
	which := r.Synapses
	if which == nil {
		which = make([]int, m.synapses())
		for k := range which {
			which[k] = k
		}
	}
	rec.width = len(which)
	sources, targets, err := g.pairs(m)
	if err != nil {
		return err
	}
	unit := m.target.ReceptorUnit(m.Receptor)
	rec.weights = WeightResult{Recorder: r.Name, Projection: m.Name, Unit: unit}
	for k, synapse := range which {
		if synapse >= m.synapses() {
			return fmt.Errorf("record %q: synapse %d: projection %q has %d synapses", r.Name, synapse, m.Name, m.synapses())
		}
		g.channels = append(g.channels, uint32(m.first+synapse), uint32(rec.interval), uint32(rec.first+k), uint32(rec.width))
		rec.weights.Sources = append(rec.weights.Sources, sources[synapse])
		rec.weights.Targets = append(rec.weights.Targets, targets[synapse])
	}
	bins := r.Bins
	if bins == 0 {
		bins = defaultBins
	}
	rec.histogram = WeightHistogram{Recorder: r.Name, Projection: m.Name, Unit: unit}
	low, high := min(m.WMax(), 0), max(m.WMax(), 0)
	for k := range bins + 1 {
		rec.histogram.Edges = append(rec.histogram.Edges, low+(high-low)*float64(k)/float64(bins))
	}
	s.sampleWords += (s.batchSteps/rec.interval + 1) * rec.width
	s.recorders = append(s.recorders, rec)
	return nil
}

// recordWeightOps returns the operations that sample weights.
func (s *Sim) recordWeightOps(b *batch, spikes kernels.Spikes) ([]kernels.Op, error) {
	var ops []kernels.Op
	for _, g := range s.plastic {
		n := len(g.channels) / 4
		if n == 0 {
			continue
		}
		if g.table == nil {
			var err error
			if g.table, err = s.table("weight channels "+g.Rule, g.channels); err != nil {
				return nil, err
			}
		}
		ops = append(ops, kernels.Record("record."+g.Rule, g.Plastic.Weights, g.table, b.samples, n, spikes))
	}
	return ops, nil
}

// takeWeights keeps n samples of a batch that began at step base.
func (r *recorder) takeWeights(samples []float32, base, n int, dt float64) {
	for k := range n {
		time := float64((base/r.interval+k+1)*r.interval) * dt
		values := samples[r.first+k*r.width : r.first+(k+1)*r.width]
		if r.Type == model.RecordWeights {
			r.weights.Times = append(r.weights.Times, time)
			r.weights.Values = append(r.weights.Values, values...)
			continue
		}
		r.histogram.take(time, values)
	}
}

// take counts the weights of one time.
func (h *WeightHistogram) take(time float64, values []float32) {
	bins := len(h.Edges) - 1
	low, high := h.Edges[0], h.Edges[bins]
	counts := make([]uint32, bins)
	sum, squares := 0.0, 0.0
	for _, v := range values {
		w := float64(v)
		counts[min(max(int((w-low)/(high-low)*float64(bins)), 0), bins-1)]++
		sum += w
	}
	mean := sum / float64(max(len(values), 1))
	for _, v := range values {
		squares += (float64(v) - mean) * (float64(v) - mean)
	}
	h.Times, h.Counts = append(h.Times, time), append(h.Counts, counts...)
	h.Mean = append(h.Mean, mean)
	h.Std = append(h.Std, math.Sqrt(squares/float64(max(len(values), 1))))
}
