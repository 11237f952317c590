package adjoint

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// readout is a lif population that never spikes, and so far from threshold that
// a surrogate of width 0.5 vanishes.
func readout(size int, scheme string, tauM, tauS float64) *model.Population {
	return &model.Population{Name: "out", Model: "lif", Size: size, Scheme: scheme,
		Params: map[string]model.Value{"c_m": model.Const(tauM), "g_l": model.Const(1), "e_l": model.Const(0),
			"v_th": model.Const(1e4), "v_reset": model.Const(0), "t_ref": model.Const(0)},
		Receptors: []*model.Receptor{{Name: "syn", Model: "exponential", Output: model.OutputCurrent,
			Params: map[string]model.Value{"tau": model.Const(tauS)}}}}
}

// TestFractionalDelay is T13 of the specification: one synapse whose delay is
// no whole number of steps (values to the digits given there).
func TestFractionalDelay(t *testing.T) {
	net := &model.Network{Name: "fraction", DT: 1,
		Populations: []*model.Population{readout(1, "exponential_euler", 12, 4),
			{Name: "in", Model: "spike_source", Size: 1, Times: [][]float64{{3, 9, 20}}}},
		Projections: []*model.Projection{{Name: "w", Source: "in", Target: "out", Receptor: "syn",
			Rule: model.Rule{Type: model.OneToOne}, Weight: model.Const(1.7), Delay: model.Const(2.35)}}}
	for name, target := range engines(t) {
		t.Run(name, func(t *testing.T) {
			for _, s := range []Strategy{StoreAll(), Every(2)} {
				e, err := Compile(t.Context(), net, Options{Target: target, Steps: 40, Delays: true, Surrogate: Triangular(1, 0.5), Strategy: s, Traces: []Trace{{"out", "v"}}})
				require.NoError(t, err)
				defer e.Close()
				require.NoError(t, e.Forward(t.Context(), Input{}))
				v, err := e.Trace(0)
				require.NoError(t, err)
				loss, adj := 0.0, make([]float64, len(v))
				for i, x := range v {
					loss += (x - 0.2) * (x - 0.2) / 2
					adj[i] = x - 0.2
				}
				require.NoError(t, e.Backward(t.Context(), [][]float64{adj}))
				w, err := e.WeightGradient("w")
				require.NoError(t, err)
				d, err := e.DelayGradient("w")
				require.NoError(t, err)
				tol, small := 1e-12, 1e-11 // the digits given; d is a small difference of terms of order 1
				if name != "native64" {
					tol, small = 1e-6, 5e-4
				}
				near(t, []float64{2.59664277642831}, []float64{loss}, tol, "loss")
				near(t, []float64{4.37766569796907}, w, tol, "dL/dw")
				near(t, []float64{-0.00122656942024854}, d, small, "dL/dd")
			}
		})
	}
}

