package host

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/galvani-sim/galvani/adjoint"
	"github.com/galvani-sim/galvani/adjoint/optim"
	"github.com/galvani-sim/galvani/model"
)

// CheckRow compares the derivative of a loss along a random direction of one
// parameter, made in different ways, all in float64. Errors are relative to
// the sum of the magnitudes that the derivative is the sum of.
type CheckRow struct {
	Network   string  `json:"network"`
	Parameter string  `json:"parameter"`
	Adjoint   float64 `json:"adjoint"`
	// Tangent is the forward-mode derivative of the same program; nil for
	// method eventprop, which has none.
	Tangent      *float64 `json:"tangent,omitempty"`
	TangentError float64  `json:"tangent_error"`
	// Held is the adjoint with spikes held where they are (for method eventprop
	// the adjoint itself), which Difference, the central difference of the
	// loss, has to agree with; nil when spikes come or go however small the step.
	Held            float64  `json:"held"`
	Difference      *float64 `json:"difference,omitempty"`
	DifferenceError float64  `json:"difference_error"`
	Note            string   `json:"note,omitempty"`
	OK              bool     `json:"ok"`
	// Checked says that something was compared with the adjoint at all.
	Checked bool `json:"checked"`
}

// The largest errors that pass.
const (
	tangentTolerance    = 1e-9
	differenceTolerance = 1e-6
)

// CheckGradients compares the gradient of an experiment that has a loss with
// forward-mode tangents and central differences. A row that is not OK is no
// error; rows none of which could be compared are.
//
// With surrogates the discrete gradient is no derivative of the loss, which
// jumps where spikes come and go; it is compared with the forward-mode
// derivative of the same program. The difference is compared with the gradient
// whose surrogate is 0, which is that of the loss as long as the spikes stay in
// their steps.
func CheckGradients(ctx context.Context, e *Experiment) ([]CheckRow, error) {
	o, err := NewObjective(ctx, e, Options{Device: "native64:1"})
	if err != nil {
		return nil, err
	}
	defer o.Close()
	held := o
	if e.Grad.Method != "eventprop" {
		fixed := *e
		grad := *e.Grad
		grad.Surrogate, grad.SurrogateScale = "boxcar", 0
		fixed.Grad = &grad
		if held, err = NewObjective(ctx, &fixed, Options{Device: "native64:1"}); err != nil {
			return nil, err
		}
		defer held.Close()
	}
	if _, err := o.Gradient(ctx); err != nil {
		return nil, err
	}
	if held != o {
		if _, err := held.Gradient(ctx); err != nil {
			return nil, err
		}
	}
	// Directions are in proportion to the values, so derivatives along them can
	// be compared; of one that is far below the largest, only rounding is seen.
	gradients := make([][]float64, len(held.values))
	largest := 0.0
	for k, p := range held.values {
		gradients[k] = slices.Clone(p.Grad)
		_, scale := product(p.Grad, direction(p, e.Network.Seed))
		largest = math.Max(largest, scale)
	}
	var rows []CheckRow
	checked := false
	for k, p := range o.values {
		along := direction(p, e.Network.Seed)
		row := CheckRow{Network: e.Name, Parameter: p.Name, OK: true}
		var scale float64
		row.Adjoint, scale = product(p.Grad, along)
		if grid, ok := o.engine.(*gridObjective); ok {
			x, err := grid.tangent(ctx, o.params[k], along)
			if err != nil {
				return nil, fmt.Errorf("gradcheck %q: %w", e.Name, err)
			}
			row.Tangent, row.TangentError = &x, relative(row.Adjoint-x, scale)
			row.OK = row.TangentError <= tangentTolerance
		}
		if err := held.difference(ctx, k, gradients[k], along, 1e-6*largest, &row); err != nil {
			return nil, fmt.Errorf("gradcheck %q: %w", e.Name, err)
		}
		row.Checked = row.Tangent != nil || row.Difference != nil
		checked = checked || row.Checked
		rows = append(rows, row)
	}
	if !checked {
		return rows, fmt.Errorf("gradcheck %q: nothing could be compared: %s", e.Name, rows[0].Note)
	}
	return rows, nil
}

// direction draws a direction in which values change in proportion to their size.
func direction(p optim.Param, seed uint64) []float64 {
	c := model.NewStream(seed, "gradcheck/"+p.Name)
	out := make([]float64, len(p.Values))
	for i, x := range p.Values {
		size := math.Abs(x)
		if size == 0 {
			size = 1
		}
		out[i] = model.NormalDist(0, 1).Draw(c, uint64(i)) * size
	}
	return out
}

// product returns the sum of the products and that of their magnitudes.
func product(a, b []float64) (sum, scale float64) {
	for i := range a {
		sum += a[i] * b[i]
		scale += math.Abs(a[i] * b[i])
	}
	return sum, scale
}

func relative(x, scale float64) float64 {
	if scale == 0 {
		if x == 0 {
			return 0
		}
		return math.Inf(1)
	}
	return math.Abs(x) / scale
}

