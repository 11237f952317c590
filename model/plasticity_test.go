package model

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestEveryRule: names are told apart, defaults lie in their ranges, and the
// device gets as many parameters as are named.
func TestEveryRule(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range PlasticityRules() {
		require.False(t, seen[r.Name], r.Name)
		seen[r.Name] = true
		require.Equal(t, r, FindPlasticity(r.Name))
		require.NotEmpty(t, r.Title)
		require.NotEmpty(t, r.Equations)
		require.NotEmpty(t, r.Paper)
		require.Equal(t, "w", r.Synapse[0].Name)
		for _, p := range r.Params {
			require.NotEmpty(t, p.Doc, p.Name)
			require.True(t, p.Default >= p.Min && p.Default <= p.Max && !(p.Open && p.Default == p.Min), "%s %s", r.Name, p.Name)
		}
		for _, pairing := range append([]string{""}, r.Pairings...) {
			derived := r.Derive(r.Lookup(nil), 0.1, pairing)
			require.Len(t, derived, len(r.Derived), r.Name)
			for _, x := range derived {
				require.True(t, finite(x), r.Name)
			}
		}
	}
	require.Nil(t, FindPlasticity("none"))
}

// TestPlasticQuantum: the ring of a plastic receptor holds every input at
// w_max in one step, whatever the weights begin with.
func TestPlasticQuantum(t *testing.T) {
	net := &Network{DT: 0.1, Populations: []*Population{
		{Name: "in", Model: "poisson_source", Size: 1000},
		{Name: "out", Model: "lif", Size: 1, Receptors: []*Receptor{{Name: "exc", Model: "exponential", Output: OutputCurrent}}},
	}, Projections: []*Projection{{Name: "p", Source: "in", Target: "out", Receptor: "exc", Rule: Rule{Type: AllToAll},
		Weight: Const(-1), Delay: Const(1), Plasticity: &Plasticity{Model: "stdp", Params: map[string]float64{"w_max": -8}}}}}
	require.NoError(t, net.Validate())
	q := net.Quantum(net.Populations[1], "exc")
	require.Less(t, 1000*8/q, float64(1<<31))
	require.Greater(t, 1000*8/q, float64(1<<28), "and no coarser than it must be")
	plan, err := net.MakePlan()
	require.NoError(t, err)
	require.Empty(t, plan.Segments)
	require.Len(t, plan.Plastic, 1)
	require.Equal(t, -8.0, net.Projections[0].WMax())
}
