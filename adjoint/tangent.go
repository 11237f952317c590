package adjoint

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/galvani-sim/galvani/model"
)

// Direction is a direction in the space of everything a run depends on: what
// is not named does not change. Values have the layouts of the gradients.
type Direction struct {
	Weights, Delays   map[string][]float64 // by projection; delays in ms
	Parameters        map[string][]float64 // by "population/name", as many as Engine.Parameter returns
	Initial, Currents map[string][]float64 // by "population.variable", by population
}

// Tangent returns the derivative of every trace along a direction, in the
// layout of Trace: the forward-mode derivative of the same program, every step
// over dual numbers (float64), neuron by neuron. It shares the fragments of the
// models with the way back, and neither its kernels nor its order, and checks
// it. in must be that of the last Forward, whose spikes it takes for those of
// source populations, and the batch one sample.
//
// It is slow: for checks of small networks.
func (e *Engine) Tangent(ctx context.Context, in Input, along Direction) ([][]float64, error) {
	switch {
	case e.batch != 1:
		return nil, fmt.Errorf("a tangent is that of one sample, the batch has %d", e.batch)
	case len(e.net.Couplings) > 0:
		return nil, errors.New("couplings have no tangents")
	case e.opts.Truncate != 0:
		return nil, errors.New("a tangent is not truncated")
	}
	t := &tangent{e: e}
	if err := t.prepare(in, along); err != nil {
		return nil, fmt.Errorf("tangent: %w", err)
	}
	for n := range e.opts.Steps {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("tangent: %w", err)
		}
		for k, g := range e.groups {
			if !g.Model.Source {
				if err := t.group(n, k, g); err != nil {
					return nil, fmt.Errorf("tangent: %w", err)
				}
			}
		}
		t.deliver(n)
	}
	return t.traces, nil
}

// tangent is a run over dual numbers: every quantity with its derivative.
type tangent struct {
	e               *Engine
	bits            []uint32
	state, dState   []float64
	arrive, dArrive []float64 // (steps + spill) x ports
	input, dInput   []float64 // steps x inputs
	rows, dRows     [][][]float64
	dSpike          []float64 // by source, of the present step
	out             [][]synapse
	traces          [][]float64
}

// synapse is one of a source: delay in whole steps, fraction the rest.
type synapse struct {
	port, delay                           int
	fraction, weight, dWeight, dDelaySlot float64
}

func (t *tangent) prepare(in Input, along Direction) error {
	e := t.e
	var err error
	if t.state, err = e.initial(in); err != nil {
		return err
	}
	t.dState = make([]float64, len(t.state))
	t.starts(in, along)
	for name, d := range along.Initial {
		base, size, err := e.stateAt(name)
		if err != nil {
			return err
		}
		copy(t.dState[base:base+size], d)
	}
	t.bits = make([]uint32, e.train.Bits.Len())
	if err := e.train.Bits.ReadU32(0, t.bits); err != nil {
		return err
	}
	t.arrive = make([]float64, (e.opts.Steps+e.train.Spill+1)*e.train.Ports)
	t.dArrive = make([]float64, len(t.arrive))
	if t.input, err = t.currents(in.Currents); err != nil {
		return err
	}
	if t.dInput, err = t.currents(along.Currents); err != nil {
		return err
	}
	t.dSpike = make([]float64, e.train.Sources)
	for k := range e.traces {
		t.traces = append(t.traces, make([]float64, e.opts.Steps*e.traces[k].count))
	}
	for _, g := range e.groups {
		if g.Model.Random && !g.Model.Source {
			return fmt.Errorf("population %q: %s draws random numbers, which tangents do not", g.Members[0].Population.Name, g.Model.Name)
		}
		rows, dRows := e.rowDirections(g, along.Parameters)
		t.rows, t.dRows = append(t.rows, rows), append(t.dRows, dRows)
	}
	return t.connect(along)
}

// starts moves the states that start at a parameter with it.
func (t *tangent) starts(in Input, along Direction) {
	for _, g := range t.e.groups {
		for _, m := range g.Members {
			for w, v := range g.Model.State {
				d := along.Parameters[m.Population.Name+"/"+startsFrom(m.Population, v)]
				_, given := in.Initial[m.Population.Name+"."+v.Name]
				for i := range m.Population.Size {
					if len(d) > 0 && !given {
						t.dState[g.StateBase+w*g.Size+m.First+i] = d[min(i, len(d)-1)]
					}
				}
			}
		}
	}
}

