package adjoint

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/model"
)

// Online asks for learning that goes forward in time: e-prop (Bellec, Scherr,
// Subramoney, Hajek, Salaj, Legenstein & Maass 2020, Nat. Commun. 11:3625). Every
// synapse keeps an eligibility trace, the derivative of its neuron's state by its
// weight with the spikes of other neurons taken as given, and the output sends
// its errors back to all neurons. The memory does not grow with the length of
// a run. What is lost is the way of errors through recurrent synapses.
type Online struct {
	// Output is a population that never spikes, of a linear model with one
	// receptor and parameters that all its neurons share. Synapses reach it after one step.
	Output string
}

// online is the engine's part for eligibility traces.
type online struct {
	kernels.Eligibility
	output   *model.Population
	drives   int // trace of the output's v
	at       []int
	place    [][]int // of each projection's synapses: its gradient among a sample's traces
	feedback []float64
	fixed    map[string]bool // populations whose feedback is given
	jacobian *kernels.Program
	traces   *kernels.Program
	ran      bool
}

// makeOnline lays out matrices and traces.
func (e *Engine) makeOnline() error {
	if e.opts.Online == nil {
		return nil
	}
	o := &online{fixed: map[string]bool{}}
	e.online = o
	if _, ok := e.opts.Target.Memory.(buffers.Host); !ok {
		return errors.New("eligibility traces (e-prop) are for the native devices")
	}
	if e.train.Interpolated || len(e.couplings) > 0 || e.hasDynamics() {
		return errors.New("eligibility traces (e-prop) take neither delays that learn, nor couplings, nor presynaptic dynamics")
	}
	if err := e.placeMatrices(o); err != nil {
		return err
	}
	if err := e.makeColumns(o); err != nil {
		return err
	}
	return e.onlinePrograms(o)
}

// placeMatrices gives every group its place among a sample's matrices and finds the output's.
func (e *Engine) placeMatrices(o *online) error {
	o.at = make([]int, len(e.groups))
	for k, g := range e.groups {
		if g.Model.Source || g.Model.Host {
			continue
		}
		if g.Words > kernels.EligibilityStateWords {
			return fmt.Errorf("population %q: %d words of state, eligibility traces take %d", g.Members[0].Population.Name, g.Words, kernels.EligibilityStateWords)
		}
		o.at[k] = o.JacobianWords
		o.JacobianWords += (g.Words + 1) * (g.Words + len(g.Receptors)) * g.Size
	}
	pop, g, first, err := e.locate(e.opts.Online.Output)
	if err != nil {
		return err
	}
	if g.Model.Source || !g.Model.Silent || !g.Uniform || len(g.Receptors) != 1 || g.Receptors[0].Output == model.OutputConductance {
		return fmt.Errorf("output %q: e-prop takes a population of a linear model that never spikes, with one receptor of current and shared parameters", pop.Name)
	}
	o.output, o.Outputs = pop, pop.Size
	o.drives = slices.IndexFunc(e.traces, func(t trace) bool { return t.Population == pop.Name && t.Variable == "v" })
	if o.drives < 0 {
		return fmt.Errorf("output %q: Options.Traces must list its v", pop.Name)
	}
	o.Drives = e.traces[o.drives].at
	o.Out, o.OutStride = o.at[slices.Index(e.groups, g)]+first, g.Size
	o.OutWords, o.OutColumns, o.OutPort = g.Words, g.Words+1, g.Words
	return nil
}

