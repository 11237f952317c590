package readout

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// near requires |got - want| <= tol times the largest |want|; a NaN fails.
func near(t testing.TB, want, got []float64, tol float64, what string) {
	t.Helper()
	require.Len(t, got, len(want), what)
	scale := 0.0
	for _, x := range want {
		scale = math.Max(scale, math.Abs(x))
	}
	require.NotZero(t, scale, what)
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= tol*scale) {
			require.Failf(t, "not near", "%s[%d]: got %.17g, want %.17g", what, i, got[i], want[i])
		}
	}
}

// golden returns the samples of T11 of the specification:
// x = (sin(.7n + .1), cos 1.3n, 1), y = .5 x0 - 1.2 x1 + .3 + .05 sin 3n, n = 0..11.
func golden() (x, y []float64) {
	for n := range 12 {
		k := float64(n)
		a, b := math.Sin(0.7*k+0.1), math.Cos(1.3*k)
		x = append(x, a, b, 1)
		y = append(y, 0.5*a-1.2*b+0.3+0.05*math.Sin(3*k))
	}
	return x, y
}

func TestRecursiveLeastSquaresGolden(t *testing.T) {
	x, y := golden()
	for _, c := range []struct {
		p0   float64
		want []float64 // T11, in the digits given there
	}{
		{1, []float64{0.432480742170517, -1.02463894244572, 0.274125319979644}},
		{0.1, []float64{0.193478211688609, -0.435801950395211, 0.15336854665163}},
	} {
		each, err := NewRLS(3, 1, c.p0)
		require.NoError(t, err)
		for n := range y {
			require.NoError(t, each.Update(x[3*n:3*n+3], y[n:n+1]))
		}
		near(t, c.want, each.Weights(), 1e-14, "one after another")

		batches, err := NewRLS(3, 1, c.p0)
		require.NoError(t, err)
		require.NoError(t, batches.UpdateBatch(5, x[:15], y[:5]))
		require.NoError(t, batches.UpdateBatch(0, nil, nil))
		require.NoError(t, batches.UpdateBatch(7, x[15:], y[5:]))
		near(t, c.want, batches.Weights(), 1e-14, "in batches")

		ridge, err := NewRidge(3, 1)
		require.NoError(t, err)
		require.NoError(t, ridge.Add(12, x, y))
		w, err := ridge.Solve(1 / c.p0)
		require.NoError(t, err)
		near(t, c.want, w, 1e-14, "ridge")
	}
}

// TestRidgeIsRecursiveLeastSquares takes more features than a panel, several outputs.
func TestRidgeIsRecursiveLeastSquares(t *testing.T) {
	const n, m, samples, p0 = panel + 45, 3, 500, 2.0
	r := rand.New(rand.NewPCG(1, 2))
	x, y := make([]float64, samples*n), make([]float64, samples*m)
	for i := range x {
		x[i] = r.NormFloat64()
	}
	for i := range y {
		y[i] = r.NormFloat64()
	}
	each, err := NewRLS(n, m, p0)
	require.NoError(t, err)
	blocks, err := NewRLS(n, m, p0)
	require.NoError(t, err)
	ridge, err := NewRidge(n, m)
	require.NoError(t, err)
	for k := range samples {
		require.NoError(t, each.Update(x[k*n:(k+1)*n], y[k*m:(k+1)*m]))
	}
	for k := 0; k < samples; k += 100 {
		require.NoError(t, blocks.UpdateBatch(100, x[k*n:(k+100)*n], y[k*m:(k+100)*m]))
		require.NoError(t, ridge.Add(100, x[k*n:(k+100)*n], y[k*m:(k+100)*m]))
	}
	w, err := ridge.Solve(1 / p0)
	require.NoError(t, err)
	// The condition of X^T X is some 1e3: 1e-11 leaves two digits more than that costs.
	near(t, w, each.Weights(), 1e-11, "one after another")
	near(t, w, blocks.Weights(), 1e-11, "in batches")
	near(t, each.p, blocks.p, 1e-11, "P")
	for i := range n {
		for j := range i {
			require.Equal(t, blocks.p[i*n+j], blocks.p[j*n+i], "P is symmetric")
		}
	}
	// The normal equations, which define the ridge: X^T (y - X w) = w / p0.
	read := make([]float64, samples*m)
	require.NoError(t, blocks.Read(samples, x, read))
	for i := 0; i < n; i += 37 {
		for k := range m {
			sum := 0.0
			for b := range samples {
				sum += x[b*n+i] * (y[b*m+k] - read[b*m+k])
			}
			if !(math.Abs(sum-w[i*m+k]/p0) <= 1e-9) { // sums of 500 terms of order 1
				require.Failf(t, "normal equations", "feature %d, output %d: %g and %g", i, k, sum, w[i*m+k]/p0)
			}
		}
	}
}

func TestStateGoesOnToTheBit(t *testing.T) {
	x, y := golden()
	whole, err := NewRLS(3, 1, 1)
	require.NoError(t, err)
	require.NoError(t, whole.UpdateBatch(6, x[:18], y[:6]))
	part, err := NewRLS(3, 1, 1)
	require.NoError(t, err)
	require.NoError(t, part.SetState(whole.State()))
	require.NoError(t, whole.UpdateBatch(6, x[18:], y[6:]))
	require.NoError(t, part.UpdateBatch(6, x[18:], y[6:]))
	require.Equal(t, whole.State(), part.State())
	require.Error(t, part.SetState(map[string][]float64{"w": {1}}))
}

func TestMistakes(t *testing.T) {
	_, err := NewRLS(3, 0, 1)
	require.EqualError(t, err, "recursive least squares of 3 features and 0 outputs from P0 = 1: all three must be above 0")
	r, err := NewRLS(2, 1, 1)
	require.NoError(t, err)
	require.EqualError(t, r.Update([]float64{1}, []float64{1}), "recursive least squares: 1 features and 1 targets for 1 samples, must be 2 and 1 for each")
	require.ErrorIs(t, r.UpdateBatch(1, []float64{1, math.NaN()}, []float64{1}), ErrNotFinite)
	require.Equal(t, []float64{0, 0}, r.Weights(), "what failed has changed nothing")
	g, err := NewRidge(2, 1)
	require.NoError(t, err)
	require.NoError(t, g.Add(1, []float64{1, 1}, []float64{1}))
	_, err = g.Solve(0)
	require.ErrorContains(t, err, "linearly dependent")
	_, err = g.Solve(-1)
	require.EqualError(t, err, "ridge regression: alpha is -1, must be at least 0")
}

func ExampleRidge() {
	r, _ := NewRidge(1, 1)
	_ = r.Add(3, []float64{1, 2, 3}, []float64{2, 4, 6})
	w, _ := r.Solve(0)
	fmt.Printf("%.3f\n", w[0])
	// Output: 2.000
}

func BenchmarkUpdateBatch(b *testing.B) {
	const n, rows = 2000, 250
	r, err := NewRLS(n, 10, 0.1)
	require.NoError(b, err)
	x, y := make([]float64, rows*n), make([]float64, rows*10)
	src := rand.New(rand.NewPCG(1, 2))
	for i := range x {
		x[i] = src.NormFloat64()
	}
	for b.Loop() {
		require.NoError(b, r.UpdateBatch(rows, x, y))
	}
}