// currents lays currents out as the engine does: steps x inputs.
func (t *tangent) currents(given map[string][]float64) ([]float64, error) {
	e := t.e
	all := make([]float64, e.opts.Steps*e.train.InputsN)
	for name, v := range given {
		pop, g, first, err := e.locate(name)
		if err != nil {
			return nil, err
		}
		if g.InputBase < 0 || len(v) != e.opts.Steps*pop.Size {
			return nil, fmt.Errorf("the current of %q has %d values", name, len(v))
		}
		for n := range e.opts.Steps {
			copy(all[n*e.train.InputsN+g.InputBase+first:], v[n*pop.Size:(n+1)*pop.Size])
		}
	}
	return all, nil
}

// rowDirections returns every neuron's parameter row and its derivative.
func (e *Engine) rowDirections(g *group, along map[string][]float64) (rows, dRows [][]float64) {
	for _, m := range g.Members {
		if g.Model.Source {
			break
		}
		names := e.plan.ParameterNames(m.Population)
		for i := range m.Population.Size {
			given := g.given(m.Population, i, names)
			row := e.plan.Rederive(g.Group, m.Population, i, given)
			dRow := make([]float64, len(row))
			for _, name := range names {
				d := along[m.Population.Name+"/"+name]
				if d == nil || d[min(i, len(d)-1)] == 0 {
					continue
				}
				was := given[name]
				slope := derivative(was, e.scale(m.Population, name), func(x float64) []float64 {
					given[name] = x
					return e.plan.Rederive(g.Group, m.Population, i, given)
				})
				given[name] = was
				for w := range slope {
					dRow[w] += slope[w] * d[min(i, len(d)-1)]
				}
			}
			rows, dRows = append(rows, row), append(dRows, dRow)
		}
	}
	return rows, dRows
}

// connect lists every source's synapses.
func (t *tangent) connect(along Direction) error {
	e := t.e
	delays := make([]uint32, e.train.Delays.Len())
	if err := e.train.Delays.ReadU32(0, delays); err != nil {
		return err
	}
	fractions := make([]float64, e.train.Fractions.Len())
	if err := e.train.Fractions.ReadReal(0, fractions); err != nil {
		return err
	}
	t.out = make([][]synapse, e.train.Sources)
	for _, p := range e.projections {
		_, from, first, err := e.locate(p.Source)
		if err != nil {
			return err
		}
		dst, into, target, err := e.locate(p.Target)
		if err != nil {
			return err
		}
		port := into.PortBase + dst.Receptor(p.Receptor)*into.Size + target
		for k, at := range p.place {
			s := synapse{port: port + int(p.targets[k]), delay: int(delays[at]), weight: p.weights[k]}
			if e.train.Interpolated {
				s.fraction = fractions[at]
			}
			if d := along.Weights[p.Name]; d != nil {
				s.dWeight = d[min(k, len(d)-1)]
			}
			if d := along.Delays[p.Name]; d != nil {
				s.dDelaySlot = d[min(k, len(d)-1)] / e.net.DT
			}
			source := from.SourceBase + first + int(p.sources[k])
			t.out[source] = append(t.out[source], s)
		}
	}
	return nil
}

// deliver sends the spikes of a step, and what every spike decision changes.
func (t *tangent) deliver(n int) {
	ports := t.e.train.Ports
	for source, list := range t.out {
		spike := 0.0
		if t.spiked(n, source) {
			spike = 1
		}
		d := t.dSpike[source]
		if spike == 0 && d == 0 {
			continue
		}
		for _, s := range list {
			now, next := (n+s.delay)*ports+s.port, (n+s.delay+1)*ports+s.port
			if now >= len(t.arrive) {
				continue
			}
			whole := spike*s.dWeight + d*s.weight
			t.arrive[now] += (1 - s.fraction) * spike * s.weight
			t.dArrive[now] += (1-s.fraction)*whole - s.dDelaySlot*spike*s.weight
			if next < len(t.arrive) {
				t.arrive[next] += s.fraction * spike * s.weight
				t.dArrive[next] += s.fraction*whole + s.dDelaySlot*spike*s.weight
			}
		}
	}
}

func (t *tangent) spiked(n, source int) bool {
	return t.bits[n*t.e.train.BitWords+source/32]>>(source%32)&1 != 0
}

// trace keeps the derivatives of a step of neuron i of a group.
func (t *tangent) trace(n int, g *group, i int, at func(word int) float64, dSpike float64) {
	for k, tr := range t.e.traces {
		pop, own, first, err := t.e.locate(tr.Population)
		if err != nil || own != g || i < first || i >= first+pop.Size {
			continue
		}
		d := dSpike
		if tr.Variable != "spike" {
			word, _ := traceWord(pop, g.Group, tr.Variable)
			d = at(int(word))
		}
		t.traces[k][n*tr.count+i-first] = d
	}
}

// constantState reports whether a state variable has no derivative: the steps
// that a refractory time still has.
func constantState(v model.Var) bool { return slices.Contains([]string{"refractory"}, v.Name) }
