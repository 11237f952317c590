package eventprop

import (
	"fmt"
	"math"

	"github.com/galvani-sim/galvani/model"
)

// Parameter is a set of numbers that a loss can be differentiated by:
//
//	PROJECTION.weight, PROJECTION.delay      one for each synapse
//	POPULATION.NAME                          one for each neuron: c_m, v_th, ...
//	POPULATION.RECEPTOR.NAME                 one for each neuron: tau, e_rev
//	POPULATION.initial.v                     one for each neuron
//	POPULATION.RECEPTOR.initial.g (and .x)   one for each neuron
//
// Values may be changed between two calls of Forward; Backward sets Grad to the
// derivative of the loss by each. Who trains one number for all adds the
// derivatives up. Synapses are in the order of their sources, then of their
// targets. Units are those of the models.
type Parameter struct {
	Name   string
	Values []float64
	Grad   []float64
}

// cell places a population's parameters in the kernels' table.
type cell struct {
	param *Parameter
	pop   *model.Population
	row   int // reals from the beginning of a neuron's row
	bar   int // reals from the beginning of a neuron's cell_real, where its cotangent is
	// rate is true where the table holds 1/value, of which the cotangent is that of value.
	rate bool
}

func (e *Engine) add(name string, values []float64) *Parameter {
	p := &Parameter{Name: name, Values: values, Grad: make([]float64, len(values))}
	e.params = append(e.params, p)
	e.byName[name] = p
	return p
}

// Parameters returns all parameters, projections first.
func (e *Engine) Parameters() []*Parameter { return e.params }

// Parameter returns the parameter of that name, nil when there is none.
func (e *Engine) Parameter(name string) *Parameter { return e.byName[name] }

// The rows of the kernels' tables; see shaders/event/log.glsl.
const (
	rowC, rowG, rowE, rowI, rowThreshold, rowReset, rowRefractory = 0, 1, 2, 3, 4, 5, 6
	rowReceptors, rowV0, rowFlags, rowRate, rowTimes, rowReceptor = 7, 8, 9, 10, 11, 12
	barC, barThreshold, barReset, barRefractory, barV, barG       = 8, 12, 13, 14, 15, 16
	flagSpikes, flagIntegral, flagMax                             = 1, 2, 4
	kindConductance, kindAlpha                                    = 1, 2
	// never is a threshold that no potential reaches.
	never = 1e30
)

// buildCells makes the parameters of neurons and receptors and the constant part of their table.
func (e *Engine) buildCells() {
	stride := e.shape.ParamStride()
	e.table = make([]float64, 4+e.neurons*stride)
	for _, pop := range e.net.Populations {
		m := pop.Neuron()
		if m.Source {
			continue
		}
		e.buildNeurons(pop, m.Leaky, m.Params)
		v0 := e.draw(pop, m.State, pop.Initial, "v", "initial/")
		if _, given := pop.Initial["v"]; !given {
			if v := m.State[0]; v.FromParam != "" {
				v0 = e.draw(pop, nil, pop.Params, v.FromParam, "params/", paramDefault(m.Params, v.FromParam))
			}
		}
		e.place(pop, pop.Name+".initial.v", v0, rowV0, barV, false)
		for r, rec := range pop.Receptors {
			e.buildReceptor(pop, r, rec)
		}
	}
}

func (e *Engine) buildNeurons(pop *model.Population, l *model.Leaky, table []model.Param) {
	for k, x := range []struct {
		name     string
		fallback float64
	}{{l.C, 1}, {l.G, 1}, {l.E, 0}, {l.I, 0}, {l.Threshold, never}, {l.Reset, 0}, {l.Refractory, 0}} {
		if x.name == "" {
			e.fill(pop, k, x.fallback)
			continue
		}
		values := e.draw(pop, nil, pop.Params, x.name, "params/", paramDefault(table, x.name))
		e.place(pop, pop.Name+"."+x.name, values, k, barC+k, false)
	}
	flags := 0
	if l.Threshold != "" {
		flags |= flagSpikes
	}
	read := e.opts.Read[pop.Name]
	if read.Integral {
		flags |= flagIntegral
	}
	if read.Max {
		flags |= flagMax
	}
	e.fill(pop, rowFlags, float64(flags))
	e.fill(pop, rowRate, read.Rate)
	if len(read.Times) > 0 {
		e.fill(pop, rowTimes, float64(len(e.table)))
		e.table = append(append(e.table, float64(len(read.Times))), read.Times...)
	}
	e.fill(pop, rowReceptors, float64(len(pop.Receptors)))
}

