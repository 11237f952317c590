package adjoint

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// hhNet is T7: one neuron of 1 pF with the squid axon's currents, gates at rest
// for -65 mV, 10 pA.
func hhNet() *model.Network {
	rest := func(a, b float64) model.Value { return model.Const(a / (a + b)) }
	const v = -65.0
	relr := func(x float64) float64 { return x / math.Expm1(x) }
	return &model.Network{Name: "hh", DT: 0.01, Populations: []*model.Population{{Name: "cell", Model: "hh_1952", Size: 1, Scheme: "staggered",
		Params: map[string]model.Value{"c_m": model.Const(1), "g_na": model.Const(120), "g_k": model.Const(36), "g_l": model.Const(0.3),
			"e_na": model.Const(50), "e_k": model.Const(-77), "e_l": model.Const(-54.387), "i_e": model.Const(10)},
		Initial: map[string]model.Value{"v": model.Const(v),
			"m": rest(relr(-(v+40)/10), 4*math.Exp(-(v+65)/18)),
			"h": rest(0.07*math.Exp(-(v+65)/20), 1/(1+math.Exp(-(v+35)/10))),
			"n": rest(0.1*relr(-(v+55)/10), 0.125*math.Exp(-(v+65)/80))}}}}
}

// TestHodgkinHuxley is T7: the exact gradient of the discrete map, with the
// values of an independent float64 program that agrees with complex steps to 3e-14.
func TestHodgkinHuxley(t *testing.T) {
	for _, c := range []struct {
		name   string
		steps  int
		trace  bool // the loss is the integral of (v + 65)^2 / 2, else the last v
		loss   float64
		params []string
		want   []float64
	}{
		{"1 ms", 100, false, -55.9755527186263, []string{"g_na", "g_k", "g_l", "i_e", "v0"},
			[]float64{0.0307976015768, -0.187266978522, 6.64962336078, 1.06013760842, 1.08792141959}},
		{"5 ms", 500, false, -75.0586323736532, []string{"g_na", "g_k", "g_l", "e_na", "e_k", "e_l", "i_e", "v0"},
			[]float64{-0.00508393387332469, -0.0364898698393886, 2.60814108634356, -0.0131376784109935, 0.960704180401155, 0.0476906502810269, 0.15896883427009, 0.0456022470135194}},
		{"20 ms", 2000, true, 10867.7350385013, []string{"g_na", "g_k", "g_l", "e_na", "e_k", "e_l", "i_e", "v0"},
			[]float64{62.0793959115133, -167.620254448819, -2130.67895503709, 161.878340804853, -18.4852501698337, 0.28097011733543, 0.936567057850758, 4.49805417260614}},
	} {
		for device, target := range engines(t) {
			t.Run(c.name+"/"+device, func(t *testing.T) {
				e, err := Compile(t.Context(), hhNet(), Options{Target: target, Steps: c.steps, Parameters: true, Strategy: Every(100), Inputs: []string{"cell"}, Traces: []Trace{{"cell", "v"}}})
				require.NoError(t, err)
				defer e.Close()
				require.NoError(t, e.Forward(t.Context(), Input{}))
				v, err := e.Trace(0)
				require.NoError(t, err)
				adj, loss := make([]float64, len(v)), v[len(v)-1]
				adj[len(adj)-1] = 1
				if c.trace {
					loss = 0
					for i, x := range v {
						loss += 0.01 * (x + 65) * (x + 65) / 2
						adj[i] = 0.01 * (x + 65)
					}
				}
				require.NoError(t, e.Backward(t.Context(), [][]float64{adj}))
				// float32: the specification's 1e-5 for the last v, 1e-4 for the integral.
				tol := 1e-9
				if device != "native64" {
					tol = 1e-5
					if c.trace {
						tol = 1e-4
					}
				}
				near(t, []float64{c.loss}, []float64{loss}, tol, "loss")
				// Over 20 ms the gradients of the current and of e_l are sums of terms of
				// both signs, near 1000 times their result: in float32 it is the terms
				// that are right to 1e-4 (the sum is then 1.9e-3 off; in float64 it is right).
				terms, err := e.InputGradient("cell")
				require.NoError(t, err)
				magnitude := 0.0
				for _, x := range terms {
					magnitude += math.Abs(x)
				}
				for k, name := range c.params {
					var got []float64
					if name == "v0" {
						got, err = e.InitialGradient("cell.v")
					} else {
						got, err = e.ParameterGradient("cell", name)
					}
					require.NoError(t, err)
					if scale := map[string]float64{"i_e": magnitude, "e_l": 0.3 * magnitude}[name]; c.trace && scale > 0 && device != "native64" {
						require.InDelta(t, c.want[k], got[0], tol*scale, "dL/d"+name)
						continue
					}
					near(t, c.want[k:k+1], got, tol, "dL/d"+name)
				}
			})
		}
	}
}
