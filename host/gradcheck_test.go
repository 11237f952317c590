package host

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every differentiable model of the registry: adjoint, tangent and differences.
func TestGradcheckOfEveryModel(t *testing.T) {
	tested, spiking, compared := 0, 0, 0
	for _, name := range GradientModels() {
		rows, fired, err := CheckModel(context.Background(), name)
		require.NoError(t, err)
		alive := 0
		for _, r := range rows {
			if !r.OK {
				t.Errorf("%s by %s: adjoint %g, tangent %g (error %.2g), held %g, difference %v (error %.2g)", name, r.Parameter, r.Adjoint, *r.Tangent, r.TangentError, r.Held, r.Difference, r.DifferenceError)
			}
			if r.Adjoint != 0 {
				alive++
			}
			if r.Difference != nil && r.Held != 0 {
				compared++
			}
		}
		require.GreaterOrEqual(t, alive, 2, "%s: too few derivatives that are not zero", name)
		tested++
		if fired {
			spiking++
		}
	}
	require.GreaterOrEqual(t, tested, 30)
	require.GreaterOrEqual(t, spiking, 15)
	require.Greater(t, compared, 150)
}

func TestGradcheckOfNetworks(t *testing.T) {
	networks, err := GradientNetworks()
	require.NoError(t, err)
	for _, e := range networks {
		rows, err := CheckGradients(context.Background(), e)
		require.NoError(t, err)
		require.Len(t, rows, len(e.Grad.By))
		differences := 0
		for _, r := range rows {
			require.True(t, r.OK, "%+v", r)
			require.NotZero(t, r.Adjoint, r.Parameter)
			require.Equal(t, e.Grad.Method == "eventprop", r.Tangent == nil)
			if r.Difference != nil {
				differences++
			}
		}
		require.Greater(t, differences, len(rows)/2)
	}
}

// A derivative that is wrong is told.
func TestGradcheckTells(t *testing.T) {
	networks, err := GradientNetworks()
	require.NoError(t, err)
	e := networks[1]
	e.Grad.By = []string{"first.weight"}
	// Spike counts have no derivative: what the method does in their place is none.
	e.Losses = append(e.Losses, LossTerm{Name: "count", Type: "spike_count", Population: "cell", Variable: "v", Factor: 1, Of: "mean", Tau: 20, Target: &Target{Values: []float64{0}}})
	rows, err := CheckGradients(context.Background(), e)
	require.NoError(t, err)
	require.False(t, rows[0].OK)
	require.Greater(t, rows[0].DifferenceError, 1e-3)
}