func (e *Engine) buildReceptor(pop *model.Population, r int, rec *model.Receptor) {
	s := model.FindSynapse(rec.Model)
	row, bars := rowReceptor+6*r, e.shape.Receptors
	name := pop.Name + "." + rec.Name
	tau := e.draw(pop, nil, rec.Params, s.Linear.Tau, "params/"+rec.Name+".", paramDefault(s.Params, s.Linear.Tau))
	e.place(pop, name+"."+s.Linear.Tau, tau, row, barG+2*bars+r, true)
	kind := 0
	if rec.Output == model.OutputConductance {
		kind |= kindConductance
		e.place(pop, name+".e_rev", e.draw(pop, nil, rec.Params, "e_rev", "params/"+rec.Name+".", paramDefault(s.Params, "e_rev")), row+1, barG+3*bars+r, false)
	}
	if s.Linear.Alpha {
		kind |= kindAlpha
	}
	e.fill(pop, row+2, float64(kind))
	e.place(pop, name+".initial.g", e.draw(pop, s.State, rec.Initial, "g", "initial/"+rec.Name+"."), row+3, barG+r, false)
	if s.Linear.Alpha {
		e.place(pop, name+".initial.x", e.draw(pop, s.State, rec.Initial, "x", "initial/"+rec.Name+"."), row+4, barG+bars+r, false)
	}
	e.fill(pop, row+5, s.Linear.Jump)
}

// draw returns a parameter of every member, as every engine draws it.
func (e *Engine) draw(pop *model.Population, state []model.Var, given map[string]model.Value, name, stream string, fallback ...float64) []float64 {
	v, ok := given[name]
	if !ok && len(fallback) > 0 {
		v = model.Const(fallback[0])
	} else if !ok {
		for _, s := range state {
			if s.Name == name {
				v = model.Const(s.Default)
			}
		}
	}
	return v.Fill(model.NewStream(e.net.Seed, "population/"+pop.Name+"/"+stream+name), pop.Size)
}

func paramDefault(table []model.Param, name string) float64 {
	for _, p := range table {
		if p.Name == name {
			return p.Default
		}
	}
	return math.NaN()
}

func (e *Engine) place(pop *model.Population, name string, values []float64, row, bar int, rate bool) {
	e.cells = append(e.cells, cell{e.add(name, values), pop, row, bar, rate})
}

// fill sets a constant of every member's row.
func (e *Engine) fill(pop *model.Population, row int, x float64) {
	for i := range pop.Size {
		e.table[4+(e.first[pop.Name]+i)*e.shape.ParamStride()+row] = x
	}
}

// writeCells brings the table to the parameters' values.
func (e *Engine) writeCells() error {
	stride := e.shape.ParamStride()
	for _, c := range e.cells {
		first := 4 + e.first[c.pop.Name]*stride + c.row
		for i, x := range c.param.Values {
			if !(math.Abs(x) <= 1e30) {
				return fmt.Errorf("%s of neuron %d is %v, must be a finite number", c.param.Name, i, x)
			}
			if c.rate || c.row == rowC {
				if !(x > 0) {
					return fmt.Errorf("%s of neuron %d is %v, must be above 0", c.param.Name, i, x)
				}
			}
			if c.rate {
				x = 1 / x
			}
			e.table[first+i*stride] = x
		}
	}
	e.table[0], e.table[1] = e.slice, e.opts.Duration
	return e.shape.Param.WriteReal(0, e.table)
}
