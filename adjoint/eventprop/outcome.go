package eventprop

import (
	"fmt"
	"slices"

	"github.com/galvani-sim/galvani/kernels"
)

// Outcome is what one Forward gives: the spikes and readouts of a batch, and
// the cotangents of each, which a loss adds before Backward.
type Outcome struct {
	// Samples are those of the batch.
	Samples []Sample

	e                  *Engine
	recReal, cellReal  reals
	recWord, cellWord  []uint32
	last               []uint32 // every neuron's last record, which Backward walks back from
	recStride, cStride int
	done               bool    // Backward has used the cotangents
	factor             float64 // of what is added to the cotangents
}

// Words of a neuron's reals; see shaders/event/log.glsl.
const (
	cellIntegral, cellMax, cellMaxTime, cellBarIntegral, cellBarMax, cellBarFinal = 1, 2, 3, 4, 5, 6
	kindObserve                                                                   = 5
	recTime, recBarTime, recBarWeight, recV                                       = 0, 1, 2, 3
)

func (e *Engine) read(samples []Sample) (*Outcome, error) {
	o := &Outcome{Samples: samples, e: e, factor: 1, recStride: e.shape.RecStride(), cStride: e.shape.CellStride()}
	var err error
	if o.recReal, err = viewReals(e.shape.RecReal); err != nil {
		return nil, err
	}
	if o.cellReal, err = viewReals(e.shape.CellReal); err != nil {
		return nil, err
	}
	if o.recWord, err = viewWords(e.shape.RecWord); err != nil {
		return nil, err
	}
	if o.cellWord, err = viewWords(e.shape.CellWord); err != nil {
		return nil, err
	}
	for i := 0; i < len(samples)*e.neurons; i++ {
		o.last = append(o.last, o.cellWord[i*kernels.EventCellWords])
	}
	return o, nil
}

// Scaled evaluates a loss and adds its derivatives times a factor. It returns
// the loss itself.
func (o *Outcome) Scaled(factor float64, l Loss) (float64, error) {
	was := o.factor
	o.factor *= factor
	defer func() { o.factor = was }()
	return l.Evaluate(o)
}

// Population is one population's part of an outcome.
type Population struct {
	o     *Outcome
	first int
	// Size is the number of its neurons.
	Size int
}

// Population returns the part of the population of that name; it must exist.
func (o *Outcome) Population(name string) (Population, error) {
	p := o.e.net.Find(name)
	if p == nil {
		return Population{}, fmt.Errorf("there is no population %q", name)
	}
	return Population{o, o.e.first[name], p.Size}, nil
}

func (p Population) cell(sample, neuron int) int { return sample*p.o.e.neurons + p.first + neuron }

// records lists the records of a neuron's spikes, in their order.
func (p Population) records(sample, neuron int) []int {
	c := p.cell(sample, neuron) * kernels.EventCellWords
	n := int(p.o.cellWord[c+4])
	if n == 0 {
		return nil
	}
	out := make([]int, 0, n)
	for rec := p.o.cellWord[c+2]; rec != none; rec = p.o.recWord[rec*kernels.EventRecWords+3] {
		out = append(out, int(rec))
	}
	slices.Reverse(out)
	return out
}

// Count returns the number of spikes of a neuron.
func (p Population) Count(sample, neuron int) int {
	return int(p.o.cellWord[p.cell(sample, neuron)*kernels.EventCellWords+4])
}

// Spikes returns the spike times of a neuron in ms, ascending.
func (p Population) Spikes(sample, neuron int) []float64 {
	recs := p.records(sample, neuron)
	times := make([]float64, len(recs))
	for k, rec := range recs {
		times[k] = p.o.recReal.at(rec*p.o.recStride + recTime)
	}
	return times
}

// AddSpike adds to the derivative of the loss by the time of a neuron's spike k, 1/ms.
func (p Population) AddSpike(sample, neuron, k int, bar float64) {
	recs := p.records(sample, neuron)
	p.o.recReal.add(recs[k]*p.o.recStride+recBarTime, p.o.factor*bar)
}

// First returns the time of a neuron's first spike; the trial's duration and
// false when it has none.
func (p Population) First(sample, neuron int) (t float64, fired bool) {
	if recs := p.records(sample, neuron); len(recs) > 0 {
		return p.o.recReal.at(recs[0]*p.o.recStride + recTime), true
	}
	return p.o.e.opts.Duration, false
}

// PushSpikes adds to the cotangent of the potential before every spike of a
// neuron, for regularisers that are no function of the outcome.
func (p Population) PushSpikes(sample, neuron int, bar float64) {
	for _, rec := range p.records(sample, neuron) {
		p.o.recReal.add(rec*p.o.recStride+recBarWeight, p.o.factor*bar)
	}
}

func (p Population) real(sample, neuron, word int) float64 {
	return p.o.cellReal.at(p.cell(sample, neuron)*p.o.cStride + word)
}

// Final returns the potential at the end of the trial.
func (p Population) Final(sample, neuron int) float64 {
	last := int(p.o.last[p.cell(sample, neuron)])
	return p.o.recReal.at(last*p.o.recStride + recV)
}

// Integral returns the integral of v(t) exp(-rate t), ms times v's unit; see Readout.
func (p Population) Integral(sample, neuron int) float64 { return p.real(sample, neuron, cellIntegral) }

// Max returns the largest potential and its time in ms; see Readout.
func (p Population) Max(sample, neuron int) (v, t float64) {
	return p.real(sample, neuron, cellMax), p.real(sample, neuron, cellMaxTime)
}

// observations lists the records of a neuron's observed potentials, in their order.
func (p Population) observations(sample, neuron int) []int {
	var out []int
	for rec := p.o.last[p.cell(sample, neuron)]; rec != none; rec = p.o.recWord[rec*kernels.EventRecWords+1] {
		if p.o.recWord[rec*kernels.EventRecWords]&7 == kindObserve {
			out = append(out, int(rec))
		}
	}
	slices.Reverse(out)
	return out
}

// Trace returns the potentials at the times of Readout.Times.
func (p Population) Trace(sample, neuron int) []float64 {
	recs := p.observations(sample, neuron)
	v := make([]float64, len(recs))
	for k, rec := range recs {
		v[k] = p.o.recReal.at(rec*p.o.recStride + recV)
	}
	return v
}

// AddTrace adds to the derivatives of the loss by what Trace returns.
func (p Population) AddTrace(sample, neuron int, bars []float64) {
	for k, rec := range p.observations(sample, neuron) {
		p.o.recReal.add(rec*p.o.recStride+recBarTime, p.o.factor*bars[k])
	}
}

// AddFinal, AddIntegral and AddMax add to the derivative of the loss by what
// Final, Integral and Max return.
func (p Population) AddFinal(sample, neuron int, bar float64) {
	p.o.cellReal.add(p.cell(sample, neuron)*p.o.cStride+cellBarFinal, p.o.factor*bar)
}

// AddIntegral adds to the derivative of the loss by Integral.
func (p Population) AddIntegral(sample, neuron int, bar float64) {
	p.o.cellReal.add(p.cell(sample, neuron)*p.o.cStride+cellBarIntegral, p.o.factor*bar)
}

// AddMax adds to the derivative of the loss by Max.
func (p Population) AddMax(sample, neuron int, bar float64) {
	p.o.cellReal.add(p.cell(sample, neuron)*p.o.cStride+cellBarMax, p.o.factor*bar)
}
