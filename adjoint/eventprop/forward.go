package eventprop

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/galvani-sim/galvani/kernels"
)

// Status bits of a sample; see shaders/event/log.glsl.
const (
	statusFull      = 1
	statusNotFinite = 2
	statusLong      = 4
)

const none = math.MaxUint32

// Forward runs the samples, at most Options.Batch, with the parameters' present
// values. The outcome is valid until the next Forward.
func (e *Engine) Forward(ctx context.Context, samples []Sample) (*Outcome, error) {
	if len(samples) == 0 || len(samples) > e.opts.Batch {
		return nil, fmt.Errorf("forward: %d samples, must be 1 to the batch of %d", len(samples), e.opts.Batch)
	}
	if err := e.writeSynapses(); err != nil {
		return nil, err
	}
	records, err := e.firstRecords(samples)
	if err != nil {
		return nil, err
	}
	for {
		if err := e.setSlices(); err != nil {
			return nil, err
		}
		if err := e.writeCells(); err != nil {
			return nil, err
		}
		e.setTogether()
		if err := e.prepare(len(samples), records); err != nil {
			return nil, err
		}
		if err := e.writeInputs(samples); err != nil {
			return nil, err
		}
		if err := e.run(ctx, e.programs().forward, e.shape.Slices); err != nil {
			return nil, err
		}
		status, err := e.status()
		if err != nil {
			return nil, err
		}
		if status == 0 {
			break
		}
		if status&statusLong != 0 {
			if e.longest = e.slice / 2; e.opts.Duration/e.longest > maxSlices {
				return nil, fmt.Errorf("forward: more events at one time than a device's invocation may walk; use native: %w", ErrRecords)
			}
		}
		if status&statusFull != 0 {
			if records *= 2; records > e.opts.MaxRecords {
				return nil, fmt.Errorf("forward: %d events in one sample: %w; a shorter trial or smaller weights may help", records/2, ErrRecords)
			}
		}
	}
	e.out, err = e.read(samples)
	return e.out, err
}

// maxSlices bounds the slices of a trial that are only cut because a device cannot do more in one.
const maxSlices = 1 << 16

// firstRecords returns the room to begin with: what was enough before, or what
// the inputs need and some for each neuron.
func (e *Engine) firstRecords(samples []Sample) (int, error) {
	need := 0
	for i := range samples {
		n := 0
		for _, pop := range e.perSource {
			times := samples[i].times(pop)
			if len(times) != pop.Size {
				return 0, fmt.Errorf("sample %d: %d lists of spike times for the %d members of %q", i, len(times), pop.Size, pop.Name)
			}
			for k, ts := range times {
				out := int(e.syn.rowPtr[e.first[pop.Name]+k+1] - e.syn.rowPtr[e.first[pop.Name]+k])
				n += len(ts) * (1 + out)
			}
		}
		need = max(need, n)
	}
	for name, r := range e.opts.Read {
		need += e.net.Find(name).Size * len(r.Times)
	}
	records := max(e.shape.Capacity, e.opts.Records, 64)
	for records < need+4*e.neurons {
		records *= 2
	}
	return records, nil
}

// writeSynapses brings the device's weights and delays to the parameters' values.
func (e *Engine) writeSynapses() error {
	if e.values == nil {
		e.values = make([]float64, kernels.EventSynWords*e.shape.Synapses)
	}
	for p, proj := range e.net.Projections {
		weights, delays := e.byName[proj.Name+".weight"].Values, e.byName[proj.Name+".delay"].Values
		for k, at := range e.syn.place[p] {
			w, d := weights[k], delays[k]
			if !(math.Abs(w) <= 1e30) {
				return fmt.Errorf("projection %q: the weight of synapse %d is %v, must be a finite number", proj.Name, k, w)
			}
			if !(d >= 0 && d <= 1e30) {
				return fmt.Errorf("projection %q: the delay of synapse %d is %v ms, must not be negative", proj.Name, k, d)
			}
			e.values[4*at], e.values[4*at+1] = w, d
		}
	}
	return writeReals(e.shape.SynReal, e.values)
}

// writeInputs clears the arrays and lists the sources' spikes in the first records.
func (e *Engine) writeInputs(samples []Sample) error {
	s := &e.shape
	if e.blank == nil {
		e.blank = make([]uint32, e.neurons*kernels.EventCellWords)
		sources := e.sourceNeurons()
		for i := range e.blank {
			word, neuron := i%kernels.EventCellWords, i/kernels.EventCellWords
			// No last record, waiting arrival and last spike; no spike was
			// delivered, which sources count.
			if word < 3 || word == 3 && neuron >= sources {
				e.blank[i] = none
			}
		}
	}
	cellWord := slices.Repeat(e.blank, len(samples))
	used := make([]uint32, len(samples)*kernels.EventSampleWords)
	for b := range samples {
		var words []uint32
		var reals []float64
		at := b * s.Capacity
		for _, pop := range e.perSource {
			for i, ts := range samples[b].times(pop) {
				cell := cellWord[(b*e.neurons+e.first[pop.Name]+i)*kernels.EventCellWords:]
				before := uint32(none)
				for k, t := range ts {
					if !(t >= 0) || k > 0 && !(t >= ts[k-1]) {
						return fmt.Errorf("sample %d: member %d of %q: spike times must ascend from 0 ms on, not %v", b, i, pop.Name, ts)
					}
					words = append(words, 3, none, none, before)
					before = uint32(at + len(words)/kernels.EventRecWords - 1)
					row := make([]float64, s.RecStride())
					row[0] = t
					reals = append(reals, row...)
				}
				cell[2], cell[4] = before, uint32(len(ts))
			}
		}
		used[b*kernels.EventSampleWords] = uint32(len(words) / kernels.EventRecWords)
		if err := s.RecWord.WriteU32(at*kernels.EventRecWords, words); err != nil {
			return err
		}
		if err := s.RecReal.WriteReal(at*s.RecStride(), reals); err != nil {
			return err
		}
	}
	if err := s.CellWord.WriteU32(0, cellWord); err != nil {
		return err
	}
	if err := clearReals(s.CellReal, len(samples)*e.neurons*s.CellStride()); err != nil {
		return err
	}
	return s.SampleWord.WriteU32(0, used)
}

// sourceNeurons returns the number of neurons that are sources; they come first.
func (e *Engine) sourceNeurons() int {
	n := 0
	for _, p := range e.perSource {
		n += p.Size
	}
	return n
}

// status returns what samples lacked, and an error for those that failed.
func (e *Engine) status() (status uint32, err error) {
	words := make([]uint32, e.shape.Samples*kernels.EventSampleWords)
	if err := e.shape.SampleWord.ReadU32(0, words); err != nil {
		return 0, err
	}
	for b := 0; b < len(words); b += kernels.EventSampleWords {
		if words[b+1] == statusNotFinite {
			return 0, fmt.Errorf("forward: sample %d: the potential of %s is not a finite number", b/kernels.EventSampleWords, e.nameOf(int(words[b+2])))
		}
		status |= words[b+1]
	}
	return status, nil
}

// nameOf names a neuron: population and number.
func (e *Engine) nameOf(neuron int) string {
	for _, p := range e.net.Populations {
		if i := neuron - e.first[p.Name]; i >= 0 && i < p.Size {
			return fmt.Sprintf("neuron %d of %q", i, p.Name)
		}
	}
	return fmt.Sprintf("neuron %d", neuron)
}
