package dataset

import (
	"fmt"
	"math"

	"github.com/galvani-sim/galvani/model"
)

// The random manifolds of Randman: 10 classes, each a surface of 1 dimension in
// the space of the spike times of 100 inputs, with smoothness 2, 1,000 examples
// a class; trials of 100 ms with one spike an input.
const (
	randmanClasses  = 10
	randmanInputs   = 100
	randmanSamples  = 1000 // of each class
	randmanAlpha    = 2.0
	randmanCutoff   = 32 // harmonics: 1e-3^(-1/alpha), rounded up
	randmanDuration = 100.0
)

// Randman returns the task of Zenke & Vogels 2021, Neural Comput. 33:899:
//
//	f(x) = sum_i theta0_i s_i sin(2 pi (i x theta1_i + theta2_i)), s_i = 1 / (i+1)^alpha
//
// for each class and input, theta uniform in (0,1), x uniform, spike times
// scaled for each input to the range over all examples. 80 % are for training,
// 10 % for validation, 10 % for testing.
func Randman(seed uint64) *Set {
	all := model.NewStream(seed, "randman")
	n := randmanClasses * randmanSamples
	times := make([]float64, n*randmanInputs)
	labels := make([]int, n)
	for class := range randmanClasses {
		xs := all.Sub(fmt.Sprintf("x/%d", class)).At(0)
		x := make([]float64, randmanSamples)
		for k := range x {
			x[k] = xs.Float64()
		}
		for input := range randmanInputs {
			theta := manifold(all.Sub(fmt.Sprintf("theta/%d", class)).At(uint64(input)))
			for k := range x {
				// Classes alternate, so that any run of examples holds them all.
				times[(k*randmanClasses+class)*randmanInputs+input] = theta.at(x[k])
			}
		}
	}
	for i := range labels {
		labels[i] = i % randmanClasses
	}
	for input := range randmanInputs {
		low, high := math.Inf(1), math.Inf(-1)
		for i := range n {
			t := times[i*randmanInputs+input]
			low, high = min(low, t), max(high, t)
		}
		for i := range n {
			t := &times[i*randmanInputs+input]
			// Above 0: a spike at t is in the step that ends at t.
			*t = 1 + (*t-low)/(high-low)*(randmanDuration-2)
		}
	}
	split := func(from, to int) Split {
		return Split{Labels: labels[from:to], Times: func(i int) [][]float64 {
			out := make([][]float64, randmanInputs)
			for k := range out {
				at := (from+i)*randmanInputs + k
				out[k] = times[at : at+1]
			}
			return out
		}}
	}
	return &Set{Inputs: randmanInputs, Classes: randmanClasses, Duration: randmanDuration,
		Train: split(0, n*8/10), Valid: split(n*8/10, n*9/10), Test: split(n*9/10, n)}
}

// harmonics are the coefficients of one manifold coordinate.
type harmonics struct{ a, b, c [randmanCutoff]float64 }

func manifold(c model.Cursor) (h harmonics) {
	for i := range randmanCutoff {
		h.a[i], h.b[i], h.c[i] = c.Float64(), c.Float64(), c.Float64()
	}
	h.a[0] = 0 // no offset
	return h
}

func (h *harmonics) at(x float64) float64 {
	sum := 0.0
	for i := range randmanCutoff {
		sum += h.a[i] / math.Pow(float64(i+1), randmanAlpha) * math.Sin(2*math.Pi*(float64(i)*x*h.b[i]+h.c[i]))
	}
	return sum
}
