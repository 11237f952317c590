package host

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// TestRateModelsAgreeWithScipy: traces of tools/reference/data/rates.npz, made by
// tools/reference/rates.py with scipy's DOP853 at a tolerance of 1e-11, to 2e-4
// of their range in float32 with rk4.
func TestRateModelsAgreeWithScipy(t *testing.T) {
	want := readReference(t, "rates")
	for _, c := range []struct {
		model     string
		dt        float64
		params    map[string]float64
		initial   map[string]float64
		variables []string
		stimulus  *model.Stimulus
	}{
		{model: "wilson_cowan", dt: 0.1, params: map[string]float64{"p": 1.2}, variables: []string{"e", "i"}},
		{model: "fitzhugh_nagumo_rate", dt: 0.05, variables: []string{"x", "y"},
			stimulus: &model.Stimulus{Times: []float64{0}, Amplitudes: []float64{0.5}}},
		{model: "qif_rate", dt: 0.01, variables: []string{"r", "v"},
			stimulus: &model.Stimulus{Times: []float64{0}, Amplitudes: []float64{3}}},
		{model: "jansen_rit", dt: 0.1, variables: []string{"v", "y0"}},
		{model: "wong_wang", dt: 1, variables: []string{"s"}},
		{model: "balloon_windkessel", dt: 1, variables: []string{"bold", "flow"},
			stimulus: &model.Stimulus{Times: []float64{0, 1000}, Amplitudes: []float64{1, 0}}},
	} {
		t.Run(c.model, func(t *testing.T) {
			times := want[c.model+".t"]
			require.NotEmpty(t, times)
			net := &model.Network{Name: c.model, DT: c.dt, Populations: []*model.Population{{Name: "p", Model: c.model, Size: 1, Scheme: "rk4",
				Params: constants(c.params), Initial: constants(c.initial)}},
				Recorders: []*model.Recorder{{Name: "r", Type: model.RecordState, Target: "p", Variables: c.variables, Interval: times[1]}}}
			if c.stimulus != nil {
				c.stimulus.Name, c.stimulus.Type, c.stimulus.Target = "s", model.StepCurrent, "p"
				net.Stimuli = []*model.Stimulus{c.stimulus}
			}
			traces := runOn(t, float32Engine, net, times[len(times)-1]).Traces
			for k, name := range c.variables {
				reference := want[c.model+"."+name][1:]
				got := traces[k].Column(0)
				require.Len(t, got, len(reference))
				low, high, worst := math.Inf(1), math.Inf(-1), 0.0
				for i, x := range reference {
					low, high = min(low, x), max(high, x)
					worst = max(worst, math.Abs(float64(got[i])-x))
				}
				t.Logf("%s: range %.4g to %.4g, difference at most %.2g", name, low, high, worst)
				require.Greater(t, high-low, 0.0)
				near(t, 0, worst/(high-low), 2e-4, name)
			}
		})
	}
}

// TestDelayedRingConverges: three Wilson-Cowan populations in a ring with delays
// of 3, 7 and 12 ms against Euler steps of 0.0005 ms in numpy (tools/reference/rates.py):
// the input is held during a step, so the difference shrinks in order 1.
func TestDelayedRingConverges(t *testing.T) {
	want := readReference(t, "rates")
	steps := []float64{0.5, 0.25, 0.125}
	var errs []float64
	for _, dt := range steps {
		net := &model.Network{Name: "ring", DT: dt, Populations: []*model.Population{{Name: "p", Model: "wilson_cowan", Size: 3, Scheme: "rk4",
			Params: constants(map[string]float64{"p": 0.9}), Initial: map[string]model.Value{"e": model.Each(0.4, 0.2, 0.1)}}},
			Couplings: []*model.Coupling{{Name: "ring", Type: model.Additive, Source: "p", Target: "p", Variable: "e", Weight: model.Const(0.8),
				Rule: explicitPairs([][2]uint32{{2, 0}, {0, 1}, {1, 2}}, nil, []float64{3, 7, 12})}},
			Recorders: []*model.Recorder{{Name: "r", Type: model.RecordState, Target: "p", Variables: []string{"e"}, Interval: 1}}}
		trace := runOn(t, float64Engine, net, 100).Traces[0]
		worst := 0.0
		for k := range 3 {
			reference := want[fmt.Sprintf("delayed_ring.e%d", k)][1:]
			for i, x := range trace.Column(k) {
				worst = max(worst, math.Abs(float64(x)-reference[i]))
			}
		}
		errs = append(errs, worst)
	}
	near(t, 1, slope(t, steps, errs), 0.2, "errors %v at dt %v", errs, steps)
	require.Less(t, errs[2], 5e-3)
}
