package optim

import (
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// near fails on NaN, too.
func near(t *testing.T, want, got, tol float64, what string) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) {
		t.Fatalf("%s: %v, want %v within %g", what, got, want, tol)
	}
}

// constant runs n steps on one value with a constant gradient.
func constant(t *testing.T, name string, o Options, x, g, lr float64, n int) float64 {
	t.Helper()
	p, err := New(name, o)
	require.NoError(t, err)
	v := []float64{x}
	for range n {
		p.Step(lr, []Param{{"a.weight", v, []float64{g}}})
	}
	return v[0]
}

func TestClosedFormsForAConstantGradient(t *testing.T) {
	const x, g, lr, n = 0.5, -3.0, 0.01, 7
	near(t, x-n*lr*g, constant(t, "sgd", Options{}, x, g, lr, n), 1e-15, "sgd")

	// m_k = g (1 - mu^k) / (1 - mu); their sum is a geometric series.
	mu, sum := 0.9, 0.0
	for k := 1; k <= n; k++ {
		sum += g * (1 - math.Pow(mu, float64(k))) / (1 - mu)
	}
	near(t, x-lr*sum, constant(t, "sgd", Options{Momentum: mu}, x, g, lr, n), 1e-14, "momentum")
	near(t, x-lr*(n*g+mu*sum), constant(t, "sgd", Options{Momentum: mu, Nesterov: true}, x, g, lr, n), 1e-14, "nesterov")

	// Both corrected moments are exact: each step is lr g / (|g| + epsilon).
	near(t, x+n*lr*3/(3+1e-8), constant(t, "adam", Options{}, x, g, lr, n), 1e-13, "adam")
	near(t, x+n*lr, constant(t, "lion", Options{}, x, g, lr, n), 1e-14, "lion")

	// The decay alone: x (1 - lr decay)^n.
	near(t, x*math.Pow(1-lr*0.1, n), constant(t, "adamw", Options{WeightDecay: 0.1}, x, 0, lr, n), 1e-15, "adamw")

	// After k steps the accumulator is k g^2 (adagrad), g^2 (1 - alpha^k) (rmsprop).
	ada, rms := x, x
	for k := 1.0; k <= n; k++ {
		ada -= lr * g / (math.Sqrt(k*g*g) + 1e-10)
		rms -= lr * g / (math.Sqrt(g*g*(1-math.Pow(0.99, k))) + 1e-8)
	}
	near(t, ada, constant(t, "adagrad", Options{}, x, g, lr, n), 1e-14, "adagrad")
	near(t, rms, constant(t, "rmsprop", Options{}, x, g, lr, n), 1e-13, "rmsprop")
}

func TestEveryOptimiserFindsTheMinimumOfAQuadratic(t *testing.T) {
	for _, name := range Names() {
		p, err := New(name, Options{})
		require.NoError(t, err)
		lr := 0.05
		if name == "adagrad" {
			lr = 1 // its steps shrink by themselves
		}
		v := []float64{3, -2}
		g := make([]float64, 2)
		for k := range 4000 {
			g[0], g[1] = 2*(v[0]-1), 10*(v[1]-0.5)
			p.Step(lr*Schedule{Kind: "cosine"}.Factor(float64(k), 4000), []Param{{"a.weight", v, g}})
		}
		near(t, 1, v[0], 1e-3, name)
		near(t, 0.5, v[1], 1e-3, name)
	}
}

func TestStateResumesToTheBit(t *testing.T) {
	for _, name := range Names() {
		run := func(stop int) []float64 {
			o := Options{Momentum: 0.7, WeightDecay: 0.01}
			p, err := New(name, o)
			require.NoError(t, err)
			v, g := []float64{1, 2, 3}, make([]float64, 3)
			for k := range 20 {
				if k == stop {
					saved := p.State()
					p, err = New(name, o)
					require.NoError(t, err)
					require.NoError(t, p.SetState(saved))
				}
				for i := range g {
					g[i] = math.Sin(v[i] + float64(k))
				}
				p.Step(0.1, []Param{{"a.weight", v, g}})
			}
			return v
		}
		require.Equal(t, run(-1), run(9), name)
	}
	p, err := New("adam", Options{})
	require.NoError(t, err)
	require.EqualError(t, p.SetState(nil), "the state is not one of an optimiser: it lacks the number of steps")
	_, err = New("adem", Options{})
	require.EqualError(t, err, `there is no optimiser "adem", only [adagrad adam adamw lion rmsprop sgd]`)
}

