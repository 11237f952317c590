package host

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// The example of the reference must be an experiment that runs.
func TestReferenceExample(t *testing.T) {
	var toml []string
	for _, line := range strings.Split(referenceIntro, "\n") {
		if line == "" || strings.HasPrefix(line, "    ") {
			toml = append(toml, strings.TrimPrefix(line, "    "))
		}
	}
	e, err := ParseExperiment("reference", []byte(strings.Join(toml, "\n")), nil)
	require.NoError(t, err)
	require.Equal(t, "pair", e.Name)
	require.Equal(t, 50, e.Network.Projections[0].Rule.N)
	require.Equal(t, e.resolved(), roundTrip(t, e))
}

// Nothing that the decoder knows may be missing from the reference.
func TestReferenceIsComplete(t *testing.T) {
	text := ExperimentReference()
	for _, list := range [][]field{topFields, populationFields, receptorFields, projectionFields, ruleFields, stimulusFields, recorderFields} {
		for _, f := range list {
			require.Contains(t, text, "\n  "+f.key+" ", f.key)
		}
	}
	for _, list := range [][]variant{ruleVariants, stimulusVariants, recorderVariants} {
		for _, v := range list {
			require.Contains(t, text, `type = "`+v.name+`"`)
		}
	}
	for _, m := range model.Neurons() {
		require.Contains(t, text, "\n  "+m.Name+": "+m.Title)
		for _, p := range m.Params {
			require.Contains(t, text, "      "+p.Name+" ")
		}
	}
	for _, m := range model.Synapses() {
		require.Contains(t, text, "\n  "+m.Name+": "+m.Title)
	}
	for i, line := range strings.Split(text, "\n") {
		require.Equal(t, strings.TrimRight(line, " "), line, "line %d has trailing blanks", i+1)
	}
}
