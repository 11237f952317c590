package model

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestCouplingErrors: every mistake is reported with the coupling's name, the
// path of the key and what would be right.
func TestCouplingErrors(t *testing.T) {
	for _, c := range []struct {
		change func(c *Coupling)
		path   []string
		msg    string
	}{
		{func(c *Coupling) { c.Type = "adding" }, []string{"type"}, `coupling "c": there is no coupling "adding" (there is additive, diffusive, sine)`},
		{func(c *Coupling) { c.Source = "q" }, []string{"source"}, `coupling "c": source: there is no population "q"`},
		{func(c *Coupling) { c.Variable = "vv" }, []string{"variable"}, `coupling "c": population "p" has no state variable "vv"`},
		{func(c *Coupling) { c.Type, c.TargetVariable = Diffusive, "x" }, []string{"target_variable"}, `coupling "c": population "p" has no state variable "x"`},
		{func(c *Coupling) { c.TargetVariable = "r" }, []string{"target_variable"}, `coupling "c": an additive coupling does not read the target's variable`},
		{func(c *Coupling) { c.Source = "spikes" }, []string{"variable"}, `coupling "c": population "spikes" (spike_source) has no state that could be coupled`},
		{func(c *Coupling) { c.Target = "spikes" }, []string{"target"}, `coupling "c": population "spikes" only emits spikes (spike_source) and cannot be driven`},
		{func(c *Coupling) { c.Delay = Const(-1) }, []string{"delay"}, `coupling "c": delay -1 ms must not be negative`},
		{func(c *Coupling) { c.Delay = Const(7000) }, []string{"delay"}, `coupling "c": delay 7000 ms is above the longest that is kept (65535 steps, 6553.5 ms)`},
		{func(c *Coupling) { c.Delay = NormalDist(5, 1) }, []string{"delay"}, `coupling "c": a delay distribution needs bounds: min of at least 0, and max`},
		{func(c *Coupling) { c.Rule = Rule{Type: FixedProbability, P: 2} }, []string{"rule", "p"}, `coupling "c": p is 2, must be from 0 to 1`},
	} {
		n := &Network{DT: 0.1, Populations: []*Population{
			{Name: "p", Model: "threshold_linear", Size: 3},
			{Name: "spikes", Model: "spike_source", Size: 1, Times: [][]float64{{1}}}},
			Couplings: []*Coupling{{Name: "c", Type: Additive, Source: "p", Target: "p", Variable: "r", Weight: Const(1), Rule: Rule{Type: AllToAll}}}}
		require.NoError(t, n.Validate())
		c.change(n.Couplings[0])
		var found *Error
		require.ErrorAs(t, n.Validate(), &found)
		require.Contains(t, n.Validate().Error(), c.msg)
		require.Equal(t, append([]string{"coupling", "c"}, c.path...), found.Path)
	}
}

// TestSilentPopulations: populations that never spike cannot project, nor be recorded for spikes.
func TestSilentPopulations(t *testing.T) {
	n := &Network{DT: 0.1, Populations: []*Population{{Name: "p", Model: "wilson_cowan", Size: 1,
		Receptors: []*Receptor{{Name: "in", Model: "exponential", Output: OutputCurrent}}}},
		Projections: []*Projection{{Name: "x", Source: "p", Target: "p", Receptor: "in", Rule: Rule{Type: OneToOne}, Weight: Const(1), Delay: Const(1)}},
		Recorders:   []*Recorder{{Name: "s", Type: RecordSpikes, Target: "p"}}}
	err := n.Validate()
	require.ErrorContains(t, err, `projection "x": population "p" never spikes (wilson_cowan)`)
	require.ErrorContains(t, err, `record "s": population "p" (wilson_cowan) never spikes; record its state`)
}
