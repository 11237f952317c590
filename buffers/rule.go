package buffers

import (
	"math"

	"github.com/galvani-sim/galvani/model"
)

// prepare makes the projection's rule ready, or says why it cannot be followed.
func (p *part) prepare() error {
	rule := &p.Projection.Rule
	sources, targets := uint64(p.SourceSize), uint64(p.TargetSize)
	width := uint64(p.width(p.TargetSize))
	switch rule.Type {
	case model.AllToAll:
		p.rows = &allToAll{sources: p.SourceSize, targets: p.TargetSize, skipSelf: p.skipsSelf()}
		return nil
	case model.OneToOne:
		if p.SourceSize != p.TargetSize {
			return p.errorf("one_to_one joins populations of one size, but these have %d and %d neurons", p.SourceSize, p.TargetSize)
		}
		p.rows = &oneToOne{size: p.SourceSize, skipSelf: p.skipsSelf()}
		return nil
	case model.FixedProbability:
		if !(rule.P >= 0 && rule.P <= 1) {
			return p.errorf("probability is %v, must be 0 to 1", rule.P)
		}
		p.rows = newBernoulli(p.Part)
		return nil
	case model.Explicit:
		return p.prepareExplicit()
	case model.DistanceDependent:
		if len(p.SourcePoints) != p.SourceSize || len(p.TargetPoints) != p.TargetSize {
			return p.errorf("%s needs the positions of %d sources and %d targets", rule.Type, p.SourceSize, p.TargetSize)
		}
		p.rows = newDistance(p.Part)
		return nil
	case model.GridFour, model.GridEight, model.GridN:
		p.rows = newGrid(p.Part)
		return nil
	case model.SmallWorld:
		p.rows = &smallWorld{stream: p.Stream, size: uint32(p.SourceSize), n: uint32(rule.N), p: rule.P}
		return nil
	case model.ScaleFree:
		p.scatter = newScaleFree(p.Part)
		return nil
	case model.Clustered:
		p.rows = newClustered(p.Part)
		return nil
	case model.FixedIndegree, model.FixedOutdegree, model.FixedTotalNumber:
	default:
		return p.errorf("unknown rule %q (there are %v)", rule.Type, model.RuleTypes())
	}
	if rule.N < 0 {
		return p.errorf("%s: n is %d, must not be negative", rule.Type, rule.N)
	}
	n := uint64(rule.N)
	if rule.Type != model.FixedTotalNumber && n > math.MaxUint32 {
		return p.errorf("%s: n is %d, must be at most %d", rule.Type, n, uint32(math.MaxUint32))
	}
	switch rule.Type {
	case model.FixedIndegree:
		from := uint64(p.width(p.SourceSize))
		if targets > 0 {
			if err := p.enough(n, from, "sources for each target"); err != nil {
				return err
			}
		}
		p.scatter = &indegree{part: p.Part, n: rule.N, width: uint32(from), skipSelf: p.skipsSelf(), distinct: rule.NoMultapses}
	case model.FixedOutdegree:
		if sources > 0 {
			if err := p.enough(n, width, "targets for each source"); err != nil {
				return err
			}
		}
		p.rows = newSampled(p.Part, nil)
	case model.FixedTotalNumber:
		if err := p.enough(n, saturatingMul(sources, width), "pairs of neurons"); err != nil {
			return err
		}
		counts, err := splitTotal(p.Part, n, width)
		if err != nil {
			return err
		}
		p.rows = newSampled(p.Part, counts)
	}
	return nil
}

// enough reports a rule that wants n of what there are too few of.
func (p *part) enough(n, have uint64, what string) error {
	rule := &p.Projection.Rule
	if n > 0 && have == 0 {
		return p.errorf("%s: n is %d, but there are no %s", rule.Type, n, what)
	}
	if rule.NoMultapses && n > have {
		return p.errorf("%s: n is %d, but there are only %d %s and multapses are forbidden", rule.Type, n, have, what)
	}
	return nil
}

func (p *part) prepareExplicit() error {
	r := &p.Projection.Rule
	if len(r.Sources) != len(r.Targets) {
		return p.errorf("explicit lists %d sources and %d targets, must be as many", len(r.Sources), len(r.Targets))
	}
	for k, i := range r.Sources {
		j := r.Targets[k]
		switch {
		case uint64(i) >= uint64(p.SourceSize):
			return p.errorf("explicit: source %d of pair %d is outside the %d neurons of %q", i, k, p.SourceSize, p.Projection.Source)
		case uint64(j) >= uint64(p.TargetSize):
			return p.errorf("explicit: target %d of pair %d is outside the %d neurons of %q", j, k, p.TargetSize, p.Projection.Target)
		case i == j && p.skipsSelf():
			return p.errorf("explicit: pair %d joins neuron %d to itself, which the rule forbids; remove it or allow autapses", k, i)
		}
	}
	p.scatter = explicit{rule: r}
	return nil
}

func saturatingMul(a, b uint64) uint64 {
	if a != 0 && b > math.MaxUint64/a {
		return math.MaxUint64
	}
	return a * b
}
