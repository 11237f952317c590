package adjoint

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// cobaNet is T8a: a membrane with an excitatory and an inhibitory conductance
// and NMDA receptors under the block of magnesium. A spike at n dt is in the
// step before and arrives, after a delay of one step, in step n.
func cobaNet() *model.Network {
	const dt = 0.1
	times := func(steps ...int) []float64 {
		var out []float64
		for _, n := range steps {
			out = append(out, float64(n)*dt)
		}
		return out
	}
	one := func(name string, source uint32, w float64) *model.Projection {
		return &model.Projection{Name: name, Source: "in", Target: "cell", Receptor: name, Delay: model.Const(dt),
			Rule: model.Rule{Type: model.Explicit, Sources: []uint32{source}, Targets: []uint32{0}, Weights: []float64{w}}}
	}
	return &model.Network{Name: "coba", DT: dt,
		Populations: []*model.Population{
			{Name: "cell", Model: "leaky_integrator", Size: 1, Scheme: "exponential_euler",
				Params:  constants(map[string]float64{"c_m": 200, "g_l": 10, "e_l": -65, "i_e": 20}),
				Initial: map[string]model.Value{"v": model.Const(-65)},
				Receptors: []*model.Receptor{
					{Name: "e", Model: "exponential", Output: model.OutputConductance, Params: constants(map[string]float64{"tau": 5, "e_rev": 0})},
					{Name: "i", Model: "exponential", Output: model.OutputConductance, Params: constants(map[string]float64{"tau": 10, "e_rev": -80})},
					{Name: "n", Model: "nmda_discrete", Output: model.OutputMagnesium,
						Params: constants(map[string]float64{"tau_rise": 2, "tau_decay": 100, "alpha": 0.5, "g_max": 2.5, "e_rev": 0, "mg": 1})}}},
			{Name: "in", Model: "spike_source", Size: 3, Times: [][]float64{times(20, 90, 150, 151, 300), times(120, 260), times(50, 200, 330)}}},
		Projections: []*model.Projection{one("e", 0, 3), one("i", 1, 4), one("n", 2, 2.5)}}
}

// TestConductances is T8a: the exact gradient of the discrete map, with the
// values of an independent float64 program that agrees with complex steps to
// 1.2e-14. dL/dg_l is held against central differences as well.
func TestConductances(t *testing.T) {
	const steps, dt = 500, 0.1
	for name, target := range engines(t) {
		t.Run(name, func(t *testing.T) {
			e, err := Compile(t.Context(), cobaNet(), Options{Target: target, Steps: steps, Parameters: true, Strategy: Every(60), Inputs: []string{"cell"}, Traces: []Trace{{"cell", "v"}}})
			require.NoError(t, err)
			defer e.Close()
			require.NoError(t, e.Forward(t.Context(), Input{}))
			v, err := e.Trace(0)
			require.NoError(t, err)
			loss, adj := 0.0, make([]float64, steps)
			for n, x := range v {
				loss += dt * (x + 60) * (x + 60) / 2
				adj[n] = dt * (x + 60)
			}
			require.NoError(t, e.Backward(t.Context(), [][]float64{adj}))
			// float32: the specification's 1e-4 of the integral of a trace.
			tol := 1e-9
			if name != "native64" {
				tol = 1e-4
			}
			near(t, []float64{190.1943668962121}, []float64{loss}, tol, "loss")
			near(t, []float64{-59.943538362514062}, v[steps-1:], tol, "v(T)")
			w := map[string]float64{}
			for _, p := range []string{"e", "i", "n"} {
				g, err := e.WeightGradient(p)
				require.NoError(t, err)
				w[p] = g[0]
			}
			near(t, []float64{206.763812107027}, []float64{w["e"]}, tol, "dL/dw_e")
			near(t, []float64{-52.5634300916272}, []float64{w["i"]}, tol, "dL/dw_i")
			for _, c := range []struct {
				name string
				want float64
			}{{"c_m", -1.01394484782986}, {"g_l", -34.68050353186684}, {"e_l", 48.8238881826604}, {"e.e_rev", 10.7282232529975},
				{"i.e_rev", 9.26387977405606}, {"n.e_rev", 0.730629238439596}, {"n.mg", -38.0286548288275}, {"e.tau", 112.205615021805},
				{"i.tau", -13.1272608478885}, {"n.tau_rise", 8.28048011577134}, {"n.tau_decay", 0.0330601817482467},
				{"n.alpha", 37.8084196740471}, {"i_e", 4.88238881826603}, {"n.g_max", 16.763405025899}} {
				got, err := e.ParameterGradient("cell", c.name)
				require.NoError(t, err)
				if c.name == "n.g_max" {
					got[0] += w["n"] // there a spike's weight is the whole of g_max
				}
				if c.name == "n.tau_decay" && name != "native64" {
					// A sum of terms of both signs: those by the amplitude of g
					// come to dL/dw_n g_max / tau_decay, 2.5 nS in 100 ms.
					terms := math.Abs(w["n"]) * 2.5 / 100
					require.True(t, math.Abs(got[0]-c.want) <= tol*terms, "%s: %g for %g, terms of %g", c.name, got[0], c.want, terms)
					continue
				}
				near(t, []float64{c.want}, got, tol, "dL/d"+c.name)
			}
			v0, err := e.InitialGradient("cell.v")
			require.NoError(t, err)
			near(t, []float64{-6.12931692326032}, v0, tol, "dL/dv_0")
			if name != "native64" {
				return
			}
			at := func(g float64) (sum float64) {
				require.NoError(t, e.SetParameter("cell", "g_l", []float64{g}))
				require.NoError(t, e.Forward(t.Context(), Input{}))
				v, err := e.Trace(0)
				require.NoError(t, err)
				for _, x := range v {
					sum += dt * (x + 60) * (x + 60) / 2
				}
				return sum
			}
			const h = 1e-3 // an error of h^2 / g_l^2 = 1e-8 of the derivative
			near(t, []float64{-34.68050353186684}, []float64{(at(10+h) - at(10-h)) / (2 * h)}, 1e-7, "dL/dg_l by differences")
		})
	}
}