// TestLinearReadout is T5: closed forms of two currents through a linear
// membrane, exact for every dt because all events lie on the grid. A delay of
// zero is none here, so sources spike 0.5 ms earlier and every delay is that
// much longer. The integral of v over a step is a combination of v and g at
// its beginning.
func TestLinearReadout(t *testing.T) {
	const tauM, tauS, dt, end = 20.0, 5.0, 0.5, 50.0
	net := &model.Network{Name: "linear", DT: dt,
		Populations: []*model.Population{readout(2, "exact", tauM, tauS),
			{Name: "in", Model: "spike_source", Size: 2, Times: [][]float64{{1.5, 10}, {6.5}}}},
		Projections: []*model.Projection{{Name: "w", Source: "in", Target: "out", Receptor: "syn",
			Rule: model.Rule{Type: model.Explicit, Sources: []uint32{0, 0, 1}, Targets: []uint32{0, 1, 1},
				Weights: []float64{0.7, -0.4, 1.1}, Delays: []float64{0.5, 3.5, 2}}}}}
	e, err := Compile(t.Context(), net, Options{Target: native64(t, 1), Steps: end / dt, Parameters: true, Surrogate: Triangular(1, 0.5), Traces: []Trace{{"out", "v"}, {"out", "syn.g"}}})
	require.NoError(t, err)
	defer e.Close()
	run := func(adjV, adjG func(n, i int) float64) (v, g []float64) {
		require.NoError(t, e.Forward(t.Context(), Input{}))
		v, err := e.Trace(0)
		require.NoError(t, err)
		g, err = e.Trace(1)
		require.NoError(t, err)
		a, b := make([]float64, len(v)), make([]float64, len(g))
		for k := range a {
			a[k], b[k] = adjV(k/2, k%2), adjG(k/2, k%2)
		}
		require.NoError(t, e.Backward(t.Context(), [][]float64{a, b}))
		return v, g
	}
	zero := func(int, int) float64 { return 0 }
	last := e.Steps() - 1
	weights := func(neurons ...int) []float64 {
		var out []float64
		for k, i := range []int{0, 1, 1} {
			w, err := e.WeightGradient("w")
			require.NoError(t, err)
			if slices.Contains(neurons, i) {
				out = append(out, w[k])
			}
		}
		return out
	}
	v, g := run(func(n, i int) float64 {
		if n == last {
			return 1
		}
		return 0
	}, zero)
	near(t, []float64{0.053442851759597491, 0.010503844562584655}, v[2*last:], 1e-12, "v(T)")
	near(t, []float64{0.076346931085139272, 0.088605973370786858, 0.041769303555363089}, weights(0, 1), 1e-12, "dv(T)/dw")

	// Integral of v over a step of constant coefficients: a v + b g.
	integral := func(tauM, tauS float64) (a, b float64) {
		alpha, beta := math.Exp(-dt/tauM), math.Exp(-dt/tauS)
		return tauM * (1 - alpha), tauS / (tauM - tauS) * (tauM*(1-alpha) - tauS*(1-beta))
	}
	a, b := integral(tauM, tauS)
	var sums [2]float64
	for n := range last { // the state at the end of step n begins step n+1
		for i := range 2 {
			sums[i] += a*v[2*n+i] + b*g[2*n+i]
		}
	}
	near(t, []float64{5.9296083118387254, 1.2901541633577742}, sums[:], 1e-12, "integral of v")
	within := func(x float64) func(n, i int) float64 {
		return func(n, i int) float64 {
			if n == last {
				return 0
			}
			return x
		}
	}
	run(within(a), within(b))
	near(t, []float64{8.4708690169124648, 8.2238857896878602, 4.1633713447571985}, weights(0, 1), 1e-12, "d(integral)/dw")

	// With respect to the time constants, of neuron 1 alone; a and b depend on them, too.
	one := func(x float64) func(n, i int) float64 {
		return func(n, i int) float64 {
			if n == last || i == 0 {
				return 0
			}
			return x
		}
	}
	run(one(a), one(b))
	direct := func(f func(h float64) (float64, float64)) float64 {
		const h = 1e-3
		up, upG := f(h)
		down, downG := f(-h)
		sum := 0.0
		for n := range last {
			sum += ((up-down)*v[2*n+1] + (upG-downG)*g[2*n+1]) / (2 * h)
		}
		return sum
	}
	cm, err := e.ParameterGradient("out", "c_m") // tau_m at a fixed resistance
	require.NoError(t, err)
	tau, err := e.ParameterGradient("out", "syn.tau")
	require.NoError(t, err)
	cm[0] += direct(func(h float64) (float64, float64) { return integral(tauM+h, tauS) })
	tau[0] += direct(func(h float64) (float64, float64) { return integral(tauM, tauS+h) })
	// The central differences of a and b have an error of 1e-8 of theirs.
	near(t, []float64{-0.021176839623407687}, cm, 1e-6, "d(integral)/dtau_m")
	near(t, []float64{0.24397640995918115}, tau, 1e-7, "d(integral)/dtau_s")
}

// TestLinearReadoutDelays is the part of T5 about delays: their derivatives in
// continuous time. Interpolation between steps gives the slope of the step
// behind a delay, so they come with an error of first order in dt, which two
// steps take away.
func TestLinearReadoutDelays(t *testing.T) {
	slopes := func(dt float64) []float64 {
		net := &model.Network{Name: "linear", DT: dt,
			Populations: []*model.Population{readout(2, "exact", 20, 5),
				{Name: "in", Model: "spike_source", Size: 2, Times: [][]float64{{1.5, 10}, {6.5}}}},
			Projections: []*model.Projection{{Name: "w", Source: "in", Target: "out", Receptor: "syn",
				Rule: model.Rule{Type: model.Explicit, Sources: []uint32{0, 0, 1}, Targets: []uint32{0, 1, 1},
					Weights: []float64{0.7, -0.4, 1.1}, Delays: []float64{0.5, 3.5, 2}}}}}
		e, err := Compile(t.Context(), net, Options{Target: native64(t, 1), Steps: int(math.Round(50 / dt)), Delays: true, Surrogate: Triangular(1, 0.5), Traces: []Trace{{"out", "v"}}})
		require.NoError(t, err)
		defer e.Close()
		require.NoError(t, e.Forward(t.Context(), Input{}))
		drive := make([]float64, 2*e.Steps())
		drive[len(drive)-2], drive[len(drive)-1] = 1, 1
		require.NoError(t, e.Backward(t.Context(), [][]float64{drive}))
		d, err := e.DelayGradient("w")
		require.NoError(t, err)
		return d
	}
	want := []float64{0.0026567960582866266, -0.0017561404958301267, 0.0022836432700540326}
	coarse, fine := slopes(0.1), slopes(0.05)
	for k := range want {
		first := math.Abs(coarse[k]-want[k]) / math.Abs(want[k])
		if !(first > 1e-4 && first < 2e-2) {
			t.Fatalf("dv(T)/dd[%d]: an error of %g at 0.1 ms is not of first order", k, first)
		}
		coarse[k] = 2*fine[k] - coarse[k]
	}
	near(t, want, coarse, 2e-5, "dv(T)/dd")
}