// makeColumns sorts the synapses by the port they end at.
func (e *Engine) makeColumns(o *online) error {
	type synapse struct {
		projection, k int
		source, delay uint32
	}
	type column struct {
		port     int
		synapses []synapse
	}
	columns := map[int]*column{}
	var order []*column
	var entries, sources, delays []uint32
	groupOf := map[int]func() []uint32{}
	for q, p := range e.projections {
		_, from, first, err := e.locate(p.Source)
		if err != nil {
			return err
		}
		dst, into, target, err := e.locate(p.Target)
		if err != nil {
			return err
		}
		o.place = append(o.place, make([]int, len(p.sources)))
		r := dst.Receptor(p.Receptor)
		for k, s := range p.sources {
			i := target + int(p.targets[k])
			delay := uint32(p.delays[k]/e.net.DT + 0.5)
			if dst == o.output && delay != 1 {
				return fmt.Errorf("projection %q: a delay of %g ms; e-prop takes %g ms (one step) into the output", p.Name, p.delays[k], e.net.DT)
			}
			o.Reach = max(o.Reach, int(delay))
			port := into.PortBase + r*into.Size + i
			c := columns[port]
			if c == nil {
				c = &column{port: port}
				columns[port] = c
				order = append(order, c)
				output := uint32(kernels.NoEntry)
				if dst == o.output {
					output = p.targets[k]
				}
				mask := uint32(0)
				for w := range into.Words {
					if w >= len(into.Model.State) || into.Model.State[w].Unit != "steps" {
						mask |= 1 << w
					}
				}
				matrix := o.at[slices.Index(e.groups, into)] + i
				groupOf[port] = func() []uint32 {
					return []uint32{uint32(matrix), uint32(into.Size), uint32(into.Words), uint32(into.Words + len(into.Receptors)),
						uint32(into.Words + r), mask, uint32(into.SourceBase + i), output}
				}
			}
			c.synapses = append(c.synapses, synapse{q, k, uint32(from.SourceBase+first) + s, delay})
		}
	}
	slices.SortFunc(order, func(a, b *column) int { return a.port - b.port })
	for _, c := range order {
		about := groupOf[c.port]()
		n, words := len(c.synapses), int(about[2])
		if about[7] == kernels.NoEntry {
			words += o.OutWords
		}
		entries = append(append(entries, uint32(len(sources)), uint32(n), uint32(o.TraceWords)), about...)
		for k, s := range c.synapses {
			sources, delays = append(sources, s.source), append(delays, s.delay)
			o.place[s.projection][s.k] = o.TraceWords + words*n + k
		}
		o.TraceWords += (words + 1) * n
	}
	o.N = len(order)
	return e.uploadColumns(o, entries, sources, delays)
}

