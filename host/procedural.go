package host

import (
	"fmt"
	"math"
	"slices"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/model"
)

// makeProcedural makes the tables of projections whose rows are made anew at
// every spike. Projections of one probability share the tables of its skips.
func (s *Sim) makeProcedural() error {
	if len(s.plan.Procedural) == 0 {
		return nil
	}
	var plans []kernels.Regrowth
	var tables []uint32
	place := map[float64]uint32{}
	rowLength := make([]int, s.plan.Sources)
	out := &kernels.Procedural{Sources: s.plan.Sources}
	for _, p := range orderedProcedural(s.plan) {
		part := partOf(s.plan, p)
		recipe, err := buffers.NewRecipe(&part)
		if err != nil {
			return err
		}
		delay, err := part.DelaySteps()
		if err != nil {
			return err
		}
		r := kernels.Regrowth{FirstSource: uint32(firstSource(s.plan, p)), Sources: uint32(part.SourceSize), Recipe: recipe,
			PortBase: part.PortBase, PortStride: part.PortStride, Delay: uint32(delay), Levels: kernels.NoEntry}
		if recipe.Table != nil {
			at, ok := place[p.Rule.P]
			if !ok {
				at = uint32(len(tables))
				place[p.Rule.P] = at
				tables = append(tables, recipe.Table...)
			}
			r.Table = at
		}
		if recipe.Levels != nil {
			r.Levels = uint32(len(tables))
			for _, w := range recipe.Levels {
				tables = append(tables, uint32(w))
			}
		}
		plans = append(plans, r)
		s.noteProcedural(r, rowLength)
	}
	lists, most, err := sourcePlans(s.plan.Sources, plans)
	if err != nil {
		return err
	}
	out.MostPlans, out.LongestRow = most, slices.Max(append(rowLength, 0))
	words := make([]uint32, 0, kernels.PlanWords*len(plans))
	for _, r := range plans {
		words = append(words, r.Words()...)
	}
	if out.SourcePlans, err = s.table("source plans", lists); err != nil {
		return err
	}
	if out.Plans, err = s.table("procedural plans", words); err != nil {
		return err
	}
	if out.Tables, err = s.table("procedural tables", tables); err != nil {
		return err
	}
	s.procedural = out
	return nil
}

// firstSource is the number of a projection's first source.
func firstSource(plan *model.Plan, p *model.Projection) int {
	g, first := plan.Locate(plan.Network.Find(p.Source))
	return g.SourceBase + first
}

// orderedProcedural returns the procedural projections in the order of their sources.
func orderedProcedural(plan *model.Plan) []*model.Projection {
	list := slices.Clone(plan.Procedural)
	slices.SortStableFunc(list, func(a, b *model.Projection) int { return firstSource(plan, a) - firstSource(plan, b) })
	return list
}

// noteProcedural keeps what the run and its figures need; synapses that are
// drawn one by one are counted by their mean.
func (s *Sim) noteProcedural(r kernels.Regrowth, rowLength []int) {
	s.maxDelay = max(s.maxDelay, int(r.Delay))
	s.stats.Synapses += int64(math.Round(r.Recipe.Mean))
	mean := uint32(math.Round(r.Recipe.Mean / math.Max(float64(r.Sources), 1)))
	for i := range int(r.Sources) {
		s.outdegree[int(r.FirstSource)+i] += mean
		rowLength[int(r.FirstSource)+i] += r.Recipe.Longest
	}
}

// sourcePlans lists, for every source, its projections in the table.
func sourcePlans(sources int, plans []kernels.Regrowth) (lists []uint32, most int, err error) {
	lists = make([]uint32, sources)
	for i, r := range plans {
		for k := range int(r.Sources) {
			source := int(r.FirstSource) + k
			n := lists[source] >> 24
			if n == 255 || i >= 1<<24 {
				return nil, 0, fmt.Errorf("source %d has more than 255 procedural projections; store some of them", source)
			}
			if n == 0 {
				lists[source] = uint32(i)
			}
			lists[source] += 1 << 24
			most = max(most, int(n)+1)
		}
	}
	return lists, most, nil
}
