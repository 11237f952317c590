package adjoint

import (
	"fmt"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/model"
)

// dynamics are presynaptic dynamics with their place among all.
type dynamics struct {
	*model.Presynapse
	kernels.TrainDynamics
	rows []float64 // derived parameters, source after source
}

// hasDynamics reports whether there is any source with presynaptic dynamics.
func (e *Engine) hasDynamics() bool { return e.releases.Units > 0 }

// layoutReleases gives every source of every dynamics its place.
func (e *Engine) layoutReleases() {
	r := &e.releases
	for _, x := range e.plan.Presynapses {
		g, first := e.plan.Locate(x.Source)
		d := &dynamics{Presynapse: x, TrainDynamics: kernels.TrainDynamics{Model: x.Model.Name, N: x.Source.Size, SourceBase: g.SourceBase + first,
			First: r.Units, StateFirst: r.StateWords, ParamFirst: r.ParamWords, Trace: -1}}
		r.Units += d.N
		r.StateWords += d.N * len(x.Model.State)
		r.ParamWords += d.N * len(x.Model.Derived)
		e.dynamics = append(e.dynamics, d)
	}
}

// dynamicsOf returns the dynamics of a projection, nil when it has none.
func (e *Engine) dynamicsOf(p *model.Projection) *dynamics {
	x := e.plan.PresynapseOf(p)
	for _, d := range e.dynamics {
		if d.Presynapse == x {
			return d
		}
	}
	return nil
}

// spikeTraces lists the populations whose spikes get cotangents through what
// they transmit: those with dynamics that are no given or random sources. Their
// cotangents are those of traced spikes, which the loss does not see.
func (e *Engine) spikeTraces() []Trace {
	var out []Trace
	for _, d := range e.dynamics {
		if m := model.FindNeuron(d.Source.Model); !m.Source && !m.Host {
			out = append(out, Trace{d.Source.Name, "spike"})
		}
	}
	return out
}

// makeReleases makes the arrays of the dynamics; ptr are the first synapses of
// their sources' rows.
func (e *Engine) makeReleases(ptr []uint32) error {
	r := &e.releases
	if !e.hasDynamics() {
		return nil
	}
	steps, batch := e.opts.Steps, e.batch
	for _, a := range []struct {
		at   **buffers.Array
		name string
		elem buffers.Elem
		n    int
	}{
		{&r.Params, "dynamics parameters", buffers.Real, r.ParamWords},
		{&r.States, "dynamics states", buffers.Real, (steps + 1) * batch * r.StateWords},
		{&r.Releases, "releases", buffers.Real, steps * batch * r.Units},
		{&r.AdjStates, "adjoint dynamics", buffers.Real, batch * r.StateWords},
		{&r.AdjParams, "adjoint dynamics parameters", buffers.Real, batch * r.ParamWords},
		{&r.Sources, "dynamics sources", buffers.U32, r.Units},
		{&r.RowPtr, "dynamics rows", buffers.U32, r.Units + 1},
	} {
		made, err := e.array(a.name, a.elem, a.n)
		if err != nil {
			return err
		}
		*a.at = made
	}
	params := make([]float64, r.ParamWords)
	sources := make([]uint32, 0, r.Units)
	for _, d := range e.dynamics {
		d.rows = d.Rows(e.net)
		words := len(d.Presynapse.Model.Derived)
		for u := range d.N {
			sources = append(sources, uint32(d.SourceBase+u))
			for w := range words {
				params[d.ParamFirst+w*d.N+u] = d.rows[(u*words+w)%len(d.rows)]
			}
		}
	}
	if err := r.Params.WriteReal(0, params); err != nil {
		return err
	}
	if err := r.Sources.WriteU32(0, sources); err != nil {
		return err
	}
	return r.RowPtr.WriteU32(0, ptr)
}

// beginReleases puts the states in front of the first step: those of rest, or
// those behind the last run.
func (e *Engine) beginReleases(goesOn bool) error {
	r := &e.releases
	if !e.hasDynamics() {
		return nil
	}
	slot := e.batch * r.StateWords
	state := make([]float64, slot)
	if goesOn {
		if err := r.States.ReadReal(e.opts.Steps*slot, state); err != nil {
			return err
		}
		return r.States.WriteReal(0, state)
	}
	for _, d := range e.dynamics {
		for w, v := range d.Presynapse.Model.State {
			for b := range e.batch {
				for u := range d.N {
					state[b*r.StateWords+d.StateFirst+w*d.N+u] = v.Default
				}
			}
		}
	}
	return r.States.WriteReal(0, state)
}

// DynamicsGradient returns dL/d(parameter of the presynaptic dynamics of a
// projection) ("u_0", "tau_rec"), in 1 over its unit, summed over the batch: one
// value where all sources share it, else one for each. Projections that share
// their dynamics share the gradient.
func (e *Engine) DynamicsGradient(projection, name string) ([]float64, error) {
	p, err := e.find(projection)
	if err != nil {
		return nil, err
	}
	d := e.dynamicsOf(p.Projection)
	if d == nil {
		return nil, fmt.Errorf("projection %q has no presynaptic dynamics", projection)
	}
	if !e.backed {
		return nil, ErrNoBackward
	}
	table := d.Presynapse.Model.Params
	scale, values := 0.0, []float64(nil)
	for _, q := range table {
		if q.Name == name {
			scale, values = max(q.Default, 1), d.Values(e.net, name)
		}
	}
	if values == nil {
		return nil, fmt.Errorf("the dynamics %s of projection %q have no parameter %q", d.Presynapse.Model.Name, projection, name)
	}
	r := &e.releases
	rows := make([]float64, e.batch*r.ParamWords)
	if err := r.AdjParams.ReadReal(0, rows); err != nil {
		return nil, err
	}
	out := make([]float64, len(values))
	for u := range d.N {
		k := min(u, len(values)-1)
		slope := derivative(values[k], scale, func(x float64) []float64 { return d.Rederive(e.net, u, name, x) })
		for w, s := range slope {
			for b := range e.batch {
				out[k] += s * rows[b*r.ParamWords+d.ParamFirst+w*d.N+u]
			}
		}
	}
	return out, nil
}
