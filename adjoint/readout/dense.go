package readout

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
)

// ErrNotFinite comes when features or targets hold a NaN or an infinity.
var ErrNotFinite = errors.New("features and targets must be finite")

// panel is the number of rows of a symmetric matrix that are updated at a time:
// what lies left of a panel's first row is not computed but mirrored.
const panel = 256

// general wraps a row-major matrix without copying it.
func general(rows, cols int, data []float64) blas64.General {
	return blas64.General{Rows: rows, Cols: cols, Stride: max(cols, 1), Data: data}
}

// symmetricUpdate adds alpha v v^T (v has n rows of m numbers; transposed, m rows
// of n) to the symmetric n x n matrix p, both halves of which stay equal to the bit.
func symmetricUpdate(alpha float64, v blas64.General, transposed bool, n int, p []float64) {
	for lo := 0; lo < n; lo += panel {
		hi := min(lo+panel, n)
		c := blas64.General{Rows: hi - lo, Cols: n - lo, Stride: n, Data: p[lo*n+lo:]}
		if transposed {
			left := blas64.General{Rows: v.Rows, Cols: hi - lo, Stride: v.Stride, Data: v.Data[lo:]}
			right := blas64.General{Rows: v.Rows, Cols: n - lo, Stride: v.Stride, Data: v.Data[lo:]}
			blas64.Gemm(blas.Trans, blas.NoTrans, alpha, left, right, 1, c)
		} else {
			left := general(hi-lo, v.Cols, v.Data[lo*v.Stride:])
			right := general(n-lo, v.Cols, v.Data[lo*v.Stride:])
			blas64.Gemm(blas.NoTrans, blas.Trans, alpha, left, right, 1, c)
		}
	}
	for i := range n {
		for j := i + 1; j < n; j++ {
			p[j*n+i] = p[i*n+j]
		}
	}
}

// checkBatch reports features and targets that are not rows x inputs and rows x outputs.
func checkBatch(rows, inputs, outputs int, x, y []float64) error {
	if len(x) != rows*inputs || len(y) != rows*outputs {
		return fmt.Errorf("%d features and %d targets for %d samples, must be %d and %d for each", len(x), len(y), rows, inputs, outputs)
	}
	for _, list := range [][]float64{x, y} {
		for i, v := range list {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("element %d is %v: %w", i, v, ErrNotFinite)
			}
		}
	}
	return nil
}

// apply computes y = x w for a number of rows.
func apply(rows, inputs, outputs int, x, w, y []float64) {
	if rows == 0 || inputs == 0 || outputs == 0 {
		clear(y)
		return
	}
	blas64.Gemm(blas.NoTrans, blas.NoTrans, 1, general(rows, inputs, x), general(inputs, outputs, w), 0, general(rows, outputs, y))
}
