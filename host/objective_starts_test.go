package host

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestStartsMoveWithTheirParameter: v begins at e_l, so the derivative by e_l is
// that of experiments written anew with another e_l, by central differences; it
// is another one when the start is a parameter of its own.
func TestStartsMoveWithTheirParameter(t *testing.T) {
	loss := func(eL float64, by string) (float64, map[string]float64) {
		src := fmt.Sprintf("name = \"starts\"\ndt = 0.1\nduration = 5.0\n[population.cell]\nmodel = \"leaky_integrator\"\nsize = 1\nscheme = \"exponential_euler\"\n"+
			"params = { c_m = 200.0, g_l = 10.0, e_l = %.17g, i_e = 20.0 }\n[loss.a]\ntype = \"mean_square\"\npopulation = \"cell\"\ntarget = -50.0\n[grad]\nby = [%s]\n[record]\n", eL, by)
		o, err := NewObjective(context.Background(), parse(t, src, nil), Options{Device: "native64:1"})
		require.NoError(t, err)
		defer o.Close()
		x, err := o.Gradient(context.Background())
		require.NoError(t, err)
		out := map[string]float64{}
		for _, p := range o.Parameters() {
			out[p.Name] = p.Grad[0]
		}
		return x, out
	}
	const h = 1e-3 // the loss is quadratic in e_l: central differences have only rounding, 1e-13 of 100 over 1e-3
	_, own := loss(-65, `"cell.e_l"`)
	up, _ := loss(-65+h, `"cell.e_l"`)
	down, _ := loss(-65-h, `"cell.e_l"`)
	require.InEpsilon(t, (up-down)/(2*h), own["cell.e_l"], 1e-8)
	_, both := loss(-65, `"cell.e_l", "cell.initial.v"`)
	require.NotZero(t, both["cell.initial.v"])
	require.InEpsilon(t, own["cell.e_l"], both["cell.e_l"]+both["cell.initial.v"], 1e-10)
}
