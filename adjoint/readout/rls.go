package readout

import (
	"errors"
	"fmt"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack/lapack64"
)

// ErrLost comes when the inverse correlation matrix is no longer positive
// definite to working precision; start again with a smaller P0.
var ErrLost = errors.New("the inverse correlation matrix of recursive least squares is not positive definite any more")

// RLS learns the weights of a read-out by recursive least squares: for each
// sample with features x and target y,
//
//	k = P x,  c = 1 / (1 + x.k),  P -= c k k^T,  w -= c k (w^T x - y)^T
//
// which is what FORCE does in every step (Sussillo & Abbott 2009, Neuron 63:544,
// equations 2 to 5; Haykin 2002, Adaptive Filter Theory, chapter 9). P starts as
// P0 times the identity, w as zero; a large P0 learns fast. It is for one goroutine.
type RLS struct {
	inputs, outputs int
	p, w            []float64
	k, e            []float64 // scratch of Update
}

// NewRLS makes a read-out of that many features and outputs.
func NewRLS(inputs, outputs int, p0 float64) (*RLS, error) {
	if inputs < 1 || outputs < 1 || !(p0 > 0) {
		return nil, fmt.Errorf("recursive least squares of %d features and %d outputs from P0 = %g: all three must be above 0", inputs, outputs, p0)
	}
	r := &RLS{inputs: inputs, outputs: outputs, p: make([]float64, inputs*inputs), w: make([]float64, inputs*outputs),
		k: make([]float64, inputs), e: make([]float64, outputs)}
	for i := range inputs {
		r.p[i*inputs+i] = p0
	}
	return r, nil
}

// Inputs returns the number of features, Outputs that of outputs.
func (r *RLS) Inputs() int { return r.inputs }

// Outputs returns the number of outputs.
func (r *RLS) Outputs() int { return r.outputs }

// Weights returns a copy of the weights.
func (r *RLS) Weights() []float64 { return slices.Clone(r.w) }

// Read computes the outputs of a number of samples into y.
func (r *RLS) Read(rows int, x, y []float64) error {
	if len(x) != rows*r.inputs || len(y) != rows*r.outputs {
		return fmt.Errorf("read-out: %d features and %d outputs for %d samples, must be %d and %d for each", len(x), len(y), rows, r.inputs, r.outputs)
	}
	apply(rows, r.inputs, r.outputs, x, r.w, y)
	return nil
}

// Update learns one sample. Cost: 2 Inputs^2 multiplications.
func (r *RLS) Update(x, y []float64) error {
	if err := checkBatch(1, r.inputs, r.outputs, x, y); err != nil {
		return fmt.Errorf("recursive least squares: %w", err)
	}
	n := r.inputs
	vx, vk := blas64.Vector{N: n, Inc: 1, Data: x}, blas64.Vector{N: n, Inc: 1, Data: r.k}
	blas64.Gemv(blas.NoTrans, 1, general(n, n, r.p), vx, 0, vk)
	d := 1 + blas64.Dot(vx, vk)
	if !(d > 0) {
		return ErrLost
	}
	apply(1, n, r.outputs, x, r.w, r.e)
	for i, target := range y {
		r.e[i] -= target
	}
	// k k^T is symmetric to the bit, so P stays so.
	blas64.Ger(-1/d, vk, vk, general(n, n, r.p))
	blas64.Ger(-1/d, vk, blas64.Vector{N: r.outputs, Inc: 1, Data: r.e}, general(n, r.outputs, r.w))
	return nil
}

// UpdateBatch learns a number of samples at once: but for rounding the result
// is that of Update for one after another (Woodbury's identity). Cost for each:
// 3 Inputs^2 multiplications, in products of matrices.
func (r *RLS) UpdateBatch(rows int, x, y []float64) error {
	if err := checkBatch(rows, r.inputs, r.outputs, x, y); err != nil {
		return fmt.Errorf("recursive least squares: %w", err)
	}
	if rows == 0 {
		return nil
	}
	n, m := r.inputs, r.outputs
	// K = X P, S = 1 + K X^T = L L^T
	gx := general(rows, n, x)
	k := general(rows, n, make([]float64, rows*n))
	blas64.Gemm(blas.NoTrans, blas.NoTrans, 1, gx, general(n, n, r.p), 0, k)
	s := make([]float64, rows*rows)
	for i := range rows {
		s[i*rows+i] = 1
	}
	blas64.Gemm(blas.NoTrans, blas.Trans, 1, k, gx, 1, general(rows, rows, s))
	l, ok := lapack64.Potrf(blas64.Symmetric{N: rows, Stride: rows, Data: s, Uplo: blas.Lower})
	if !ok {
		return ErrLost
	}
	// V = L^-1 K, F = L^-1 (Y - X W): P -= V^T V, W += V^T F
	f := slices.Clone(y)
	gf := general(rows, m, f)
	blas64.Gemm(blas.NoTrans, blas.NoTrans, -1, gx, general(n, m, r.w), 1, gf)
	blas64.Trsm(blas.Left, blas.NoTrans, 1, l, k)
	blas64.Trsm(blas.Left, blas.NoTrans, 1, l, gf)
	symmetricUpdate(-1, k, true, n, r.p)
	blas64.Gemm(blas.Trans, blas.NoTrans, 1, k, gf, 1, general(n, m, r.w))
	return nil
}

// The names of what State returns.
const (
	stateP = "p"
	stateW = "w"
)

// State returns all that Update changes, by name; SetState puts it back.
func (r *RLS) State() map[string][]float64 {
	return map[string][]float64{stateP: slices.Clone(r.p), stateW: slices.Clone(r.w)}
}

// SetState replaces what Update changes by what State returned.
func (r *RLS) SetState(s map[string][]float64) error {
	if len(s[stateP]) != len(r.p) || len(s[stateW]) != len(r.w) {
		return fmt.Errorf("the state is not one of recursive least squares of %d features and %d outputs", r.inputs, r.outputs)
	}
	copy(r.p, s[stateP])
	copy(r.w, s[stateW])
	return nil
}