// difference fills the row with the best central difference along a direction:
// the one that agrees best with that of a step a tenth as long. Errors are also
// relative to floor, the least derivative that a difference can see.
func (o *Objective) difference(ctx context.Context, k int, gradient, along []float64, floor float64, row *CheckRow) error {
	p := o.values[k]
	was := slices.Clone(p.Values)
	var scale float64
	row.Held, scale = product(gradient, along)
	if o.corner(k) {
		row.Note = "delays of whole steps are corners of the interpolation between steps"
		return nil
	}
	loss, err := o.Loss(ctx)
	if err != nil {
		return err
	}
	base, err := o.engine.raster()
	if err != nil {
		return err
	}
	// at returns the loss a step away; ok is false when the spikes are others there.
	at := func(step float64) (x float64, ok bool, err error) {
		for i := range was {
			p.Values[i] = was[i] + step*along[i]
		}
		if err := o.Changed(); err != nil {
			return 0, false, nil // beyond what the model takes
		}
		if x, err = o.Loss(ctx); err != nil {
			return 0, false, err
		}
		now, err := o.engine.raster()
		return x, err == nil && slices.EqualFunc(base, now, slices.Equal[[]int]), err
	}
	best, last := math.Inf(1), math.NaN()
	for _, h := range []float64{1e-2, 1e-3, 1e-4, 1e-5, 1e-6} {
		slope, held := 0.0, true
		for _, c := range []struct{ at, weight float64 }{{1, 8.0 / 12}, {-1, -8.0 / 12}, {2, -1.0 / 12}, {-2, 1.0 / 12}} {
			x, ok, err := at(c.at * h)
			if err != nil {
				return errors.Join(err, o.put(k, was))
			}
			held = held && ok
			slope += c.weight * (x - loss) / h
		}
		if !held {
			continue
		}
		// The loss is rounded: below that no agreement says anything.
		noise := 4e-16 * math.Abs(loss) / h
		if d := math.Abs(slope-last) + noise; d < best || row.Difference == nil {
			x := slope
			row.Difference, row.DifferenceError = &x, relative(math.Max(0, math.Abs(row.Held-slope)-noise), scale+1e-5*math.Abs(loss)+floor)
			if d < best {
				best = d
			}
		}
		last = slope
	}
	if row.Difference == nil {
		row.Note = "spikes come or go at every step of the difference"
	} else {
		row.OK = row.OK && row.DifferenceError <= differenceTolerance
	}
	return o.put(k, was)
}

// corner reports whether a parameter holds delays of whole steps, at which the
// time-stepped network has two derivatives, one on each side.
func (o *Objective) corner(k int) bool {
	if o.params[k].kind != delayParam || o.exp.Grad.Method == "eventprop" {
		return false
	}
	return slices.ContainsFunc(o.values[k].Values, func(d float64) bool {
		steps := d / o.exp.Network.DT
		return math.Abs(steps-math.Round(steps)) < 0.03
	})
}

// put brings the values of a parameter back.
func (o *Objective) put(k int, values []float64) error {
	copy(o.values[k].Values, values)
	return o.Changed()
}

// tangent returns the forward-mode derivative of the last run's loss along a
// direction of one parameter.
func (o *gridObjective) tangent(ctx context.Context, p gradientParam, along []float64) (float64, error) {
	d := adjoint.Direction{}
	sum := 0.0
	switch p.kind {
	case weightParam:
		d.Weights = map[string][]float64{p.owner: along}
	case delayParam:
		d.Delays = map[string][]float64{p.owner: along}
	case modelParam:
		d.Parameters = map[string][]float64{p.owner + "/" + p.own: along}
		for name, bar := range o.startBar {
			for i, x := range bar {
				if o.follows(name, p) {
					sum += x * along[min(i, len(along)-1)]
				}
			}
		}
	case initialParam:
		name := p.owner + "." + p.own
		d.Initial = map[string][]float64{name: spreadTo(along, o.exp.Network.Find(p.owner).Size)}
		for i, x := range o.startBar[name] {
			sum += x * d.Initial[name][i]
		}
	case inputParam:
		d.Currents = map[string][]float64{p.owner: along}
	}
	traces, err := o.engine.Tangent(ctx, adjoint.Input{Currents: o.currents, Initial: o.initial}, d)
	if err != nil {
		return 0, err
	}
	for k := range traces {
		part, _ := product(o.drives[k], traces[k])
		sum += part
	}
	return sum, nil
}

// raster returns the steps in which every neuron spiked in the last run.
func (o *gridObjective) raster() ([][]int, error) {
	var all [][]int
	for _, p := range o.exp.Network.Populations {
		spikes, err := o.engine.Spikes(p.Name, 0)
		if err != nil {
			return nil, err
		}
		all = append(all, spikes...)
	}
	return all, nil
}

// raster returns the number of spikes of every neuron in the last run.
func (o *eventObjective) raster() ([][]int, error) {
	var all [][]int
	for _, pop := range o.exp.Network.Populations {
		p, err := o.out.Population(pop.Name)
		if err != nil {
			return nil, err
		}
		for i := range p.Size {
			all = append(all, []int{p.Count(0, i)})
		}
	}
	return all, nil
}
