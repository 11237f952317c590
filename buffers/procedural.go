package buffers

import (
	"math"

	"github.com/galvani-sim/galvani/model"
)

// The kinds of shaders/kernel/procedural.glsl.
const (
	recipeDense uint32 = iota
	recipeSparse
	recipeDegree
)

// Recipe is how a kernel makes the rows of a projection that is not stored:
// the very synapses that Build would make of the same part.
type Recipe struct {
	Kind uint32
	// Width is the number of targets open to a source, SkipSelf says that its own number is stepped over.
	Width    uint32
	SkipSelf bool
	// Key is that of the targets, WeightKey that of the weights.
	Key, WeightKey [2]uint32
	// Many is the last threshold (dense), the number of digits (sparse) or the number of targets.
	Many uint32
	// Table holds thresholds and the places to begin at, nil when the rule needs none.
	Table []uint32
	// Levels holds the weights in quanta that are equally likely; nil when Weight is that of all.
	Levels []int32
	Weight int32
	// Mean is the mean number of synapses of the projection, Longest bounds those of a row.
	Mean    float64
	Longest int
}

// NewRecipe returns the recipe of a part; errors as Build's.
func NewRecipe(p *Part) (*Recipe, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	rule := &p.Projection.Rule
	r := &Recipe{Width: uint32(p.width(p.TargetSize)), SkipSelf: p.skipsSelf(), Key: p.Stream.Key(), WeightKey: p.Stream.Sub("weight").Key()}
	if rule.Type == model.FixedOutdegree {
		r.Kind, r.Many, r.Longest = recipeDegree, uint32(rule.N), rule.N
		r.Mean = float64(rule.N) * float64(p.SourceSize)
	} else {
		b := newBernoulli(p)
		mean := float64(b.width) * b.p
		r.Mean, _ = b.expect()
		r.Longest = int(min(mean+10*math.Sqrt(mean)+20, float64(b.width)))
		if b.p == 0 {
			r.Width = 0
		} else if b.digits != nil {
			r.Kind, r.Many = recipeSparse, uint32(len(b.digits))
			for _, d := range b.digits {
				r.Table = append(append(r.Table, d.threshold[:]...), d.guide[:]...)
			}
		} else {
			r.Kind, r.Many = recipeDense, uint32(len(b.high)-1)
			r.Table = append(append(r.Table, b.high...), b.low...)
			for _, g := range b.guide {
				r.Table = append(r.Table, uint32(g))
			}
		}
	}
	var err error
	if p.constWeight() {
		r.Weight, err = p.Weight()
	} else {
		r.Levels, err = p.levels()
	}
	return r, err
}

// levels returns the equally likely weights of a procedural projection.
func (p *Part) levels() ([]int32, error) {
	out := make([]int32, model.ProceduralLevels)
	for i := range out {
		q, err := p.quantise(p.Projection.Weight.Quantile((float64(i) + 0.5) / model.ProceduralLevels))
		if err != nil {
			return nil, err
		}
		out[i] = q
	}
	return out, nil
}

// levelRow sets the weights of row r from levels: four of each counter of the stream.
func levelRow(levels []int32, s model.Stream, r uint32, dst []int32) {
	var words [4]uint32
	for k := range dst {
		if k&3 == 0 {
			words = model.Philox([4]uint32{uint32(k >> 2), r, 0, 0}, s.Key())
		}
		dst[k] = levels[words[k&3]>>20]
	}
}
