package eventprop

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/model"
)

// Engine is a network compiled for event-based simulation and its gradient. It
// is for one goroutine at a time.
type Engine struct {
	net     *model.Network
	opts    Options
	device  *device
	layers  []layer
	first   map[string]int // population's first neuron
	neurons int
	syn     synapses
	rows    []rows // of each layer
	layerOf []int  // of each neuron
	apart   bool   // no layer goes together
	params  []*Parameter
	byName  map[string]*Parameter
	cells   []cell
	table   []float64 // the kernels' param
	values  []float64 // the kernels' syn_real
	blank   []uint32  // one sample's cell_word at the beginning of a trial
	// perSource lists the source populations in the order of their neurons.
	perSource []*model.Population

	shape   kernels.Events
	arrays  []*buffers.Array
	slice   float64 // ms
	longest float64 // bound of slice that a device was found to need, 0: none
	fresh   []*buffers.Array
	room    int // samples that the fresh arrays hold
	made    map[programKey]programs
	out     *Outcome
}

// maxBatch is the number of slices of one submission.
const maxBatch = 250

// Compile makes an engine of a network. Errors of the description are
// *model.Error values. Delays may be shorter than the network's time step,
// between layers even 0; those of recurrent connections must be at least one step.
func Compile(ctx context.Context, net *model.Network, opts Options) (*Engine, error) {
	if !(opts.Duration > 0) || math.IsInf(opts.Duration, 0) {
		return nil, fmt.Errorf("compile %q: the duration is %v ms, must be positive", net.Name, opts.Duration)
	}
	opts.Batch = max(opts.Batch, 1)
	if opts.MaxRecords <= 0 {
		opts.MaxRecords = defaultMaxRecords
	}
	if err := validate(net); err != nil {
		return nil, err
	}
	if err := net.FixedWeights(); err != nil {
		return nil, err
	}
	if err := supported(net); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(opts.Read)) {
		if p := net.Find(name); p == nil || p.Neuron().Source {
			return nil, fmt.Errorf("read: there is no population of neurons %q", name)
		}
		if k := opts.Read[name].Rate; !(k >= 0) || math.IsInf(k, 0) {
			return nil, fmt.Errorf("read: the rate of %q is %v per ms, must not be negative", name, k)
		}
		for k, ts := 0, opts.Read[name].Times; k < len(ts); k++ {
			if !(ts[k] >= 0 && ts[k] <= opts.Duration) || k > 0 && !(ts[k] >= ts[k-1]) {
				return nil, fmt.Errorf("read: the times of %q must ascend from 0 to the duration of %v ms, not be %v", name, opts.Duration, ts[k])
			}
		}
	}
	e := &Engine{net: net, opts: opts, layers: makeLayers(net), first: map[string]int{}, made: map[programKey]programs{}, byName: map[string]*Parameter{}}
	for _, l := range e.layers {
		for _, p := range l.pops {
			e.first[p.Name] = e.neurons
			e.neurons += p.Size
			if l.sources {
				e.perSource = append(e.perSource, p)
			}
			for _, r := range p.Receptors {
				e.shape.Alpha = e.shape.Alpha || model.FindSynapse(r.Model).Linear.Alpha
			}
			e.shape.Receptors = max(e.shape.Receptors, len(p.Receptors))
		}
	}
	if err := e.buildSynapses(ctx); err != nil {
		return nil, err
	}
	e.layerOf = e.layersOf()
	for _, l := range e.layers {
		e.rows = append(e.rows, e.layerRows(l))
	}
	e.buildCells()
	var err error
	if e.device, err = openDevice(opts.Device, opts.Batch); err != nil {
		return nil, err
	}
	if err := e.makeArrays(); err != nil {
		e.Close()
		return nil, err
	}
	return e, nil
}

// validate checks the description without the rules that come from the grid:
// delays are checked for themselves, source times come with the samples.
func validate(net *model.Network) error {
	bare := *net
	bare.Projections, bare.Populations = nil, nil
	for _, p := range net.Projections {
		q := *p
		q.Delay, q.Rule.Delays = model.Const(net.DT), nil
		bare.Projections = append(bare.Projections, &q)
	}
	for _, p := range net.Populations {
		q := *p
		if m := p.Neuron(); m != nil && m.Host {
			q.Times = make([][]float64, p.Size)
		}
		bare.Populations = append(bare.Populations, &q)
	}
	return bare.Validate()
}

