package adjoint

import (
	"fmt"
	"math"
	"slices"

	"github.com/galvani-sim/galvani/kernels/native"
	"github.com/galvani-sim/galvani/model"
)

// Words of a receptor's part of a parameter row.
const (
	rowReceptorWords = 8
	rowReversal      = 1
	rowDerived       = 2
	rowMagnesium     = 7
)

// neverDistance is what a model gives for a neuron that cannot spike: GV_NEVER
// of shaders/lib/surrogate.glsl.
const neverDistance = -1e15

// group advances all neurons of a group by one step.
func (t *tangent) group(n, k int, g *group) error {
	scheme := g.Model.Schemes[g.Scheme]
	modelWords := (len(g.Model.Derived) + 3) / 4 * 4
	for i := range g.Size {
		at := func(word int) int { return g.StateBase + word*g.Size + i }
		row, dRow := t.rows[k][i], t.dRows[k][i]
		x, dx := make([]float64, 5), make([]float64, 5)
		x[4] = 0.5
		if g.InputBase >= 0 {
			x[0] = t.input[n*t.e.train.InputsN+g.InputBase+i]
			dx[0] = t.dInput[n*t.e.train.InputsN+g.InputBase+i]
		}
		for r, slot := range g.Receptors {
			first := modelWords + rowReceptorWords*r
			if err := t.receptor(n, g, slot, r, i, scheme.Held, row[first:first+rowReceptorWords], dRow[first:first+rowReceptorWords], at, x, dx); err != nil {
				return err
			}
		}
		if err := t.neuron(n, g, i, row[:len(g.Model.Derived)], dRow[:len(g.Model.Derived)], at, x, dx); err != nil {
			return err
		}
	}
	return nil
}

// receptor advances one receptor of a neuron and adds to what acts on it.
func (t *tangent) receptor(n int, g *group, slot model.Slot, r, i int, held bool, row, dRow []float64, at func(int) int, x, dx []float64) error {
	words := len(slot.Synapse.State)
	s, ds := make([]float64, words), make([]float64, words)
	for w := range words {
		s[w], ds[w] = t.state[at(slot.Base+w)], t.dState[at(slot.Base+w)]
	}
	port := n*t.e.train.Ports + g.PortBase + r*g.Size + i
	last := rowDerived + len(slot.Synapse.Derived)
	value, ok := native.ReceptorTangent(slot.ID, held, row[rowDerived:last], dRow[rowDerived:last], s, ds, t.arrive[port], t.dArrive[port])
	if !ok {
		return fmt.Errorf("receptor model %s has no tangent", slot.Synapse.Name)
	}
	for w := range words {
		t.state[at(slot.Base+w)], t.dState[at(slot.Base+w)] = s[w], ds[w]
	}
	y, dy := value[0], value[1]
	switch slot.Output {
	case model.OutputCurrent:
		x[0], dx[0] = x[0]+y, dx[0]+dy
		return nil
	case model.OutputVoltage:
		x[3], dx[3] = x[3]+y, dx[3]+dy
		return nil
	case model.OutputMagnesium:
		// The open fraction at the potential in front of the step (Jahr & Stevens 1990).
		v, dv := t.state[at(0)], t.dState[at(0)]
		mg, dmg := row[rowMagnesium], dRow[rowMagnesium]
		e := math.Exp(-0.062 * v)
		open := 1 / (1 + mg*e)
		dOpen := -open * open * e * (dmg - 0.062*mg*dv)
		y, dy = y*open, dy*open+y*dOpen
	}
	x[1], dx[1] = x[1]+y, dx[1]+dy
	x[2], dx[2] = x[2]+y*row[rowReversal], dx[2]+dy*row[rowReversal]+y*dRow[rowReversal]
	return nil
}

// neuron advances the membrane. The spike is a factor of the step: its
// derivative is the surrogate times that of the distance to threshold, and it
// moves the state by what a spike changes.
func (t *tangent) neuron(n int, g *group, i int, params, dParams []float64, at func(int) int, x, dx []float64) error {
	words := len(g.Model.State)
	before, dBefore := make([]float64, words), make([]float64, words)
	for w := range words {
		before[w], dBefore[w] = t.state[at(w)], t.dState[at(w)]
	}
	step := func(force int) (s, ds []float64, spike bool, distance [2]float64, ok bool) {
		s, ds = slices.Clone(before), slices.Clone(dBefore)
		one := native.Step{Model: g.Model.Name, Scheme: g.Scheme, Params: params, State: s, Input: x}
		spike, distance, ok = one.Tangent(dParams, ds, dx, force)
		return s, ds, spike, distance, ok
	}
	s, ds, spike, distance, ok := step(-1)
	if !ok {
		return fmt.Errorf("neuron model %s has no tangent", g.Model.Name)
	}
	source := g.SourceBase + i
	if spike != t.spiked(n, source) {
		return fmt.Errorf("%s spikes otherwise than on the device in step %d, within a rounding of its threshold; compare on native64", t.e.sourceName(source), n)
	}
	dSpike := 0.0
	if distance[0] > neverDistance {
		dSpike = t.e.opts.Surrogate.Slope(distance[0]) * distance[1]
	}
	if dSpike != 0 {
		no, _, _, _, _ := step(0)
		yes, _, _, _, _ := step(1)
		for w := range ds {
			if w > 0 || !t.e.opts.Detach { // detaching concerns the reset of v
				ds[w] += (yes[w] - no[w]) * dSpike
			}
		}
	}
	t.dSpike[source] = dSpike
	for w, v := range g.Model.State {
		if constantState(v) {
			ds[w] = 0
		}
		t.state[at(w)], t.dState[at(w)] = s[w], ds[w]
	}
	t.trace(n, g, i, func(word int) float64 { return t.dState[at(word)] }, dSpike)
	return nil
}
