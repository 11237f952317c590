package adjoint

import (
	"errors"
	"fmt"
	"slices"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/model"
)

// ErrNoBackward comes when a gradient is asked for before Backward made it.
var ErrNoBackward = errors.New("there is no gradient yet; call Backward first")

// find returns the synapses of a projection.
func (e *Engine) find(name string) (*projection, error) {
	i := slices.IndexFunc(e.projections, func(p *projection) bool { return p.Name == name })
	if i < 0 {
		return nil, fmt.Errorf("there is no projection %q", name)
	}
	return e.projections[i], nil
}

// Synapses returns the pairs of a projection, numbered within their
// populations, in the order that weights and their gradients have: by source,
// then target; the explicit rule's in the order of its pairs.
func (e *Engine) Synapses(projection string) (sources, targets []uint32, err error) {
	p, err := e.find(projection)
	if err != nil {
		return nil, nil, err
	}
	return slices.Clone(p.sources), slices.Clone(p.targets), nil
}

// Weights returns a projection's weights, one for each synapse.
func (e *Engine) Weights(projection string) ([]float64, error) {
	p, err := e.find(projection)
	if err != nil {
		return nil, err
	}
	return slices.Clone(p.weights), nil
}

// SetWeights replaces a projection's weights: one for each synapse, or one for all.
func (e *Engine) SetWeights(projection string, w []float64) error {
	p, err := e.find(projection)
	if err != nil {
		return err
	}
	if i := firstNotFinite(w); i >= 0 {
		return fmt.Errorf("weights of projection %q: value %d is %v, must be a finite number", projection, i, w[i])
	}
	if err := spreadOver(p.weights, w); err != nil {
		return fmt.Errorf("weights of projection %q: %w", projection, err)
	}
	e.ran, e.resident = false, -1
	return e.writeWeights()
}

// Delays returns a projection's delays in ms, one for each synapse.
func (e *Engine) Delays(projection string) ([]float64, error) {
	p, err := e.find(projection)
	if err != nil {
		return nil, err
	}
	return slices.Clone(p.delays), nil
}

// SetDelays replaces a projection's delays (ms): one for each synapse, or one
// for all, from one step to the longest the engine was compiled for.
func (e *Engine) SetDelays(projection string, d []float64) error {
	p, err := e.find(projection)
	if err != nil {
		return err
	}
	was := slices.Clone(p.delays)
	if err := spreadOver(p.delays, d); err != nil {
		return fmt.Errorf("delays of projection %q: %w", projection, err)
	}
	e.ran, e.resident = false, -1
	if err := e.writeDelays(); err != nil {
		copy(p.delays, was)
		return errors.Join(err, e.writeDelays())
	}
	return nil
}

func spreadOver(dst, src []float64) error {
	switch len(src) {
	case len(dst):
		copy(dst, src)
	case 1:
		for i := range dst {
			dst[i] = src[0]
		}
	default:
		return fmt.Errorf("%d values, must be 1 or %d", len(src), len(dst))
	}
	return nil
}

// WeightGradient returns dL/dw of every synapse of a projection, summed over the batch.
func (e *Engine) WeightGradient(projection string) ([]float64, error) {
	return e.synapseGradient(projection, e.train.AdjWeights, 1)
}

// DelayGradient returns dL/d(delay in ms) of every synapse of a projection,
// summed over the batch. Options.Delays must have asked for it.
func (e *Engine) DelayGradient(projection string) ([]float64, error) {
	if !e.opts.Delays {
		return nil, errors.New("Options.Delays did not ask for the gradients of delays")
	}
	return e.synapseGradient(projection, e.train.AdjDelays, 1/e.net.DT)
}

func (e *Engine) synapseGradient(projection string, from *buffers.Array, scale float64) ([]float64, error) {
	p, err := e.find(projection)
	if err != nil {
		return nil, err
	}
	if !e.backed {
		return nil, ErrNoBackward
	}
	all := make([]float64, from.Len())
	if err := from.ReadReal(0, all); err != nil {
		return nil, err
	}
	out := make([]float64, len(p.place))
	for k, at := range p.place {
		out[k] = all[at] * scale
	}
	return out, nil
}

