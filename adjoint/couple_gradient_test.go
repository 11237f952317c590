package adjoint

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// TestRateNetwork is T9 of the specification: tau dx/dt = -x + W x + u, the
// steady state and the gradient of x_0 - 2 x_1 there with respect to W and u.
// The units' threshold lies below every input, so that their gain is 1.
func TestRateNetwork(t *testing.T) {
	const theta, steps = -10.0, 600
	net := &model.Network{Name: "rate", DT: 0.5,
		Populations: []*model.Population{{Name: "x", Model: "threshold_linear", Size: 2, Scheme: "exact",
			Params: constants(map[string]float64{"tau": 5, "g": 1, "theta": theta, "mu": theta, "alpha": 1e6})}},
		Couplings: []*model.Coupling{{Name: "w", Type: model.Additive, Source: "x", Target: "x", Variable: "r",
			Rule: model.Rule{Type: model.Explicit, Sources: []uint32{0, 1, 0, 1}, Targets: []uint32{0, 0, 1, 1},
				Weights: []float64{0.2, -0.5, 0.4, 0.1}}}}}
	u := make([]float64, steps*2)
	for n := range steps {
		u[2*n], u[2*n+1] = 1, 0.5
	}
	drive := make([]float64, steps*2)
	drive[2*steps-2], drive[2*steps-1] = 1, -2
	for name, target := range engines(t) {
		t.Run(name, func(t *testing.T) {
			// float32: the sums over hundreds of steps of a contracting network.
			tol := 1e-9
			if name != "native64" {
				tol = 1e-5
			}
			for _, s := range []Strategy{StoreAll(), Every(25)} {
				e, err := Compile(t.Context(), net, Options{Target: target, Steps: steps, Inputs: []string{"x"}, Strategy: s, Traces: []Trace{{"x", "r"}}})
				require.NoError(t, err)
				defer e.Close()
				require.NoError(t, e.Forward(t.Context(), Input{Currents: map[string][]float64{"x": u}}))
				x, err := e.TraceStep(0, steps-1)
				require.NoError(t, err)
				near(t, []float64{0.70652173913043478, 0.86956521739130435}, x, tol, "steady state")
				near(t, []float64{-1.0326086956521739}, []float64{x[0] - 2*x[1]}, tol, "loss")
				require.NoError(t, e.Backward(t.Context(), [][]float64{drive}))
				w, err := e.CouplingGradient("w")
				require.NoError(t, err)
				near(t, []float64{0.076795841209829868, 0.094517958412098299, -1.6127126654064272, -1.9848771266540643}, w, tol, "dL/dW")
				given, err := e.InputGradient("x")
				require.NoError(t, err)
				sum := make([]float64, 2)
				for k, g := range given {
					sum[k%2] += g
				}
				near(t, []float64{0.10869565217391304, -2.2826086956521739}, sum, tol, "dL/du")
			}
		})
	}
}

// TestCouplingGradients: the gradients of a recurrent network of smooth units
// are those of central differences, and the same bits with every strategy; each
// sample of a batch has its own.
func TestCouplingGradients(t *testing.T) {
	const steps, batch, n = 23, 2, 7
	net, in := rates(), make([]float64, steps*batch*n)
	for k := range in {
		in[k] = math.Sin(0.7*float64(k) + 0.2)
	}
	r0 := make([]float64, batch*n)
	loss := func(e *Engine) (float64, []float64) {
		require.NoError(t, e.Forward(t.Context(), Input{Currents: map[string][]float64{"p": in}, Initial: map[string][]float64{"p.r": r0}}))
		v, err := e.Trace(0)
		require.NoError(t, err)
		sum, adj := 0.0, make([]float64, len(v))
		for k, x := range v {
			c := math.Cos(float64(k))
			sum += c * x
			adj[k] = c
		}
		return sum, adj
	}
	var first []float64
	for _, s := range []Strategy{StoreAll(), Every(5), Binomial(2, 4)} {
		t.Run(fmt.Sprint(s), func(t *testing.T) {
			e, err := Compile(t.Context(), net, Options{Target: native64(t, 1), Steps: steps, Batch: batch, Inputs: []string{"p"}, Strategy: s, Traces: []Trace{{"out", "v"}}})
			require.NoError(t, err)
			defer e.Close()
			_, adj := loss(e)
			require.NoError(t, e.Backward(t.Context(), [][]float64{adj}))
			var all []float64
			for _, c := range []string{"w", "out", "back"} {
				g, err := e.CouplingGradient(c)
				require.NoError(t, err)
				all = append(all, g...)
			}
			initial, err := e.InitialGradient("p.r")
			require.NoError(t, err)
			all = append(all, initial...)
			given, err := e.InputGradient("p")
			require.NoError(t, err)
			all = append(all, given...)
			if first != nil {
				require.Equal(t, first, all)
				return
			}
			first = all
			var want []float64
			difference := func(set func(h float64)) {
				const h = 1e-5
				set(h)
				up, _ := loss(e)
				set(-h)
				down, _ := loss(e)
				set(0)
				want = append(want, (up-down)/(2*h))
			}
			for _, c := range []string{"w", "out", "back"} {
				_, _, w, err := e.Pairs(c)
				require.NoError(t, err)
				for k := range w {
					was := w[k]
					difference(func(h float64) {
						w[k] = was + h
						require.NoError(t, e.SetCoupling(c, w))
					})
				}
			}
			for _, list := range [][]float64{r0, in} {
				for k := range list {
					was := list[k]
					difference(func(h float64) { list[k] = was + h })
				}
			}
			// Central differences of step 1e-5 are right to about 1e-9 of the largest.
			near(t, want, all, 1e-8, "gradients")
		})
	}
}