// Close gives the device's memory back. Closing twice is harmless.
func (e *Engine) Close() {
	if e.device == nil {
		return
	}
	e.device.exec.Close()
	for _, a := range append(e.arrays, e.fresh...) {
		a.Close()
	}
	e.device.exec = nil
	e.device.close()
	e.device = nil
}

// Network returns the description the engine was made of.
func (e *Engine) Network() *model.Network { return e.net }

// Neurons returns the number of neurons and sources of one sample.
func (e *Engine) Neurons() int { return e.neurons }

// makeArrays makes what does not depend on the number of records.
func (e *Engine) makeArrays() error {
	s := &e.shape
	s.Neurons, s.Synapses = e.neurons, len(e.syn.words)/4
	table := func(name string, words []uint32) (*buffers.Array, error) {
		a, err := e.array(name, buffers.U32, max(len(words), 1))
		if err != nil {
			return nil, err
		}
		return a, a.WriteU32(0, words)
	}
	var err error
	if s.RowPtr, err = table("row_ptr", e.syn.rowPtr); err != nil {
		return err
	}
	if s.SynWord, err = table("syn_word", e.syn.words); err != nil {
		return err
	}
	if s.SynReal, err = e.array("syn_real", buffers.Real, max(kernels.EventSynWords*s.Synapses, 1)); err != nil {
		return err
	}
	if s.Param, err = e.array("param", buffers.Real, len(e.table)); err != nil {
		return err
	}
	s.Control, err = e.array("control", buffers.U32, kernels.Control{Steps: maxBatch}.Words())
	return err
}

func (e *Engine) array(name string, elem buffers.Elem, n int) (*buffers.Array, error) {
	a, err := e.device.memory.New(name, elem, n)
	if err != nil {
		return nil, fmt.Errorf("event-based engine: %w", err)
	}
	e.arrays = append(e.arrays, a)
	return a, nil
}

// ErrRecords comes when a sample has more events than Options.MaxRecords.
var ErrRecords = errors.New("a sample has more events than there is room for")

// prepare makes the arrays and programs for so many samples and records each.
func (e *Engine) prepare(samples, records int) error {
	s := &e.shape
	s.Samples = samples
	if samples <= e.room && records == s.Capacity {
		return nil
	}
	// Recordings refer to the arrays.
	e.dropPrograms()
	for _, a := range e.fresh {
		a.Close()
	}
	e.fresh, e.room, e.out = nil, 0, nil
	most := e.device.memory.MaxElements()
	// Room for larger batches to come, where there is any.
	for samples = min(e.opts.Batch, 4*samples); samples > s.Samples && samples*records*s.RecStride() > most; {
		samples--
	}
	for _, n := range []int{samples * records * s.RecStride(), samples * e.neurons * s.CellStride()} {
		if n > most {
			return fmt.Errorf("event-based engine: %d samples of %d events need %d numbers, the device holds %d in one array; use smaller batches: %w", samples, records, n, most, ErrRecords)
		}
	}
	for _, x := range []struct {
		to   **buffers.Array
		name string
		elem buffers.Elem
		n    int
	}{
		{&s.RecWord, "rec_word", buffers.U32, samples * records * kernels.EventRecWords},
		{&s.RecReal, "rec_real", buffers.Real, samples * records * s.RecStride()},
		{&s.CellWord, "cell_word", buffers.U32, samples * e.neurons * kernels.EventCellWords},
		{&s.CellReal, "cell_real", buffers.Real, samples * e.neurons * s.CellStride()},
		{&s.SampleWord, "sample_word", buffers.U32, samples * kernels.EventSampleWords},
	} {
		a, err := e.device.memory.New(x.name, x.elem, x.n)
		if err != nil {
			return fmt.Errorf("event-based engine: %w", err)
		}
		e.fresh = append(e.fresh, a)
		*x.to = a
	}
	s.Capacity, e.room = records, samples
	return nil
}