// InitialGradient returns dL/d(initial value) of "population.variable"
// ("hidden.v", "hidden.exc.g") for every sample's neurons: b*size + i.
func (e *Engine) InitialGradient(name string) ([]float64, error) {
	if !e.backed {
		return nil, ErrNoBackward
	}
	base, size, err := e.stateAt(name)
	if err != nil {
		return nil, err
	}
	out := make([]float64, e.batch*size)
	for b := range e.batch {
		if err := e.train.AdjState.ReadReal(b*e.train.StateWords+base, out[b*size:(b+1)*size]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// InputGradient returns dL/d(input current) of a population of Options.Inputs:
// step n, sample b and neuron i at (n*Batch + b)*size + i.
func (e *Engine) InputGradient(population string) ([]float64, error) {
	if !e.backed {
		return nil, ErrNoBackward
	}
	pop, g, first, err := e.locate(population)
	if err != nil {
		return nil, err
	}
	if g.InputBase < 0 {
		return nil, fmt.Errorf("Options.Inputs does not list population %q", population)
	}
	t := &e.train
	all := make([]float64, t.AdjInputs.Len())
	if err := t.AdjInputs.ReadReal(0, all); err != nil {
		return nil, err
	}
	rows := e.opts.Steps * e.batch
	out := make([]float64, rows*pop.Size)
	for r := range rows {
		copy(out[r*pop.Size:(r+1)*pop.Size], all[r*t.InputsN+g.InputBase+first:])
	}
	return out, nil
}

// Parameter returns the values in use of a population's parameter ("tau_m",
// "exc.tau"): one that all neurons share, or one for each.
func (e *Engine) Parameter(population, name string) ([]float64, error) {
	_, g, _, err := e.locate(population)
	if err != nil {
		return nil, err
	}
	values, ok := g.params[population+"/"+name]
	if !ok {
		return nil, fmt.Errorf("population %q has no parameter %q", population, name)
	}
	return slices.Clone(values), nil
}

// SetParameter replaces the values of a parameter, as many as Parameter
// returns. Whether neurons share it is fixed by the description: a list there
// makes it one value for each.
func (e *Engine) SetParameter(population, name string, values []float64) error {
	have, err := e.Parameter(population, name)
	if err != nil {
		return err
	}
	if len(values) != len(have) {
		return fmt.Errorf("parameter %q of population %q: %d values, must be %d", name, population, len(values), len(have))
	}
	_, g, _, err := e.locate(population)
	if err != nil {
		return err
	}
	if i := firstNotFinite(values); i >= 0 {
		return fmt.Errorf("parameter %q of population %q: value %d is %v, must be a finite number", name, population, i, values[i])
	}
	changed := []string{population}
	if g.Uniform {
		// The row is the group's: populations that share it change together.
		changed = nil
		for _, m := range g.Members {
			changed = append(changed, m.Population.Name)
		}
	}
	was := map[string][]float64{}
	for _, pop := range changed {
		was[pop], g.params[pop+"/"+name] = g.params[pop+"/"+name], slices.Clone(values)
	}
	if err := g.checkUnit(); err != nil {
		for pop, v := range was {
			g.params[pop+"/"+name] = v
		}
		return err
	}
	e.ran, e.resident = false, -1
	return e.writeRows(g)
}

// ParameterGradient returns dL/d(parameter), in 1 over its unit, for as many
// values as Parameter returns, summed over the batch. Options.Parameters must
// have asked for it. The device's derivatives are those of derived parameters
// (decay factors); the chain to the user's is taken here, in float64. It holds
// the gradient of the states that start at the parameter, see StartsFrom.
func (e *Engine) ParameterGradient(population, name string) ([]float64, error) {
	if !e.opts.Parameters {
		return nil, errors.New("Options.Parameters did not ask for the gradients of parameters")
	}
	if !e.backed {
		return nil, ErrNoBackward
	}
	pop, g, first, err := e.locate(population)
	if err != nil {
		return nil, err
	}
	values, ok := g.params[population+"/"+name]
	if !ok {
		return nil, fmt.Errorf("population %q has no parameter %q", population, name)
	}
	if e.rowGradients[g] == nil {
		if err := e.sumRows(g); err != nil {
			return nil, err
		}
	}
	out := e.chain(pop, g, first, name, values)
	return out, e.addStarts(pop, name, out)
}

// sumRows adds the samples' gradients of a group's rows, in order: word w of
// neuron i at w*Size + i.
func (e *Engine) sumRows(g *group) error {
	sum := make([]float64, g.rowWords*g.Size)
	one := make([]float64, len(sum))
	for b := range e.batch {
		if err := e.train.AdjRows.ReadReal(b*e.train.AdjRowsN+g.RowBase, one); err != nil {
			return err
		}
		for i, x := range one {
			sum[i] += x
		}
	}
	e.rowGradients[g] = sum
	return nil
}

// chain multiplies the gradients of rows with the derivatives of the rows with
// respect to a parameter. Neurons with the same parameters share these.
func (e *Engine) chain(pop *model.Population, g *group, first int, name string, values []float64) []float64 {
	names := e.plan.ParameterNames(pop)
	shared := e.shared(g, pop)
	rows := e.rowGradients[g]
	out := make([]float64, len(values))
	var slope []float64
	for i := range pop.Size {
		k := min(i, len(values)-1)
		if i == 0 || !shared {
			given := g.given(pop, i, names)
			slope = derivative(values[k], e.scale(pop, name), func(x float64) []float64 {
				given[name] = x
				return e.plan.Rederive(g.Group, pop, i, given)
			})
		}
		for w, d := range slope {
			if d != 0 {
				out[k] += rows[w*g.Size+first+i] * d
			}
		}
	}
	return out
}

// scale returns the size of a step for a parameter whose value is 0.
func (e *Engine) scale(pop *model.Population, name string) float64 {
	unit := 1.0
	for _, p := range pop.Neuron().Params {
		if p.Name == name && p.Default != 0 {
			unit = p.Default
		}
	}
	return unit
}

// derivative returns the derivative of a row by the central difference of
// eighth order (Fornberg 1988, Math. Comput. 51:699). With steps of 1/32 of the
// value, rows that depend on it through exponentials, products and quotients
// come out to about 1e-13 of their size.
func derivative(x, scale float64, row func(float64) []float64) []float64 {
	h := x / 32
	if x == 0 {
		h = scale / 32
	}
	weights := [4]float64{4.0 / 5, -1.0 / 5, 4.0 / 105, -1.0 / 280}
	var out []float64
	for k, w := range weights {
		up, down := row(x+float64(k+1)*h), row(x-float64(k+1)*h)
		if out == nil {
			out = make([]float64, len(up))
		}
		for i := range out {
			out[i] += w * (up[i] - down[i]) / h
		}
	}
	return out
}
