package adjoint

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// A NaN made on purpose is reported with what it is, the neuron and the step.
func TestNotFinite(t *testing.T) {
	for device, target := range engines(t) {
		for _, s := range []Strategy{StoreAll(), Every(7), Binomial(1, 5)} {
			e, err := Compile(t.Context(), tangentNet(), Options{Target: target, Steps: 60, Parameters: true, Strategy: s, Inputs: []string{"cell"}, Traces: []Trace{{"cell", "v"}}})
			require.NoError(t, err)
			currents := make([]float64, 240)
			currents[33*4+2] = math.NaN()
			var bad *NotFiniteError
			require.ErrorAs(t, e.Forward(t.Context(), Input{Currents: map[string][]float64{"cell": currents}}), &bad)
			require.Equal(t, "v", bad.Quantity, device)
			require.Equal(t, `neuron 2 of population "cell"`, bad.Neuron)
			require.Equal(t, 33, bad.Step)
			require.Equal(t, 17.0, bad.Time)

			// A cotangent that is finite, whose products are not.
			most := math.MaxFloat32
			if device == "native64" {
				most = math.MaxFloat64
			}
			require.NoError(t, e.Forward(t.Context(), Input{}))
			drives := make([]float64, 240)
			drives[3*4+1] = most
			err = e.Backward(t.Context(), [][]float64{drives})
			require.ErrorAs(t, err, &bad)
			require.True(t, bad.Gradient)
			require.Contains(t, bad.Quantity, "first.weight (synapse ", device)
			require.Equal(t, `neuron 1 of population "cell"`, bad.Neuron)
			require.Equal(t, 3, bad.Step, "%s %v", device, s)
			require.ErrorContains(t, err, `it arises in step 3 (2 ms) of sample 0, at neuron 1 of population "cell"`)

			require.NoError(t, e.Forward(t.Context(), Input{}))
			drives[7*4+3] = math.Inf(1)
			require.EqualError(t, e.Backward(t.Context(), [][]float64{drives}), `cotangent of v of population "cell": it is +Inf in step 7 at neuron 3; the loss is not finite there`)
			require.EqualError(t, e.SetParameter("cell", "c_m", []float64{math.NaN()}), `parameter "c_m" of population "cell": value 0 is NaN, must be a finite number`)
			require.EqualError(t, e.SetWeights("first", []float64{math.Inf(-1)}), `weights of projection "first": value 0 is -Inf, must be a finite number`)
			e.Close()
		}
	}
}
