package readout

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack/lapack64"
)

// Ridge is ridge regression: the weights that make
//
//	sum over samples of |y - x w|^2 + alpha |w|^2
//
// least (Hoerl & Kennard 1970, Technometrics 12:55). Samples are added batch
// after batch; only the correlations of features and targets are kept.
type Ridge struct {
	inputs, outputs int
	gram, cross     []float64
}

// NewRidge makes a regression of that many features and outputs.
func NewRidge(inputs, outputs int) (*Ridge, error) {
	if inputs < 1 || outputs < 1 {
		return nil, fmt.Errorf("ridge regression of %d features and %d outputs: both must be above 0", inputs, outputs)
	}
	return &Ridge{inputs: inputs, outputs: outputs, gram: make([]float64, inputs*inputs), cross: make([]float64, inputs*outputs)}, nil
}

// Add takes a number of samples into account. Cost for each: Inputs^2 multiplications.
func (r *Ridge) Add(rows int, x, y []float64) error {
	if err := checkBatch(rows, r.inputs, r.outputs, x, y); err != nil {
		return fmt.Errorf("ridge regression: %w", err)
	}
	if rows == 0 {
		return nil
	}
	gx := general(rows, r.inputs, x)
	symmetricUpdate(1, gx, true, r.inputs, r.gram)
	blas64.Gemm(blas.Trans, blas.NoTrans, 1, gx, general(rows, r.outputs, y), 1, general(r.inputs, r.outputs, r.cross))
	return nil
}

// Solve returns the weights for a strength alpha of the penalty, by Cholesky
// factorisation. It may be called again with another alpha, or after more samples.
func (r *Ridge) Solve(alpha float64) ([]float64, error) {
	if !(alpha >= 0) {
		return nil, fmt.Errorf("ridge regression: alpha is %g, must be at least 0", alpha)
	}
	a := slices.Clone(r.gram)
	for i := range r.inputs {
		a[i*r.inputs+i] += alpha
	}
	u, ok := lapack64.Potrf(blas64.Symmetric{N: r.inputs, Stride: r.inputs, Data: a, Uplo: blas.Upper})
	if !ok {
		return nil, fmt.Errorf("ridge regression: the features are linearly dependent to working precision with alpha = %g; take a larger one", alpha)
	}
	w := slices.Clone(r.cross)
	lapack64.Potrs(u, general(r.inputs, r.outputs, w))
	return w, nil
}
