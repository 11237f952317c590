package loss

import (
	"fmt"
	"math"
	"slices"
)

// Reading turns the course of a variable over a trial into one number for each
// neuron of each sample:
//
//	mean         its mean over the steps
//	sum          its sum
//	max          the largest value (the first of equals)
//	last         that of the last step
//	exponential  the mean of x Decay^k, k counting steps from the first that is
//	             read: what comes early counts most (Nowotny, Turner & Knight
//	             2025, Neuromorph. Comput. Eng., call its cross-entropy L_sum_exp)
type Reading struct {
	Steps, Batch, Size int
	From, To           int // the steps read are From..To-1; a To of 0 is Steps
	Of                 string
	Decay              float64
}

// Readings returns the names that Reading.Of may have.
func Readings() []string { return []string{"mean", "sum", "max", "last", "exponential"} }

// Check reports a reading that cannot be made.
func (r Reading) Check() error {
	switch {
	case !slices.Contains(Readings(), r.Of):
		return fmt.Errorf("there is no reading %q, only %v", r.Of, Readings())
	case r.From < 0 || r.end() > r.Steps || r.From >= r.end():
		return fmt.Errorf("steps %d to %d are to be read of %d", r.From, r.end(), r.Steps)
	case r.Of == "exponential" && !(r.Decay > 0 && r.Decay <= 1):
		return fmt.Errorf("the factor of a step is %g, must be above 0 and at most 1", r.Decay)
	}
	return nil
}

func (r Reading) end() int {
	if r.To == 0 {
		return r.Steps
	}
	return r.To
}

// row returns where the neurons of a sample lie in a step of the trace.
func (r Reading) row(step, sample int) int { return (step*r.Batch + sample) * r.Size }

// Read fills y with the readings of a sample's neurons, and at with the steps
// of max and last.
func (r Reading) Read(trace []float64, sample int, y []float64, at []int) {
	n := float64(r.end() - r.From)
	for i := range y {
		y[i], at[i] = 0, r.end()-1
		switch r.Of {
		case "last":
			y[i] = trace[r.row(at[i], sample)+i]
			continue
		case "max":
			y[i] = math.Inf(-1)
		}
		factor := r.factor(n)
		for s := r.From; s < r.end(); s++ {
			x := trace[r.row(s, sample)+i]
			if r.Of != "max" {
				y[i] += factor * x
				factor *= r.fade()
			} else if x > y[i] {
				y[i], at[i] = x, s
			}
		}
	}
}

// Spread adds the cotangents bar of a sample's readings to those of the trace.
func (r Reading) Spread(bar []float64, at []int, sample int, drive []float64) {
	n := float64(r.end() - r.From)
	for i, b := range bar {
		if r.Of == "max" || r.Of == "last" {
			drive[r.row(at[i], sample)+i] += b
			continue
		}
		factor := r.factor(n)
		for s := r.From; s < r.end(); s++ {
			drive[r.row(s, sample)+i] += factor * b
			factor *= r.fade()
		}
	}
}

// factor is that of the first of n steps, fade what one step changes it by.
func (r Reading) factor(n float64) float64 {
	if r.Of == "sum" {
		return 1
	}
	return 1 / n
}

func (r Reading) fade() float64 {
	if r.Of == "exponential" {
		return r.Decay
	}
	return 1
}

// SquaredReading is half the mean over samples of the squared distance of the
// readings from Target (one number, or one for each neuron), summed over
// neurons. Without a target it is the mean over samples of the readings' sum.
type SquaredReading struct {
	Reading
	Target []float64
}

// Evaluate returns the value and adds its derivatives to drive; the first
// samples of the batch count.
func (l SquaredReading) Evaluate(trace []float64, samples int, drive []float64) (value float64) {
	y, bar, at := make([]float64, l.Size), make([]float64, l.Size), make([]int, l.Size)
	n := float64(samples)
	for b := range samples {
		l.Read(trace, b, y, at)
		for i := range y {
			if l.Target == nil {
				value += y[i] / n
				bar[i] = 1 / n
				continue
			}
			d := y[i] - l.Target[min(i, len(l.Target)-1)]
			value += d * d / 2 / n
			bar[i] = d / n
		}
		l.Spread(bar, at, b, drive)
	}
	return value
}
