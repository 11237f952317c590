package buffers

import (
	"context"
	"math"
	"testing"

	"github.com/galvani-sim/galvani/model"
	"github.com/stretchr/testify/require"
)

// TestBuildErrors has one line for each thing that cannot be built, with the
// exact message.
func TestBuildErrors(t *testing.T) {
	rule := func(r model.Rule) func(*SegmentSpec) {
		return func(s *SegmentSpec) { s.Parts[0].Projection.Rule = r }
	}
	weight := func(v model.Value) func(*SegmentSpec) {
		return func(s *SegmentSpec) { s.UniformWeight = false; s.Parts[0].Projection.Weight = v }
	}
	delay := func(v model.Value) func(*SegmentSpec) {
		return func(s *SegmentSpec) { s.UniformDelay = false; s.Parts[0].Projection.Delay = v }
	}
	const in = `building the synapses of segment "bench": `
	for _, c := range []struct {
		name   string
		change func(*SegmentSpec)
		want   string
	}{
		{"unknown rule", rule(model.Rule{Type: "ring"}),
			`projection "p": unknown rule "ring" (there are [all_to_all one_to_one fixed_probability fixed_indegree fixed_outdegree fixed_total_number explicit distance_dependent grid_four grid_eight grid_n small_world scale_free clustered])`},
		{"p", rule(model.Rule{Type: model.FixedProbability, P: 1.5}), `projection "p": probability is 1.5, must be 0 to 1`},
		{"p nan", rule(model.Rule{Type: model.FixedProbability, P: math.NaN()}), `projection "p": probability is NaN, must be 0 to 1`},
		{"n", rule(model.Rule{Type: model.FixedIndegree, N: -1}), `projection "p": fixed_indegree: n is -1, must not be negative`},
		{"indegree", rule(model.Rule{Type: model.FixedIndegree, N: 10, NoMultapses: true, NoAutapses: true}),
			`projection "p": fixed_indegree: n is 10, but there are only 9 sources for each target and multapses are forbidden`},
		{"outdegree", rule(model.Rule{Type: model.FixedOutdegree, N: 11, NoMultapses: true}),
			`projection "p": fixed_outdegree: n is 11, but there are only 10 targets for each source and multapses are forbidden`},
		{"total", rule(model.Rule{Type: model.FixedTotalNumber, N: 101, NoMultapses: true}),
			`projection "p": fixed_total_number: n is 101, but there are only 100 pairs of neurons and multapses are forbidden`},
		{"nobody", func(s *SegmentSpec) {
			s.Parts[0].Projection.Target = "b"
			s.Parts[0].TargetSize = 0
			s.Parts[0].Projection.Rule = model.Rule{Type: model.FixedOutdegree, N: 1}
		}, `projection "p": fixed_outdegree: n is 1, but there are no targets for each source`},
		{"sizes", func(s *SegmentSpec) {
			s.Parts[0].Projection.Target = "b"
			s.Parts[0].TargetSize = 9
			s.Parts[0].Projection.Rule = model.Rule{Type: model.OneToOne}
		}, `projection "p": one_to_one joins populations of one size, but these have 10 and 9 neurons`},
		{"rows", func(s *SegmentSpec) { s.Sources = 11 }, `projection "p": has 10 sources but its segment "bench" has 11 rows`},
		{"recurrent", func(s *SegmentSpec) { s.Parts[0].TargetSize = 3 },
			`projection "p": joins "a" to itself but has 10 sources and 3 targets`},
		{"lengths", rule(model.Rule{Type: model.Explicit, Sources: []uint32{1}}), `projection "p": explicit lists 1 sources and 0 targets, must be as many`},
		{"source", rule(model.Rule{Type: model.Explicit, Sources: []uint32{1, 10}, Targets: []uint32{0, 0}}),
			`projection "p": explicit: source 10 of pair 1 is outside the 10 neurons of "a"`},
		{"target", rule(model.Rule{Type: model.Explicit, Sources: []uint32{1}, Targets: []uint32{11}}),
			`projection "p": explicit: target 11 of pair 0 is outside the 10 neurons of "a"`},
		{"autapse", rule(model.Rule{Type: model.Explicit, Sources: []uint32{1}, Targets: []uint32{1}, NoAutapses: true}),
			`projection "p": explicit: pair 0 joins neuron 1 to itself, which the rule forbids; remove it or allow autapses`},
		{"multapse", rule(model.Rule{Type: model.Explicit, Sources: []uint32{1, 2, 1}, Targets: []uint32{4, 4, 4}, NoMultapses: true}),
			in + `projection "p": the pairs hold 1 -> 4 more than once, which the rule forbids; remove it or allow multapses`},
		{"list length", rule(model.Rule{Type: model.Explicit, Sources: []uint32{1}, Targets: []uint32{1}, Weights: []float64{1, 2}}),
			`projection "p": weight: the list has 2 values, must have 1`},
		{"rule list", rule(model.Rule{Type: model.AllToAll, Delays: []float64{1}}),
			`projection "p": the rule lists 1 delays, which only explicit may; put a list into the projection's delay`},
		{"list", weight(model.Each(1, 2)),
			`projection "p": weight is a list, which fixed_probability cannot have: only all_to_all, one_to_one and explicit number their synapses`},
		{"distribution", weight(model.Value{Dist: "cauchy"}),
			`projection "p": weight: unknown distribution "cauchy" (there are uniform, normal, lognormal, exponential, gamma, weibull, beta)`},
		{"weight", weight(model.Const(3e7)),
			in + `projection "p": weight 3e+07 is 3e+09 quanta of 0.01, outside the 32-bit range; a larger quantum is needed`},
		{"uniform weight", func(s *SegmentSpec) { s.Parts[0].Projection.Weight = model.Const(-3e7) },
			`projection "p": weight -3e+07 is -3e+09 quanta of 0.01, outside the 32-bit range; a larger quantum is needed`},
		{"delay", delay(model.Const(0.04)), in + `projection "p": delay 0.04 ms is 0 steps of 0.1 ms, must be 1 to 65535 steps`},
		{"long delay", func(s *SegmentSpec) { s.Parts[0].Projection.Delay = model.Const(6553.6) },
			`projection "p": delay 6553.6 ms is 65536 steps of 0.1 ms, must be 1 to 65535 steps`},
		{"varied weight", func(s *SegmentSpec) { s.Parts[0].Projection.Weight = model.NormalDist(1, 1) },
			`projection "p": its weights differ, but its segment "bench" is to have one weight`},
		{"varied delay", func(s *SegmentSpec) { s.Parts[0].Projection.Delay = model.UniformDist(1, 2) },
			`projection "p": its delays differ, but its segment "bench" is to have one delay`},
		{"two weights", func(s *SegmentSpec) {
			p := s.Parts[0]
			proj := *p.Projection
			proj.Name, proj.Weight = "q", model.Const(2)
			p.Projection = &proj
			s.Parts = append(s.Parts, p)
		}, `projection "q": its weights differ, but its segment "bench" is to have one weight`},
		{"ports", func(s *SegmentSpec) { s.Parts[0].PortBase = math.MaxUint32 - 17 },
			`projection "p": 10 targets at ports 4294967278 + 2*j pass the last port 4294967295`},
		{"quantum", func(s *SegmentSpec) { s.Parts[0].Quantum = 0 }, `projection "p": quantum is 0, must be positive and finite`},
		{"dt", func(s *SegmentSpec) { s.Parts[0].DT = math.NaN() }, `projection "p": time step is NaN ms, must be positive and finite`},
		{"negative", func(s *SegmentSpec) { s.Sources = -1 }, `segment "bench": -1 sources, must be 0 to 4294967295`},
	} {
		t.Run(c.name, func(t *testing.T) {
			spec := benchSpec(10, model.Rule{Type: model.FixedProbability, P: 0.9, NoAutapses: true})
			c.change(&spec)
			for _, threads := range []int{1, 3} {
				rows, err := Build(context.Background(), spec, threads)
				require.EqualError(t, err, c.want)
				require.Nil(t, rows)
			}
		})
	}
	spec := benchSpec(10, model.Rule{Type: model.AllToAll})
	spec.Parts[0].PortBase = math.MaxUint32 - 18
	require.Equal(t, uint32(math.MaxUint32), build(t, spec, 1).Row(0)[9], "the last port is a port")
}

// TestErrorIsTheFirst wants the same message from any number of threads when
// many rows fail.
func TestErrorIsTheFirst(t *testing.T) {
	spec := benchSpec(5000, model.Rule{Type: model.FixedOutdegree, N: 100})
	spec.UniformDelay = false
	spec.Parts[0].Projection.Delay = model.NormalDist(2, 0.4)
	_, want := Build(context.Background(), spec, 1)
	require.ErrorContains(t, want, "must be 1 to 65535 steps")
	for range 5 {
		_, err := Build(context.Background(), spec, 8)
		require.EqualError(t, err, want.Error())
	}
}