func TestSchedules(t *testing.T) {
	near(t, 0.25, Schedule{Kind: "step", Every: 10, Gamma: 0.5}.Factor(29, 100), 0, "step")
	near(t, 0.95*0.95, Schedule{Kind: "exponential", Gamma: 0.95}.Factor(2.9, 100), 1e-15, "exponential")
	near(t, 0.5, Schedule{Kind: "cosine"}.Factor(50, 100), 1e-15, "cosine, half way")
	near(t, 0.1, Schedule{Kind: "cosine", Floor: 0.1}.Factor(100, 100), 1e-15, "cosine, end")
	near(t, 1, Schedule{Kind: "one_cycle"}.Factor(30, 100), 1e-15, "one_cycle, top")
	near(t, 0, Schedule{Kind: "one_cycle"}.Factor(100, 100), 1e-15, "one_cycle, end")
	near(t, 0.25, Schedule{Warmup: 4}.Factor(1, 100), 0, "warm-up")
	for _, bad := range []Schedule{{Kind: "stairs"}, {Kind: "step", Gamma: 0.5}, {Kind: "exponential", Gamma: 2}, {Warmup: -1}, {Floor: math.NaN()}} {
		require.Error(t, bad.Check(), "%+v", bad)
	}
	require.NoError(t, Schedule{Kind: "step", Every: 1, Gamma: 0.9, Warmup: 1}.Check())
}

func TestClippingAndConstraints(t *testing.T) {
	g := []float64{3, 4}
	params := []Param{{"a.weight", []float64{0, 0}, g}}
	near(t, 5, ClipNorm(params, 1), 0, "norm")
	near(t, 1, Norm(params), 1e-15, "norm after clipping")
	ClipValue(params, 0.7)
	require.Equal(t, []float64{0.6000000000000001, 0.7}, g)

	params[0].Grad = []float64{1, math.NaN()}
	var bad *NotFiniteError
	require.ErrorAs(t, CheckFinite(params), &bad)
	require.Equal(t, 1, bad.Index)
	require.Equal(t, "a.weight", bad.Param)

	p := Param{"a.weight", []float64{1, -1, 2}, nil}
	c := Constraint{KeepSign: true, Min: -3, Max: 1.5, MaxNorm: 1}
	c.Remember(p)
	copy(p.Values, []float64{-0.5, -0.3, 9})
	c.Apply(p)
	norm := math.Hypot(0.3, 1.5)
	require.InDeltaSlice(t, []float64{0, -0.3 / norm, 1.5 / norm}, p.Values, 1e-15)
}

func TestLBFGS(t *testing.T) {
	// Rosenbrock's valley, its minimum at (1, 1).
	v, w := []float64{-1.2}, []float64{1}
	params := []Param{{"a.weight", v, make([]float64, 1)}, {"b.weight", w, make([]float64, 1)}}
	calls := 0
	valley := func() (float64, error) {
		calls++
		x, y := v[0], w[0]
		params[0].Grad[0] = -2*(1-x) - 400*x*(y-x*x)
		params[1].Grad[0] = 200 * (y - x*x)
		return (1-x)*(1-x) + 100*(y-x*x)*(y-x*x), nil
	}
	loss, err := LBFGS(params, 100, nil, valley)
	require.NoError(t, err)
	near(t, 0, loss, 1e-20, "loss")
	near(t, 1, v[0], 1e-9, "x")
	near(t, 1, w[0], 1e-9, "y")
	require.Less(t, calls, 100)

	v[0], w[0] = -1.2, 1
	few, err := LBFGS(params, 5, nil, valley)
	require.NoError(t, err)
	require.Greater(t, few, 1e-3)
	now, err := valley()
	require.NoError(t, err)
	require.Equal(t, few, now, "the values are those of the loss that is returned")

	// A loss of log x ends at x = 0, and the first step has the length 1: the
	// search turns back to the minimum at 0.045.
	line := []Param{{"a.weight", []float64{0.06}, make([]float64, 1)}}
	turned := 0
	_, err = LBFGS(line, 60, nil, func() (float64, error) {
		x := line[0].Values[0]
		if x <= 0 {
			turned++
			return math.Inf(1), nil
		}
		d := math.Log(x / 0.045)
		line[0].Grad[0] = 1000 * d / x
		return 1000 * d * d / 2, nil
	})
	require.NoError(t, err)
	near(t, 0.045, line[0].Values[0], 1e-6, "x")
	require.NotZero(t, turned)

	bad := errors.New("the device is gone")
	_, err = LBFGS(params, 5, nil, func() (float64, error) { return 0, bad })
	require.ErrorIs(t, err, bad)
	_, err = LBFGS(params, 5, func() error { return bad }, valley)
	require.ErrorIs(t, err, bad)
}
