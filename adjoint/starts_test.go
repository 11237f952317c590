package adjoint

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// startsNet is a leaky integrator whose v starts at e_l, since nothing sets it.
func startsNet(eL float64) *model.Network {
	return &model.Network{Name: "starts", DT: 0.1, Populations: []*model.Population{{Name: "cell", Model: "leaky_integrator", Size: 2, Scheme: "exponential_euler",
		Params: constants(map[string]float64{"c_m": 200, "g_l": 10, "e_l": eL, "i_e": 20})}}}
}

// TestStartsFollowParameters: v(0) = e_l follows SetParameter as it would an
// experiment that is described anew, and its derivative is in that of e_l. The
// start and the leak move together, so v(T) moves by 1 with e_l for each of the
// 2 neurons, whatever the decay.
func TestStartsFollowParameters(t *testing.T) {
	const steps = 30 // 3 ms of a time constant of 20 ms: most of v(T) is the start
	for name, target := range engines(t) {
		t.Run(name, func(t *testing.T) {
			run := func(eL float64) *Engine {
				e, err := Compile(t.Context(), startsNet(eL), Options{Target: target, Steps: steps, Parameters: true, Traces: []Trace{{"cell", "v"}}})
				require.NoError(t, err)
				t.Cleanup(e.Close)
				return e
			}
			last := make([]float64, steps*2)
			last[2*steps-2], last[2*steps-1] = 1, 1
			trace := func(e *Engine, in Input) []float64 {
				require.NoError(t, e.Forward(t.Context(), in))
				v, err := e.Trace(0)
				require.NoError(t, err)
				return v
			}
			e := run(-65)
			require.Equal(t, "e_l", e.StartsFrom("cell", "v"))
			trace(e, Input{})
			require.NoError(t, e.SetParameter("cell", "e_l", []float64{-60}))
			got := trace(e, Input{})
			require.Equal(t, trace(run(-60), Input{}), got)
			start, err := e.InitialState("cell.v")
			require.NoError(t, err)
			require.Equal(t, []float64{-60, -60}, start)

			// float32: 30 products of factors rounded to 6e-8.
			tol := 1e-12
			if name != "native64" {
				tol = 1e-5
			}
			require.NoError(t, e.Backward(t.Context(), [][]float64{last}))
			g, err := e.ParameterGradient("cell", "e_l")
			require.NoError(t, err)
			near(t, []float64{2}, g, tol, "dL/de_l")

			// A start that is given does not follow: only the leak is left.
			trace(e, Input{Initial: map[string][]float64{"cell.v": {-60, -60}}})
			require.NoError(t, e.Backward(t.Context(), [][]float64{last}))
			leak, err := e.ParameterGradient("cell", "e_l")
			require.NoError(t, err)
			v0, err := e.InitialGradient("cell.v")
			require.NoError(t, err)
			require.Greater(t, v0[0], 0.8) // exp(-3 / 20) is 0.86
			near(t, []float64{2 - v0[0] - v0[1]}, leak, tol*10, "dL/de_l of a given start")
		})
	}
}

// TestRestAboveThresholdIsRefused: when compiled and when set; the engine keeps
// its values then.
func TestRestAboveThresholdIsRefused(t *testing.T) {
	net := func(eL float64) *model.Network {
		return &model.Network{Name: "unit", DT: 0.1, Populations: []*model.Population{{Name: "pacemaker", Model: "lif", Size: 2,
			Params: constants(map[string]float64{"e_l": eL, "v_th": -50, "v_reset": -70})}}}
	}
	options := Options{Target: native64(t, 1), Steps: 5, Parameters: true, Traces: []Trace{{"pacemaker", "v"}}}
	for _, eL := range []float64{-50, -45} {
		_, err := Compile(t.Context(), net(eL), options)
		var unit *UnitError
		require.ErrorAs(t, err, &unit)
		require.Equal(t, UnitError{Population: "pacemaker", Rest: "e_l", Threshold: "v_th", At: eL, Above: -50}, *unit)
		require.ErrorContains(t, err, "lower e_l")
	}
	e, err := Compile(t.Context(), net(-65), options)
	require.NoError(t, err)
	defer e.Close()
	require.ErrorContains(t, e.SetParameter("pacemaker", "v_th", []float64{-66}), `population "pacemaker": e_l (-65 mV) is not below v_th (-66 mV) in neuron 0`)
	v, err := e.Parameter("pacemaker", "v_th")
	require.NoError(t, err)
	require.Equal(t, []float64{-50}, v)
}

// TestUnitsAreParameters: what a model names exists, and every neuron of the
// registry can be differentiated at its defaults.
func TestUnitsAreParameters(t *testing.T) {
	named := 0
	for _, m := range model.Neurons() {
		if m.Unit == ([2]string{}) {
			continue
		}
		named++
		at := [2]float64{math.NaN(), math.NaN()}
		for _, p := range m.Params {
			for k, name := range m.Unit {
				if p.Name == name {
					at[k] = p.Default
				}
			}
		}
		require.True(t, at[0] < at[1], "%s: %v at %v", m.Name, m.Unit, at)
	}
	require.Equal(t, 12, named) // those of shaders/neuron that divide by it
}
