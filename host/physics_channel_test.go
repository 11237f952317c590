package host

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// cell is a network of one neuron whose v is recorded at every step, with a
// current of 1000 pA from 20 to 100 ms.
func cell(pop *model.Population, dt float64) *model.Network {
	pop.Name, pop.Size = "cell", 1
	return &model.Network{Name: "cell", DT: dt, Seed: 1, Populations: []*model.Population{pop},
		Stimuli: []*model.Stimulus{{Name: "step", Type: model.StepCurrent, Target: "cell", Times: []float64{20, 100}, Amplitudes: []float64{1000, -200}}},
		Recorders: []*model.Recorder{{Name: "spikes", Type: model.RecordSpikes, Target: "cell"},
			{Name: "v", Type: model.RecordState, Target: "cell", Variables: []string{"v"}}}}
}

// TestChannelsMakeTheHodgkinHuxleyNeurons: hh_1952 and hh_traub put together
// from channels follow the models in one piece, which share no code with them
// but the library, through spikes and in both schemes.
func TestChannelsMakeTheHodgkinHuxleyNeurons(t *testing.T) {
	whole := map[string]func() (one, parts *model.Population){
		"hh_1952": func() (one, parts *model.Population) {
			return &model.Population{Model: "hh_1952"},
				&model.Population{Model: "conductance", Channels: []*model.Channel{
					{Name: "leak", Model: "leak", Params: constants(map[string]float64{"g_max": 30, "e_rev": -54.387})},
					{Name: "na", Model: "na_hh_1952"},
					{Name: "k", Model: "kdr_hh_1952"},
				}}
		},
		"hh_traub": func() (one, parts *model.Population) {
			return &model.Population{Model: "hh_traub"},
				&model.Population{Model: "conductance", Params: constants(map[string]float64{"c_m": 200, "v_spike": -20}), Channels: []*model.Channel{
					{Name: "leak", Model: "leak", Params: constants(map[string]float64{"g_max": 10, "e_rev": -60})},
					{Name: "na", Model: "na_traub_1991", Params: constants(map[string]float64{"g_max": 20000})},
					{Name: "k", Model: "kdr_traub_1991", Params: constants(map[string]float64{"g_max": 6000, "v_t": -63})},
				}}
		},
	}
	gates := map[string]string{"m": "na", "h": "na", "n": "k"}
	for name, make := range whole {
		for _, scheme := range []string{"staggered", "exponential_euler"} {
			t.Run(name+"/"+scheme, func(t *testing.T) {
				one, parts := make()
				one.Scheme, parts.Scheme = scheme, scheme
				one.Initial, parts.Initial = map[string]model.Value{"v": model.Const(-65)}, map[string]model.Value{"v": model.Const(-65)}
				for _, v := range model.FindNeuron(name).State[1:] {
					x := map[string]model.Value{v.Name: model.Const(v.Default)}
					for _, c := range parts.Channels {
						if c.Name == gates[v.Name] {
							if c.Initial == nil {
								c.Initial = map[string]model.Value{}
							}
							c.Initial[v.Name] = x[v.Name]
						}
					}
				}
				a := compileOn(t, float64Engine, cell(one, 0.02))
				b := compileOn(t, float64Engine, cell(parts, 0.02))
				require.NoError(t, a.Run(t.Context(), 120))
				require.NoError(t, b.Run(t.Context(), 120))
				want, got := a.Result(), b.Result()
				require.Greater(t, a.Stats().Spikes, int64(3))
				require.Equal(t, want.Spikes[0].Steps, got.Spikes[0].Steps)
				// Recorded as float32; the sums differ in their order, by 1e-13 of 1e5 pA
				// over the conductance, which an action potential's upstroke magnifies.
				for k, v := range want.Traces[0].Values {
					near(t, float64(v), float64(got.Traces[0].Values[k]), 1e-5, "v in step %d", k)
				}
				near(t, stateNow(t, a, "cell", "v")[0], stateNow(t, b, "cell", "v")[0], 1e-9, "v at the end")
				near(t, stateNow(t, a, "cell", "h")[0], stateNow(t, b, "cell", "na.h")[0], 1e-11, "h at the end")
				require.False(t, math.IsNaN(float64(got.Traces[0].Values[0])))
			})
		}
	}
}
