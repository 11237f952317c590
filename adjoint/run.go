package adjoint

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/galvani-sim/galvani/model"
)

// Input is what a batch of samples receives from outside.
type Input struct {
	// Spikes holds, by spike_source population, the spike times (ms) of every
	// sample's neurons: Spikes[name][sample][neuron]. A population that is not
	// named spikes at the network's own times in every sample. A spike at t is
	// in the step that ends at t, as in a simulation.
	Spikes map[string][][][]float64
	// Currents holds, by population of Options.Inputs, the current (pA) of step
	// n, sample b and neuron i at (n*Batch + b)*size + i; none is zero.
	Currents map[string][]float64
	// Initial holds initial state by "population.variable" ("hidden.v",
	// "hidden.exc.g"), one value for each sample's neurons: b*size + i.
	Initial map[string][]float64
	// Continue goes on from the end of the last run, with its state and the
	// spikes under way, instead of the initial state. Times and steps count from
	// 0 again. Backward then goes back to the beginning of this run, and needs
	// StoreAll.
	Continue bool
	// Trial is the number of the run, a part of the key of random draws.
	Trial uint32
}

// Forward runs the batch from its initial state over all steps. Traces and
// spikes can be read afterwards.
func (e *Engine) Forward(ctx context.Context, in Input) error {
	e.ran, e.backed = false, false
	e.trial = in.Trial
	if err := e.setInputs(in); err != nil {
		return err
	}
	if err := e.begin(in); err != nil {
		return err
	}
	clear(e.saved)
	steps := e.opts.Steps
	keep := e.opts.Strategy.kept(steps)
	for lo := 0; lo < steps; lo += e.segment {
		if slices.Contains(keep, lo) {
			if err := e.save(lo); err != nil {
				return err
			}
		}
		hi := min(lo+e.segment, steps)
		if err := e.sweep(ctx, lo, hi, in.Continue || lo > 0); err != nil {
			return err
		}
		if e.between != nil {
			if err := e.between(lo, hi); err != nil {
				return err
			}
		}
		if hi < steps {
			if err := e.pass(hi - lo); err != nil {
				return err
			}
		}
	}
	e.ran, e.continued = true, in.Continue
	e.started = map[string]bool{}
	for name := range in.Initial {
		e.started[name] = true
	}
	e.carry = steps - (steps-1)/e.segment*e.segment
	return nil
}

// begin puts the state in front of the first step into slot 0.
func (e *Engine) begin(in Input) error {
	if err := e.beginReleases(in.Continue); err != nil {
		return err
	}
	if in.Continue {
		return e.carryOn()
	}
	e.carry = -1
	state, err := e.initial(in)
	if err != nil {
		return err
	}
	return e.train.State.WriteReal(0, state)
}

// carryOn makes the end of the last run the beginning of the next: the state,
// and the arrivals of spikes under way.
func (e *Engine) carryOn() error {
	if e.hasDynamics() {
		return errors.New("a run of a network with presynaptic dynamics cannot be continued")
	}
	if e.carry < 0 {
		return errors.New("there is no run to continue, or Backward has gone through it: it leaves no spikes under way")
	}
	steps := e.carry
	e.carry = -1
	return e.pass(steps)
}

// pass makes what stands behind a segment of so many steps the beginning of the
// next: the state, and the arrivals of spikes under way.
func (e *Engine) pass(steps int) error {
	if err := e.advance(steps); err != nil {
		return err
	}
	slot := e.batch * e.train.Ports
	p := make([]byte, e.train.Spill*slot*e.train.Arrivals.ElemBytes())
	if err := e.train.Arrivals.ReadBytes(steps*slot, p); err != nil {
		return err
	}
	return e.train.Arrivals.WriteBytes(0, p)
}

// save keeps the state in slot 0, which is that in front of step lo.
func (e *Engine) save(lo int) error {
	p := make([]byte, e.batch*e.train.StateWords*e.train.State.ElemBytes())
	e.saved[lo] = p
	return e.train.State.ReadBytes(0, p)
}

// restore brings a kept state back to slot 0.
func (e *Engine) restore(lo int) error {
	e.resident = -1
	return e.train.State.WriteBytes(0, e.saved[lo])
}

// advance makes the state behind a segment of so many steps the first of the next.
func (e *Engine) advance(steps int) error {
	n := e.batch * e.train.StateWords
	p := make([]byte, n*e.train.State.ElemBytes())
	if err := e.train.State.ReadBytes(steps*n, p); err != nil {
		return err
	}
	e.resident = -1
	return e.train.State.WriteBytes(0, p)
}

// setInputs uploads spikes and currents.
func (e *Engine) setInputs(in Input) error {
	words := make([]uint32, e.train.Bits.Len())
	for _, g := range e.groups {
		if !g.Model.Host {
			continue
		}
		for _, m := range g.Members {
			if err := e.setSpikes(words, in, m.Population, g.SourceBase+m.First); err != nil {
				return err
			}
		}
	}
	for name := range in.Spikes {
		if pop := e.net.Find(name); pop == nil || !pop.Neuron().Host {
			return fmt.Errorf("input spikes: there is no spike_source population %q", name)
		}
	}
	if err := e.train.Bits.WriteU32(0, words); err != nil {
		return err
	}
	return e.setCurrents(in)
}

