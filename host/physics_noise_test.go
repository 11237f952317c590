package host

import (
	"math"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// TestOUCurrent: mean, standard deviation and exponential correlation of the
// current, stationary from its first step, whatever the step. 60 neurons times
// 4000 steps have 60 * 400 ms / (2 tau) independent values; bounds are 5 sigma.
func TestOUCurrent(t *testing.T) {
	const mean, sd, tau, steps = 20.0, 5.0, 2.0, 4000
	net := currentNetwork(&model.Stimulus{Name: "noise", Type: model.OUCurrent, Target: "p", Mean: mean, Std: sd, Tau: tau})
	eachEngine(t, func(t *testing.T, device string) {
		tr := runOn(t, device, net, steps*net.DT).Traces[0]
		var all, first, beside []float64
		var left []float64
		lags := []int{1, 10, 20, 40}
		products := make([][]float64, len(lags))
		for i := range 60 {
			c := currents(tr, i)
			for k := range c {
				c[k] = (c[k] - mean) / sd
				if left != nil {
					beside = append(beside, c[k]*left[k])
				}
				for j, lag := range lags {
					if k >= lag {
						products[j] = append(products[j], c[k]*c[k-lag])
					}
				}
			}
			all, first, left = append(all, c...), append(first, c[0]), c
		}
		n := 60 * steps * net.DT / (2 * tau)
		m, v := moments(all)
		near(t, 0, m, 5/math.Sqrt(n), "mean")
		near(t, 1, v, 5*math.Sqrt(2/n), "variance")
		for j, lag := range lags {
			m, _ := moments(products[j])
			near(t, math.Exp(-float64(lag)*net.DT/tau), m, 5*math.Sqrt(2/n), "correlation at %d steps", lag)
		}
		m, v = moments(first)
		near(t, 0, m, 5/math.Sqrt(60), "mean of the first values")
		near(t, 1, v, 5*math.Sqrt(2.0/60), "variance of the first values")
		m, _ = moments(beside)
		near(t, 0, m, 5/math.Sqrt(n), "covariance of neighbours")
	})
}

// TestWienerCurrent: white noise of intensity sigma on a leaky membrane. The
// current is constant in a step of dt, so the stationary variance of v is
// (sigma / g)^2 / dt * (1 - a) / (1 + a) with a = exp(-dt / tau), which is
// (sigma / c)^2 tau / 2 but for (dt / tau)^2 / 12 of it: at every dt the same.
func TestWienerCurrent(t *testing.T) {
	const sigma, tau, ms = 40.0, 5.0, 400.0 // pA sqrt(ms); c_m 100 pF, g_l 20 nS
	for _, dt := range []float64{0.2, 0.1} {
		net := &model.Network{Name: "wiener", DT: dt, Seed: 8, Populations: []*model.Population{
			{Name: "p", Model: "leaky_integrator", Size: 100, Params: constants(map[string]float64{"c_m": 100, "g_l": 20, "e_l": 0})},
		}, Stimuli: []*model.Stimulus{{Name: "noise", Type: model.WienerCurrent, Target: "p", Mean: 30, Sigma: sigma}},
			Recorders: []*model.Recorder{stateRecorder("p", "v")}}
		eachEngine(t, func(t *testing.T, device string) {
			tr := runOn(t, device, net, ms).Traces[0]
			var late, product []float64
			lag := int(tau / dt)
			for i := range 100 {
				column := tr.Column(i)[int(10*tau/dt):]
				for k, v := range column {
					late = append(late, float64(v))
					if k >= lag {
						product = append(product, (float64(v)-1.5)*(float64(column[k-lag])-1.5))
					}
				}
			}
			want := sigma * sigma / (100 * 100) * tau / 2 // mV^2
			n := 100 * (ms - 10*tau) / (2 * tau)
			m, v := moments(late)
			near(t, 1.5, m, 5*math.Sqrt(want/n), "mean: 30 pA over 20 nS")
			near(t, want, v, 5*want*math.Sqrt(2/n), "variance at dt %g", dt)
			m, _ = moments(product)
			near(t, want*math.Exp(-1), m, 5*want*math.Sqrt(2/n), "correlation after tau at dt %g", dt)
		})
	}
}

// TestOUCurrentResumes: a run that was saved in between goes on with the same noise.
func TestOUCurrentResumes(t *testing.T) {
	net := currentNetwork(&model.Stimulus{Name: "noise", Type: model.OUCurrent, Target: "p", Std: 5, Tau: 10, First: 7, Count: 40, Start: 1})
	eachEngine(t, func(t *testing.T, device string) {
		whole := compileOn(t, device, net)
		require.NoError(t, whole.Run(t.Context(), 5))
		path := filepath.Join(t.TempDir(), "s.safetensors")
		require.NoError(t, whole.Save(path))
		require.NoError(t, whole.Run(t.Context(), 5))
		resumed := compileOn(t, device, net)
		require.NoError(t, resumed.Load(path))
		require.NoError(t, resumed.Run(t.Context(), 5))
		want := stateNow(t, whole, "p", "v")
		require.NotZero(t, want[7])
		require.NotEqual(t, want[7], want[8])
		require.Equal(t, want, stateNow(t, resumed, "p", "v"))
	})
}
