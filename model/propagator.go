package model

import "math"

// propagator returns exp(a) of a square matrix, by scaling and squaring of its
// Taylor series: with a scaled norm below 1/2, 18 terms leave less than 1e-17.
// It serves models whose linear equations have no handy closed form; a row of
// zeros makes its variable a constant, such as the input current.
func propagator(a [][]float64) [][]float64 {
	norm := 0.0
	for _, row := range a {
		sum := 0.0
		for _, x := range row {
			sum += math.Abs(x)
		}
		norm = max(norm, sum)
	}
	halvings := max(0, math.Ilogb(max(norm, 1e-300))+2)
	n := len(a)
	term, sum := identity(n), identity(n)
	for k := 1; k <= 18; k++ {
		term = product(term, a, math.Ldexp(1/float64(k), -halvings))
		for i := range sum {
			for j := range sum[i] {
				sum[i][j] += term[i][j]
			}
		}
	}
	for range halvings {
		sum = product(sum, sum, 1)
	}
	return sum
}

func identity(n int) [][]float64 {
	out := make([][]float64, n)
	for i := range out {
		out[i] = make([]float64, n)
		out[i][i] = 1
	}
	return out
}

// product returns scale times a b.
func product(a, b [][]float64, scale float64) [][]float64 {
	out := make([][]float64, len(a))
	for i := range a {
		out[i] = make([]float64, len(b))
		for k, x := range a[i] {
			for j, y := range b[k] {
				out[i][j] += scale * x * y
			}
		}
	}
	return out
}
