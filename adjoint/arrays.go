package adjoint

import (
	"fmt"
	"math"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/model"
)

// array makes an array that Close gives back.
func (e *Engine) array(name string, elem buffers.Elem, n int) (*buffers.Array, error) {
	if n > math.MaxInt32 {
		return nil, fmt.Errorf("%s of the gradient would have %d elements, more than one array can; shorten the run, lower the batch or keep fewer steps", name, n)
	}
	a, err := e.opts.Target.Memory.New("gradient "+name, elem, max(n, 1))
	if err != nil {
		return nil, err
	}
	e.arrays = append(e.arrays, a)
	return a, nil
}

// makeArrays makes the arrays whose sizes the layout and the matrix decide.
func (e *Engine) makeArrays() error {
	t := &e.train
	steps, batch := e.opts.Steps, e.batch
	adjRows, adjInputs := 0, steps*batch*t.InputsN
	if e.opts.Parameters {
		adjRows = batch * t.AdjRowsN
	}
	for _, a := range []struct {
		at   **buffers.Array
		name string
		elem buffers.Elem
		n    int
	}{
		{&t.Clock, "clock", buffers.U32, kernels.ClockWords},
		{&t.State, "state", buffers.Real, (e.segment + 1) * batch * t.StateWords},
		{&t.Arrivals, "arrivals", buffers.Real, (e.segment + t.Spill) * batch * t.Ports},
		{&t.Inputs, "inputs", buffers.Real, steps * batch * t.InputsN},
		{&t.Bits, "spikes", buffers.U32, steps * batch * t.BitWords},
		{&t.AdjState, "adjoint state", buffers.Real, batch * t.StateWords},
		{&t.AdjRows, "adjoint parameters", buffers.Real, adjRows},
		{&t.AdjInputs, "adjoint inputs", buffers.Real, adjInputs},
		{&t.Settings, "settings", buffers.Real, 4},
		{&t.AdjWeights, "adjoint weights", buffers.Real, t.Weights.Len()},
		{&t.AdjDelays, "adjoint delays", buffers.Real, t.Fractions.Len()},
	} {
		made, err := e.array(a.name, a.elem, a.n)
		if err != nil {
			return err
		}
		*a.at = made
	}
	_, a, b := e.opts.Surrogate.numbered()
	attach := 1.0
	if e.opts.Detach {
		attach = 0
	}
	return t.Settings.WriteReal(0, []float64{a, b, attach, 0})
}

// makeGroups makes rows and identities, and takes the parameters' values.
func (e *Engine) makeGroups() error {
	for _, g := range e.groups {
		if g.Model.Host || g.Size == 0 {
			continue
		}
		rows, rowOf := e.plan.Rows(g.Group)
		// Populations whose parameters may come to differ have rows of their own.
		g.Uniform = len(rows) == 1 && (len(g.Members) == 1 || !e.opts.Parameters)
		n := 1
		if !g.Uniform {
			n = g.Size
		}
		var err error
		if g.Rows, err = e.array("rows "+g.Model.Name, buffers.Real, n*g.rowWords); err != nil {
			return err
		}
		if !g.Uniform {
			rowOf = make([]uint32, g.Size)
			for k := range rowOf {
				rowOf[k] = uint32(k) // every neuron has a row of its own
			}
		}
		if identity := e.plan.Identity(g.Group, rowOf); identity != nil {
			if g.Identity, err = e.array("identity "+g.Model.Name, buffers.U32, len(identity)); err != nil {
				return err
			}
			if err := g.Identity.WriteU32(0, identity); err != nil {
				return err
			}
		}
		for _, m := range g.Members {
			for _, name := range e.plan.ParameterNames(m.Population) {
				values, err := e.plan.Parameter(m.Population, name)
				if err != nil {
					return err
				}
				g.params[m.Population.Name+"/"+name] = values
			}
		}
		if err := g.checkUnit(); err != nil {
			return err
		}
		if err := e.writeRows(g); err != nil {
			return err
		}
	}
	return nil
}

// given returns the parameters of member i as they are now.
func (g *group) given(pop *model.Population, i int, names []string) map[string]float64 {
	out := make(map[string]float64, len(names))
	for _, name := range names {
		values := g.params[pop.Name+"/"+name]
		if len(values) == 1 {
			out[name] = values[0]
		} else {
			out[name] = values[i]
		}
	}
	return out
}

// writeRows derives the rows of a group from the parameters and uploads them.
func (e *Engine) writeRows(g *group) error {
	flat := make([]float64, 0, g.Rows.Len())
	for _, m := range g.Members {
		names := e.plan.ParameterNames(m.Population)
		shared := e.shared(g, m.Population)
		var row []float64
		for i := range m.Population.Size {
			if i == 0 || !shared {
				row = e.plan.Rederive(g.Group, m.Population, i, g.given(m.Population, i, names))
			}
			flat = append(flat, row...)
			if g.Uniform {
				return g.Rows.WriteReal(0, flat)
			}
		}
	}
	return g.Rows.WriteReal(0, flat)
}

// shared reports whether all members of a population have the same parameters.
func (e *Engine) shared(g *group, pop *model.Population) bool {
	for _, name := range e.plan.ParameterNames(pop) {
		if len(g.params[pop.Name+"/"+name]) > 1 {
			return false
		}
	}
	return true
}

// checkSizes reports arrays that pass what a device can address.
func (e *Engine) checkSizes() error {
	most := int64(e.opts.Target.Memory.MaxElements())
	for _, a := range e.arrays {
		if int64(a.Len()) > most {
			return fmt.Errorf("%s has %d elements, the device takes %d; shorten the run, lower the batch or keep fewer steps", a.Name(), a.Len(), most)
		}
	}
	return nil
}
