package adjoint

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// tangentNet is a recurrent network with delays between steps: currents,
// conductances and the block by magnesium.
func tangentNet() *model.Network {
	c := model.Const
	return &model.Network{Name: "tangent", DT: 0.5, Seed: 5, Populations: []*model.Population{
		{Name: "in", Model: "spike_source", Size: 3, Times: [][]float64{{1, 4, 9, 20}, {2, 7, 15.5}, {3, 11, 18}}},
		{Name: "cell", Model: "lif", Size: 4, Params: map[string]model.Value{"i_e": model.Each(200, 350, 400, 300)},
			Receptors: []*model.Receptor{
				{Name: "exc", Model: "exponential", Output: model.OutputConductance, Params: map[string]model.Value{"tau": c(3)}},
				{Name: "nmda", Model: "dual_exponential", Output: model.OutputMagnesium},
				{Name: "cur", Model: "alpha", Output: model.OutputCurrent}}},
	}, Projections: []*model.Projection{
		{Name: "first", Source: "in", Target: "cell", Receptor: "exc", Rule: model.Rule{Type: model.AllToAll}, Weight: model.UniformDist(5, 15), Delay: c(1.2)},
		{Name: "slow", Source: "in", Target: "cell", Receptor: "nmda", Rule: model.Rule{Type: model.AllToAll}, Weight: c(4), Delay: c(0.5)},
		{Name: "again", Source: "cell", Target: "cell", Receptor: "cur", Rule: model.Rule{Type: model.AllToAll}, Weight: model.UniformDist(-80, 120), Delay: c(1.7)},
	}}
}

// TestNetworkTangent: the derivative of a random linear loss along a random
// direction is the same forward and back, for every surrogate, attached and not.
func TestNetworkTangent(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 7))
	draw := func(n int) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = rng.NormFloat64()
		}
		return out
	}
	for k, name := range SurrogateNames() {
		t.Run(name, func(t *testing.T) {
			surrogate, err := NewSurrogate(name)
			require.NoError(t, err)
			e, err := Compile(t.Context(), tangentNet(), Options{Target: native64(t, 1), Steps: 60, Surrogate: surrogate, Detach: k%2 == 1, Parameters: true, Delays: true,
				Inputs: []string{"cell"}, Traces: []Trace{{"cell", "v"}, {"cell", "spike"}, {"cell", "nmda.g"}}, Strategy: Every(9)})
			require.NoError(t, err)
			defer e.Close()
			in := Input{Currents: map[string][]float64{"cell": draw(60 * 4)}}
			require.NoError(t, e.Forward(t.Context(), in))
			spikes, err := e.Spikes("cell", 0)
			require.NoError(t, err)
			for i, s := range spikes {
				require.NotEmpty(t, s, "neuron %d is silent: nothing is tested", i)
			}
			along := Direction{Weights: map[string][]float64{"first": draw(12), "slow": draw(12), "again": draw(16)}, Delays: map[string][]float64{"first": draw(12), "again": draw(1)},
				Parameters: map[string][]float64{"cell/c_m": draw(1), "cell/i_e": draw(4), "cell/v_reset": draw(1), "cell/v_th": draw(1), "cell/exc.tau": draw(1), "cell/exc.e_rev": draw(1), "cell/nmda.mg": draw(1), "cell/nmda.tau_decay": draw(1)},
				Initial:    map[string][]float64{"cell.v": draw(4), "cell.exc.g": draw(4)}, Currents: map[string][]float64{"cell": draw(240)}}
			drives := [][]float64{draw(240), draw(240), draw(240)}
			tangents, err := e.Tangent(t.Context(), in, along)
			require.NoError(t, err)
			forward, backward, scale := 0.0, 0.0, 0.0
			for k := range drives {
				for i, d := range drives[k] {
					forward += d * tangents[k][i]
				}
			}
			require.NoError(t, e.Backward(t.Context(), drives))
			add := func(g []float64, err error, d []float64) {
				require.NoError(t, err)
				for i := range g {
					term := g[i] * d[min(i, len(d)-1)]
					backward += term
					scale += math.Abs(term)
				}
			}
			for name, d := range along.Weights {
				g, err := e.WeightGradient(name)
				add(g, err, d)
			}
			for name, d := range along.Delays {
				g, err := e.DelayGradient(name)
				add(g, err, d)
			}
			for name, d := range along.Parameters {
				g, err := e.ParameterGradient("cell", name[len("cell/"):])
				add(g, err, d)
			}
			for name, d := range along.Initial {
				g, err := e.InitialGradient(name)
				add(g, err, d)
			}
			g, err := e.InputGradient("cell")
			add(g, err, along.Currents["cell"])
			require.NotZero(t, forward)
			// The square wave's cosine is right to 1e-7.
			tol := 1e-11
			if name == "squarewave" {
				tol = 1e-6
			}
			if !(math.Abs(forward-backward) <= tol*scale) {
				t.Fatalf("%.15g forward, %.15g backward (terms add up to %.3g)", forward, backward, scale)
			}
		})
	}
}
