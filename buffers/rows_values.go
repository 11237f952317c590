package buffers

import (
	"github.com/galvani-sim/galvani/model"
)

// values gives the synapses of a projection their weights and delays.
type values struct {
	part          *Part
	weight, delay value
	// byItem says that some come from the pairs of an explicit list and are
	// set as these are put in place.
	byItem bool
	// levels are the weights of a procedural projection that is stored after all.
	levels []int32
}

// value is one of the two.
type value struct {
	model.Value
	stream model.Stream
	item   bool   // element k of List belongs to pair k of an explicit list
	base   uint64 // entry k of row r has element r*base + k of List
	skip   bool   // uniform: nothing is stored
}

func newValues(p *Part, uniformWeight, uniformDelay bool) values {
	rule := &p.Projection.Rule
	base := uint64(1) // one_to_one: a row has one entry
	if rule.Type == model.AllToAll {
		base = uint64(p.width(p.TargetSize))
	}
	make := func(v model.Value, each []float64, name string, uniform bool) value {
		if len(each) > 0 {
			v = model.Value{List: each}
		}
		item := rule.Type == model.Explicit && v.Dist == model.Constant && v.List != nil
		return value{Value: v, stream: p.Stream.Sub(name), item: item && !uniform, base: base, skip: uniform}
	}
	v := values{
		part:   p,
		weight: make(p.Projection.Weight, rule.Weights, "weight", uniformWeight),
		delay:  make(p.Projection.Delay, rule.Delays, "delay", uniformDelay),
	}
	v.byItem = v.weight.item || v.delay.item
	return v
}

// at returns the value of entry k of row r.
func (v *value) at(r uint32, k int) float64 {
	if v.Dist == model.Constant && v.List != nil {
		return v.List[uint64(r)*v.base+uint64(k)]
	}
	return v.Draw(v.stream, uint64(r)<<32|uint64(k))
}

// fill sets the weights and delays of the projection's row r.
func (v *values) fill(r uint32, e entries) error {
	p := v.part
	var weight, delay func(k int, x float64) float64
	distance := func(k int) float64 {
		j := (e.ports[k] - p.PortBase) / max(p.PortStride, 1)
		return p.Space.Distance(p.SourcePoints[r], p.TargetPoints[j])
	}
	if p.Projection.Modulated() {
		weight = func(k int, x float64) float64 { return x * p.Projection.WeightProfile.At(distance(k)) }
	}
	if p.Projection.Velocity > 0 {
		delay = func(k int, x float64) float64 { return x + distance(k)/p.Projection.Velocity }
	}
	if v.levels != nil {
		levelRow(v.levels, v.weight.stream, r, e.weights)
	} else if err := fillRow(&v.weight, r, e.weights, weight, p.quantise); err != nil {
		return err
	}
	return fillRow(&v.delay, r, e.delays, delay, p.steps)
}

// fillRow sets the values of a row; change, when not nil, depends on the entry.
func fillRow[T int32 | uint16](v *value, r uint32, dst []T, change func(k int, x float64) float64, convert func(float64) (T, error)) error {
	if v.skip || v.item || len(dst) == 0 {
		return nil
	}
	if v.IsConst() && change == nil {
		x, err := convert(v.A)
		if err != nil {
			return err
		}
		for k := range dst {
			dst[k] = x
		}
		return nil
	}
	for k := range dst {
		x := v.A
		if !v.IsConst() {
			x = v.at(r, k)
		}
		if change != nil {
			x = change(k, x)
		}
		y, err := convert(x)
		if err != nil {
			return err
		}
		dst[k] = y
	}
	return nil
}

// item sets what pair k of an explicit list says of its synapse.
func (v *values) item(k uint64, e entries) (err error) {
	if v.weight.item {
		if e.weights[0], err = v.part.quantise(v.weight.List[k]); err != nil {
			return err
		}
	}
	if v.delay.item {
		e.delays[0], err = v.part.steps(v.delay.List[k])
	}
	return err
}