func (e *Engine) uploadColumns(o *online, entries, sources, delays []uint32) error {
	o.feedback = make([]float64, e.train.Sources*o.Outputs)
	for _, a := range []struct {
		at    **buffers.Array
		name  string
		elem  buffers.Elem
		n     int
		words []uint32
	}{
		{&o.Columns, "columns", buffers.U32, len(entries), entries},
		{&o.Sources, "column sources", buffers.U32, len(sources), sources},
		{&o.Delays, "column delays", buffers.U32, len(delays), delays},
		{&o.Feedback, "feedback", buffers.Real, len(o.feedback), nil},
		{&o.Traces, "eligibility traces", buffers.Real, e.batch * o.TraceWords, nil},
		{&o.Jacobian, "derivatives", buffers.Real, e.segment * e.batch * o.JacobianWords, nil},
	} {
		var err error
		if *a.at, err = e.array(a.name, a.elem, a.n); err != nil {
			return err
		}
		if a.words != nil {
			if err := (*a.at).WriteU32(0, a.words); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *Engine) onlinePrograms(o *online) error {
	control := func(name string, steps int) (*buffers.Array, kernels.Control, error) {
		layout := kernels.Control{Steps: steps}
		a, err := e.array(name+" control", buffers.U32, layout.Words())
		return a, layout, err
	}
	a, layout, err := control("derivatives", min(e.segment, maxSubmission))
	if err != nil {
		return err
	}
	o.jacobian = &kernels.Program{Name: "derivatives", Control: a, Layout: layout, Apart: true}
	last := e.lastDifferentiable()
	for k, g := range e.groups {
		if !g.Model.Source && g.Size > 0 {
			o.jacobian.Ops = append(o.jacobian.Ops, kernels.TrainJacobian(&e.train, &o.Eligibility, &g.TrainGroup, o.at[k], a, g == last))
		}
	}
	if a, layout, err = control("eligibility", 1); err != nil {
		return err
	}
	o.traces = &kernels.Program{Name: "eligibility", Control: a, Layout: layout, Apart: true,
		Ops: []kernels.Op{kernels.TrainEligibility(&e.train, &o.Eligibility, a)}}
	if err := e.opts.Target.Exec.Prepare(o.jacobian); err != nil {
		return err
	}
	return e.opts.Target.Exec.Prepare(o.traces)
}

// Errors gives the derivative of a loss by the output's v at the ends of steps
// lo to hi-1: that of neuron k of sample b in step n at ((n-lo)*Batch + b)*size
// + k. The output's trace of these steps can be read (TraceStep).
type Errors func(lo, hi int) ([]float64, error)

// Learn runs the batch forward once and makes the gradients of all weights by
// e-prop; WeightGradient returns them. Options.Online must have asked for it. Errors
// are asked for after each segment of Options.Strategy, so that a short one
// keeps the memory small; all strategies give the same bits.
func (e *Engine) Learn(ctx context.Context, in Input, errs Errors) error {
	o := e.online
	if o == nil {
		return errors.New("Options.Online did not ask for eligibility traces")
	}
	if in.Continue {
		return errors.New("e-prop begins at the beginning: its traces do not go on between runs")
	}
	if err := e.sendBack(o); err != nil {
		return err
	}
	if err := o.Traces.WriteBytes(0, make([]byte, o.Traces.Bytes())); err != nil {
		return err
	}
	e.between = func(lo, hi int) error {
		if err := e.run(ctx, o.jacobian, lo, hi-lo, false); err != nil {
			return err
		}
		drives, err := errs(lo, hi)
		if err != nil {
			return err
		}
		row := e.batch * o.Outputs
		if len(drives) != (hi-lo)*row {
			return fmt.Errorf("%d errors for steps %d to %d, must be %d", len(drives), lo, hi, (hi-lo)*row)
		}
		if err := e.train.Drives.WriteReal(o.Drives+lo*row, drives); err != nil {
			return err
		}
		return e.run(ctx, o.traces, 0, 1, false)
	}
	defer func() { e.between = nil }()
	o.ran = false
	if err := e.Forward(ctx, in); err != nil {
		return err
	}
	e.ran, e.backed = false, false
	o.ran = true
	return e.onlineGradients(o)
}

// sendBack uploads the feedback: of populations that none was set for, the weights into the output.
func (e *Engine) sendBack(o *online) error {
	for _, p := range e.projections {
		if p.Target != o.output.Name || o.fixed[p.Source] {
			continue
		}
		_, g, first, err := e.locate(p.Source)
		if err != nil {
			return err
		}
		pop := e.net.Find(p.Source)
		clear(o.feedback[(g.SourceBase+first)*o.Outputs : (g.SourceBase+first+pop.Size)*o.Outputs])
	}
	for _, p := range e.projections {
		if p.Target != o.output.Name || o.fixed[p.Source] {
			continue
		}
		_, g, first, err := e.locate(p.Source)
		if err != nil {
			return err
		}
		for k, s := range p.sources {
			o.feedback[(g.SourceBase+first+int(s))*o.Outputs+int(p.targets[k])] += p.weights[k]
		}
	}
	return o.Feedback.WriteReal(0, o.feedback)
}

// SetFeedback sends the errors of the output to a population through weights of
// their own, from output k to neuron i at i*outputs + k, instead of those with
// which the population reaches the output (random e-prop). nil takes these again.
func (e *Engine) SetFeedback(population string, weights []float64) error {
	if e.online == nil {
		return errors.New("Options.Online did not ask for eligibility traces")
	}
	pop, g, first, err := e.locate(population)
	if err != nil {
		return err
	}
	o := e.online
	if weights != nil && len(weights) != pop.Size*o.Outputs {
		return fmt.Errorf("feedback to population %q: %d weights, must be %d", population, len(weights), pop.Size*o.Outputs)
	}
	own := o.feedback[(g.SourceBase+first)*o.Outputs : (g.SourceBase+first+pop.Size)*o.Outputs]
	clear(own)
	copy(own, weights)
	o.fixed[population] = weights != nil
	return nil
}

// onlineGradients adds the samples' gradients, in order, and puts them where WeightGradient finds them.
func (e *Engine) onlineGradients(o *online) error {
	sum := make([]float64, e.train.AdjWeights.Len())
	one := make([]float64, o.TraceWords)
	for b := range e.batch {
		if err := o.Traces.ReadReal(b*o.TraceWords, one); err != nil {
			return err
		}
		for q, p := range e.projections {
			for k, at := range p.place {
				sum[at] += one[o.place[q][k]]
			}
		}
	}
	if err := e.train.AdjWeights.WriteReal(0, sum); err != nil {
		return err
	}
	e.backed = true
	for _, p := range e.projections {
		for k, at := range p.place {
			if !finite(sum[at]) {
				return fmt.Errorf("the gradient of weight %d of projection %q (neuron %d to neuron %d) is %v", k, p.Name, p.sources[k], p.targets[k], sum[at])
			}
		}
	}
	return nil
}
