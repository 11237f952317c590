package host

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// Spike times as crossings of a level on the way of the potential: closed forms
// of T10. The threshold of the models is put out of reach and the surrogate
// is 0, so that nothing is reset. Linear interpolation leaves an error of second
// order in dt in the time and of first order in its derivatives, of which dt/2
// times the ratio of v's second to its first derivative is wrong at most: at the
// levels that ratio is 2 v/tau = 2 per ms, and 7.4 per ms.
func TestCrossingTimesOfSmoothModels(t *testing.T) {
	const tail = "\n[loss.t]\ntype = \"crossing\"\npopulation = \"cell\"\n"
	for _, c := range []struct {
		name, src string
		time      float64
		want      []float64
		bound     float64 // relative
	}{
		// tau dV/dt = V^2 + I with tau 10 and I 0.25, from -1 to 10.
		{"qif", `
dt = 0.0005
duration = 52.7
[population.cell]
model = "quad_if"
size = 1
scheme = "rk4"
params = { c_m = 10.0, k = 1.0, e_l = 0.0, v_c = 0.0, v_peak = 9999.0, v_reset = -1.0, i_e = 0.25 }
initial = { v = -1.0 }
` + tail + `level = 10.0
[grad]
checkpoint = 200
surrogate = "boxcar"
surrogate_scale = 0.0
by = ["cell.i_e", "cell.initial.v", "cell.c_m"]
`, 52.559732977340887, []float64{-123.1144784235097, -8, 5.2559732977340887}, 0.0005 * 2 / 2},
		// Regular spiking at 10: v is at rest with u at first, so that a later v0 is a later start.
		{"izhikevich", `
dt = 0.0001
duration = 3.2
[population.cell]
model = "izhikevich"
size = 1
scheme = "rk4"
params = { i_e = 10.0, v_th = 9999.0 }
initial = { v = -65.0, u = -13.0 }
` + tail + `level = 30.0
[grad]
checkpoint = 100
surrogate = "boxcar"
surrogate_scale = 0.0
by = ["cell.initial.v"]
`, 3.12705530388, []float64{-1.0 / 7}, 0.0001 * 7.4 / 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := objective(t, c.src, "native64:1")
			at, err := o.Gradient(context.Background())
			require.NoError(t, err)
			if !(math.Abs(at-c.time) <= 2e-6*c.time) {
				t.Fatalf("crosses at %.12g, want %.12g", at, c.time)
			}
			for k, p := range o.Parameters() {
				if !(math.Abs(p.Grad[0]-c.want[k]) <= c.bound*math.Abs(c.want[k])) {
					t.Errorf("by %s: %.12g, want %.12g", p.Name, p.Grad[0], c.want[k])
				}
			}
		})
	}
}
