package host

import (
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// The example of the reference, copied out of it, runs, and fires at the rate of
// its closed form: T = tau ln(r i / (r i - (v_th - e_l))) = 27.7259 ms for 200 pA.
func TestModelReferenceExample(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	text := ModelReference()
	_, rest, ok := strings.Cut(text, "    // @neuron leaky")
	require.True(t, ok)
	code, _, ok := strings.Cut("    // @neuron leaky"+rest, "\nDirectives")
	require.True(t, ok)
	path := filepath.Join(t.TempDir(), "leaky.glsl")
	require.NoError(t, os.WriteFile(path, []byte(regexp.MustCompile(`(?m)^ {4}`).ReplaceAllString(code, "")), 0o644))
	own, err := LoadNeuron(path)
	require.NoError(t, err)
	net := tonic(own)
	net.Populations[0].Params = nil
	net.Stimuli = append(net.Stimuli, &model.Stimulus{Name: "i", Type: model.StepCurrent, Target: "cell", Times: []float64{0}, Amplitudes: []float64{200}})
	r := runOn(t, float32Engine, net, 500)
	steps := r.Spikes[0].Steps
	interval := float64(steps[len(steps)-1]-steps[0]) * net.DT / float64(len(steps)-1)
	want := 20 * math.Log(20.0/(20-15)) // r i = 20 mV, v_th - e_l = 15 mV
	if !(interval >= want && interval <= want+net.DT) {
		t.Fatalf("an interval of %g ms, want %g rounded up to a step", interval, want)
	}
}

// Every directive that the parser knows is in the reference, and nothing else is.
func TestModelReferenceIsComplete(t *testing.T) {
	_, err := editedModel(t, "@equation c_m", "@nonsense_word c_m")
	require.Error(t, err)
	_, list, ok := strings.Cut(err.Error(), "(there is ")
	require.True(t, ok, err)
	known := map[string]bool{}
	for _, name := range strings.Split(strings.TrimSuffix(list, ")"), ", ") {
		known[name] = true
		require.Contains(t, ModelReference(), "\n  @"+name, name)
	}
	for _, row := range directiveRows {
		if name := strings.TrimPrefix(strings.Fields(row[0] + " -")[0], "@"); name != "-" {
			require.True(t, known[name], name)
		}
	}
}
