package model

import (
	"fmt"
	"math"
	"slices"
)

// Dynamics are the presynaptic dynamics of a projection: what each spike of a
// source transmits of the weights, from 0 on, depends on the source's earlier
// spikes. Projections from one population with equal dynamics share their state.
type Dynamics struct {
	Model string // a name in Presynapses
	// Params holds the parameters that differ from the model's defaults; lists
	// and distributions give every source its own.
	Params map[string]Value
}

// PresynapseModel is what the engine knows of presynaptic dynamics: the Go half
// of shaders/presynapse/<Name>.glsl. Their state belongs to the source and
// changes at its spikes only.
type PresynapseModel struct {
	Name      string
	Title     string
	Equations string
	Paper     string
	Params    []Param
	State     []Var
	Derived   []string
	// Derive computes the device parameters in float64 for a time step of dt ms.
	Derive func(p Lookup, dt float64) []float64
	// Check reports a combination of parameters that cannot be run, as "name must ...".
	Check func(p Lookup) error
	// Bound returns the largest share of a weight that a spike can transmit, below 2.
	Bound func(p Lookup) float64
}

// Presynapse is one set of dynamics of one population's sources, shared by all
// projections from there whose dynamics are equal.
type Presynapse struct {
	Model       *PresynapseModel
	Source      *Population
	Dynamics    *Dynamics
	Projections []*Projection
	// First is the slot of source 0 among all slots: those of a model lie side by side.
	First int
}

// key is equal for dynamics that share their state.
func (d *Dynamics) key() string {
	if d == nil {
		return ""
	}
	text := d.Model
	for _, p := range FindPresynapse(d.Model).Params {
		text += fmt.Sprintf("/%+v", d.value(p))
	}
	return text
}

// value returns the value of a parameter: given or default.
func (d *Dynamics) value(p Param) Value {
	if v, ok := d.Params[p.Name]; ok {
		return v
	}
	return Const(p.Default)
}

// dynamics collects the presynaptic dynamics of all projections, model after
// model, and numbers their slots.
func (p *Plan) dynamics() {
	byKey := map[string]*Presynapse{}
	for _, m := range presynapses {
		for _, proj := range p.Network.Projections {
			if proj.Dynamics == nil || proj.Dynamics.Model != m.Name {
				continue
			}
			key := proj.Source + "\x00" + proj.Dynamics.key()
			x := byKey[key]
			if x == nil {
				x = &Presynapse{Model: m, Source: p.Network.Find(proj.Source), Dynamics: proj.Dynamics, First: p.Slots}
				byKey[key] = x
				p.Presynapses = append(p.Presynapses, x)
				p.Slots += x.Source.Size
			}
			x.Projections = append(x.Projections, proj)
		}
	}
}

// PresynapseOf returns the dynamics of a projection, nil when it has none.
func (p *Plan) PresynapseOf(proj *Projection) *Presynapse {
	for _, x := range p.Presynapses {
		if slices.Contains(x.Projections, proj) {
			return x
		}
	}
	return nil
}

// Rows returns the derived parameters of every source, one after the other; of
// one source only when they are the same for all.
func (x *Presynapse) Rows(n *Network) []float64 {
	count := min(x.Source.Size, 1)
	for _, v := range x.Dynamics.Params {
		if !v.IsConst() {
			count = x.Source.Size
		}
	}
	var rows []float64
	for i := range count {
		rows = append(rows, x.Model.Derive(n.presynapseLookup(x.Source, x.Dynamics, i), n.DT)...)
	}
	return rows
}

// Values returns the values of a parameter: one that all sources share, or one
// for each.
func (x *Presynapse) Values(n *Network, name string) []float64 {
	count := 1
	if v, ok := x.Dynamics.Params[name]; ok && !v.IsConst() {
		count = x.Source.Size
	}
	out := make([]float64, count)
	for i := range out {
		out[i] = n.presynapseLookup(x.Source, x.Dynamics, i)(name)
	}
	return out
}

// Rederive returns the derived parameters of source i with another value of one parameter.
func (x *Presynapse) Rederive(n *Network, i int, name string, value float64) []float64 {
	own := n.presynapseLookup(x.Source, x.Dynamics, i)
	return x.Model.Derive(func(p string) float64 {
		if p == name {
			return value
		}
		return own(p)
	}, n.DT)
}

// presynapseLookup returns the parameters of the dynamics of source i. Random
// streams are keyed by the names of population, model and parameter.
func (n *Network) presynapseLookup(src *Population, d *Dynamics, i int) Lookup {
	table := FindPresynapse(d.Model).Params
	return func(name string) float64 {
		k := indexOf(table, func(x Param) bool { return x.Name == name })
		s := NewStream(n.Seed, "population/"+src.Name+"/dynamics/"+d.Model+"/"+name)
		return d.value(table[k]).Draw(s, uint64(i))
	}
}

// factorBound returns the largest factor that the dynamics of a projection give its weights.
func (n *Network) factorBound(proj *Projection) float64 {
	if proj.Dynamics == nil {
		return 1
	}
	m, src := FindPresynapse(proj.Dynamics.Model), n.Find(proj.Source)
	bound := 0.0
	n.eachSource(src, proj.Dynamics, func(p Lookup) error {
		bound = max(bound, m.Bound(p))
		return nil
	})
	return bound
}

// eachSource calls f with the parameters of every source that differs from the
// first, until it returns an error.
func (n *Network) eachSource(src *Population, d *Dynamics, f func(p Lookup) error) error {
	count := 1
	for _, v := range d.Params {
		if !v.IsConst() {
			count = src.Size
		}
	}
	for i := range count {
		if err := f(n.presynapseLookup(src, d, i)); err != nil {
			return err
		}
	}
	return nil
}

// checkDynamics checks the dynamics of a projection.
func (n *Network) checkDynamics(p *problems, x *Projection, src *Population) {
	d := x.Dynamics
	m := FindPresynapse(d.Model)
	if m == nil {
		var names []string
		for _, x := range presynapses {
			names = append(names, x.Name)
		}
		p.add("projection", x.Name, []string{"dynamics", "model"}, "there is no presynaptic dynamics %q%s", d.Model, hint(d.Model, names))
		return
	}
	if x.Plasticity != nil {
		p.add("projection", x.Name, []string{"dynamics"}, "a projection has either dynamics or plasticity")
		return
	}
	before := len(p.list)
	checkParams(p, "projection", x.Name, []string{"dynamics"}, m.Name, m.Params, d.Params, src.Size)
	if len(p.list) > before {
		return
	}
	err := n.eachSource(src, d, func(l Lookup) error {
		if m.Check != nil {
			if err := m.Check(l); err != nil {
				return err
			}
		}
		if b := m.Bound(l); !(b < 2) || math.IsNaN(b) {
			return fmt.Errorf("a spike transmits up to %g times the weight, must be less than 2", b)
		}
		return nil
	})
	if err != nil {
		p.add("projection", x.Name, []string{"dynamics", "params"}, "dynamics: %v", err)
	}
}