func (e *Engine) setSpikes(words []uint32, in Input, pop *model.Population, source int) error {
	given, ok := in.Spikes[pop.Name]
	if ok && len(given) != e.batch {
		return fmt.Errorf("input spikes of %q: %d samples, the batch has %d", pop.Name, len(given), e.batch)
	}
	for b := range e.batch {
		times := pop.Times
		if ok {
			times = given[b]
		}
		if len(times) > pop.Size {
			return fmt.Errorf("input spikes of %q: %d neurons, it has %d", pop.Name, len(times), pop.Size)
		}
		for i, list := range times {
			s := source + i
			for _, t := range list {
				n := int(math.Round(t/e.net.DT)) - 1
				if n < 0 {
					return fmt.Errorf("input spikes of %q: a spike at %g ms, the first step ends at %g ms", pop.Name, t, e.net.DT)
				}
				if n < e.opts.Steps {
					words[(n*e.batch+b)*e.train.BitWords+s/32] |= 1 << (s % 32)
				}
			}
		}
	}
	return nil
}

func (e *Engine) setCurrents(in Input) error {
	t := &e.train
	for name := range in.Currents {
		if !slices.Contains(e.opts.Inputs, name) {
			return fmt.Errorf("input current of %q: Options.Inputs does not list it", name)
		}
	}
	if t.InputsN == 0 {
		return nil
	}
	rows := e.opts.Steps * e.batch
	all := make([]float64, rows*t.InputsN)
	for _, name := range e.opts.Inputs {
		given, ok := in.Currents[name]
		if !ok {
			continue
		}
		pop, g, first, err := e.locate(name)
		if err != nil {
			return err
		}
		if len(given) != rows*pop.Size {
			return fmt.Errorf("input current of %q: %d values, must be %d steps x %d samples x %d neurons", name, len(given), e.opts.Steps, e.batch, pop.Size)
		}
		for r := range rows {
			copy(all[r*t.InputsN+g.InputBase+first:], given[r*pop.Size:(r+1)*pop.Size])
		}
	}
	if e.couple.Given != nil {
		if err := e.couple.Given.WriteReal(0, all); err != nil {
			return err
		}
	}
	return t.Inputs.WriteReal(0, all)
}

// initial returns the state of all samples in front of the first step.
func (e *Engine) initial(in Input) ([]float64, error) {
	t := &e.train
	one := make([]float64, t.StateWords)
	for _, g := range e.groups {
		if !g.Model.Host {
			copy(one[g.StateBase:], e.initialState(g))
		}
	}
	var all []float64
	for range e.batch {
		all = append(all, one...)
	}
	for name, values := range in.Initial {
		base, size, err := e.stateAt(name)
		if err != nil {
			return nil, fmt.Errorf("initial state: %w", err)
		}
		if len(values) != e.batch*size {
			return nil, fmt.Errorf("initial state %q: %d values, must be %d samples x %d neurons", name, len(values), e.batch, size)
		}
		for b := range e.batch {
			copy(all[b*t.StateWords+base:], values[b*size:(b+1)*size])
		}
	}
	return all, nil
}

// InitialState returns the initial values of a state variable ("hidden.v",
// "hidden.exc.g") that Input.Initial does not replace, one for each neuron: the
// description's, or, where that sets none, those of the parameter StartsFrom names.
func (e *Engine) InitialState(name string) ([]float64, error) {
	base, size, err := e.stateAt(name)
	if err != nil {
		return nil, err
	}
	for _, g := range e.groups {
		if !g.Model.Host && base >= g.StateBase && base < g.StateBase+g.Words*g.Size {
			at := base - g.StateBase
			return slices.Clone(e.initialState(g)[at : at+size]), nil
		}
	}
	return nil, fmt.Errorf("%q belongs to no group", name)
}

// stateAt returns where the state variable "population.variable" lies in a sample.
func (e *Engine) stateAt(name string) (base, size int, err error) {
	for _, pop := range e.net.Populations {
		variable, ok := cutPrefix(name, pop.Name)
		if !ok {
			continue
		}
		_, g, first, err := e.locate(pop.Name)
		if err != nil {
			return 0, 0, err
		}
		word, err := traceWord(pop, g.Group, variable)
		if err != nil {
			return 0, 0, err
		}
		return g.StateBase + int(word)*g.Size + first, pop.Size, nil
	}
	return 0, 0, fmt.Errorf("%q names no population's variable", name)
}

func cutPrefix(name, population string) (variable string, ok bool) {
	if len(name) > len(population)+1 && name[:len(population)] == population && name[len(population)] == '.' {
		return name[len(population)+1:], true
	}
	return "", false
}

// Spikes returns, for sample b of the last run, the steps in which each neuron
// of a population spiked; a spike in step n has the time (n+1) dt.
func (e *Engine) Spikes(population string, b int) ([][]int, error) {
	pop, g, first, err := e.locate(population)
	if err != nil {
		return nil, err
	}
	words := make([]uint32, e.train.Bits.Len())
	if err := e.train.Bits.ReadU32(0, words); err != nil {
		return nil, err
	}
	out := make([][]int, pop.Size)
	for n := range e.opts.Steps {
		row := words[(n*e.batch+b)*e.train.BitWords:]
		for i := range out {
			if s := g.SourceBase + first + i; row[s/32]>>(s%32)&1 != 0 {
				out[i] = append(out[i], n)
			}
		}
	}
	return out, nil
}
