package dataset

import (
	"fmt"
	"math"
)

// ReadMNISTRows reads the files of ReadMNIST for networks that see an image row
// by row: the values of the inputs are the pixels of a row, from 0 to 1.
func ReadMNISTRows(folder string, duration float64, valid int) (*Set, error) {
	set, err := ReadMNIST(folder, duration, valid, imageRows)
	if err != nil {
		return nil, err
	}
	side := int(math.Round(math.Sqrt(float64(set.Inputs))))
	if side*side != set.Inputs {
		return nil, fmt.Errorf("read images: %d pixels are no square", set.Inputs)
	}
	set.Inputs = side
	for _, s := range []*Split{&set.Train, &set.Valid, &set.Test} {
		s.Values, s.Times = s.Times, nil
	}
	return set, nil
}

// imageRows cuts a square image into rows of values from 0 to 1.
func imageRows(image []byte) [][]float64 {
	side := int(math.Round(math.Sqrt(float64(len(image)))))
	out := make([][]float64, side)
	for r := range out {
		out[r] = make([]float64, side)
		for k := range out[r] {
			out[r][k] = float64(image[r*side+k]) / 255
		}
	}
	return out
}

// Sines returns the task to generate, again and again, a sum of four sines, of
// periods T, T/2, T/3 and T/4 and amplitudes 1.3, 0.65, 0.217 and 0.433 over 1.5
// (the target of Sussillo & Abbott 2009, figure 2, with T = 120 time constants).
// There is no input, and one example, which is the passing of time.
func Sines(period float64) *Set {
	target := func(_, _ int, t float64) float64 {
		x := 2 * math.Pi * t / period
		return 1.3 / 1.5 * (math.Sin(x) + math.Sin(2*x)/2 + math.Sin(3*x)/6 + math.Sin(4*x)/3)
	}
	one := Split{Labels: []int{0}, Target: target}
	return &Set{Classes: 1, Duration: period, Train: one, Test: one}
}
