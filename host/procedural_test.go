package host

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// procedural is an active network with every form of procedural projection:
// skips from the table and from digits, fixed out-degrees, with and without
// autapses, one weight and drawn ones.
func procedural() *model.Network {
	n := &model.Network{Name: "procedural", DT: 0.1, Seed: 9}
	receptors := []*model.Receptor{
		{Name: "exc", Model: "exponential", Output: model.OutputCurrent},
		{Name: "inh", Model: "exponential", Output: model.OutputCurrent},
		{Name: "more", Model: "exponential", Output: model.OutputCurrent},
	}
	n.Populations = []*model.Population{
		{Name: "a", Model: "lif", Size: 700, Receptors: receptors, Params: map[string]model.Value{"i_e": model.UniformDist(300, 700)}},
		{Name: "b", Model: "lif", Size: 12000, Receptors: receptors[:1], Params: map[string]model.Value{"i_e": model.Const(370)}},
	}
	add := func(name, source, target, receptor string, rule model.Rule, weight model.Value, delay float64) {
		rule.Procedural = true
		n.Projections = append(n.Projections, &model.Projection{Name: name, Source: source, Target: target, Receptor: receptor,
			Rule: rule, Weight: weight, Delay: model.Const(delay)})
	}
	positive := model.NormalDist(8, 4)
	positive.Bounded, positive.Min, positive.Max = true, 0, 100
	add("dense", "a", "a", "exc", model.Rule{Type: model.FixedProbability, P: 0.1, NoAutapses: true}, model.Const(6), 1)
	add("likely", "a", "a", "inh", model.Rule{Type: model.FixedProbability, P: 0.7}, model.UniformDist(-0.5, -0.1), 1.3)
	add("sparse", "a", "b", "exc", model.Rule{Type: model.FixedProbability, P: 1e-4}, model.NormalDist(60, 10), 0.1)
	add("rare", "b", "b", "exc", model.Rule{Type: model.FixedProbability, P: 8e-5, NoAutapses: true}, model.Const(30), 2)
	add("degree", "a", "a", "more", model.Rule{Type: model.FixedOutdegree, N: 21}, positive, 0.5)
	add("degree_self", "a", "a", "more", model.Rule{Type: model.FixedOutdegree, N: 5, NoAutapses: true}, model.Const(-3), 0.5)
	for _, p := range []string{"a", "b"} {
		n.Recorders = append(n.Recorders, spikeRecorder(p))
	}
	return n
}

// TestProceduralIsStored: the network without stored synapses has the spikes of
// the one with them, on every device and for any number of threads, and each
// projection by itself carries some.
func TestProceduralIsStored(t *testing.T) {
	net := procedural()
	want := spikesOf(t, net, Options{Device: "native:1", StoreProcedural: true}, 120)
	require.Greater(t, want[0].Len(), 3000)
	require.Greater(t, want[1].Len(), 500)
	for _, p := range net.Projections {
		less := procedural()
		for i, x := range less.Projections {
			if x.Name == p.Name {
				less.Projections = append(less.Projections[:i], less.Projections[i+1:]...)
				break
			}
		}
		require.NotEqual(t, want, spikesOf(t, less, Options{Device: "native:2", StoreProcedural: true}, 120), "nothing depends on %s", p.Name)
	}
	for _, opts := range []Options{{Device: "native:1"}, {Device: "native:3"}, {Device: "vulkan:llvmpipe", Validate: true}, {Device: "vulkan:llvmpipe", Workgroup: 32}} {
		t.Run(fmt.Sprintf("%s/%d", opts.Device, opts.Workgroup), func(t *testing.T) {
			require.Equal(t, want, spikesOf(t, net, opts, 120))
		})
	}
	stored := spikesOf(t, net, Options{Device: "native64:1", StoreProcedural: true}, 120)
	require.Equal(t, stored, spikesOf(t, net, Options{Device: "native64:2"}, 120))
}

// TestProceduralFlag: with one weight for all, the flag alone makes no
// difference to any rule: the network is what it was.
func TestProceduralFlag(t *testing.T) {
	constant := func(flag bool) *model.Network {
		n := procedural()
		for _, p := range n.Projections {
			p.Rule.Procedural = flag
			p.Weight = model.Const(map[string]float64{"likely": -0.3, "sparse": 60}[p.Name] + 4)
		}
		return n
	}
	want := spikesOf(t, constant(false), Options{Device: "native:2"}, 100)
	require.Greater(t, want[0].Len(), 2000)
	require.Equal(t, want, spikesOf(t, constant(true), Options{Device: "native:2"}, 100))
}

// TestProceduralMixes: stored and procedural projections of one source together.
func TestProceduralMixes(t *testing.T) {
	net := procedural()
	net.Projections[0].Rule.Procedural = false
	net.Projections[3].Rule.Procedural = false
	want := spikesOf(t, net, Options{Device: "native:1", StoreProcedural: true}, 100)
	for _, device := range []string{"native:2", "vulkan:llvmpipe"} {
		s := compileWith(t, net, Options{Device: device})
		require.NoError(t, s.Run(context.Background(), 100))
		require.Equal(t, want, s.Result().Spikes)
		require.Contains(t, s.Explain(), "procedural 4 projections without stored synapses")
	}
}

// TestProceduralErrors: what no kernel can make anew is said where it stands.
func TestProceduralErrors(t *testing.T) {
	n := procedural()
	n.Projections[0].Rule.Type, n.Projections[0].Rule.N = model.FixedIndegree, 3
	n.Projections[1].Rule.P = 1
	n.Projections[2].Delay = model.UniformDist(1, 2)
	n.Projections[3].Weight = model.Value{Dist: model.Gamma, A: 1, B: 1}
	n.Projections[4].Rule.NoMultapses = true
	err := n.Validate()
	for _, want := range []string{
		`projection "dense": fixed_indegree cannot be procedural; fixed_probability and fixed_outdegree can`,
		`projection "likely": p is 1: use all_to_all, which is not drawn`,
		`projection "sparse": the delay of a procedural projection is constant`,
		`projection "rare": weights of a procedural projection are constant, uniform, normal, lognormal or exponential, without a profile`,
		`projection "degree": fixed_outdegree without multapses cannot be procedural: a row would have to remember its targets`,
	} {
		require.ErrorContains(t, err, want)
	}
}
