package optim

import (
	"fmt"
	"math"
)

// Schedule gives the factor on the learning rate at a point of the training.
type Schedule struct {
	// Kind is constant (or empty), step, exponential, cosine, or one_cycle.
	Kind string
	// Every is the number of epochs between two steps of kind step.
	Every float64
	// Gamma is the factor at each step of kind step, of each epoch of kind exponential.
	Gamma float64
	// Epochs is the length of kinds cosine and one_cycle; 0 takes the training's.
	Epochs float64
	// Floor is the smallest factor of kinds cosine and one_cycle.
	Floor float64
	// Warmup is the number of epochs at the beginning in which the factor grows
	// from 0 to the schedule's.
	Warmup float64
}

// Check reports a schedule that cannot be followed.
func (s Schedule) Check() error {
	switch s.Kind {
	case "", "constant", "cosine", "one_cycle":
	case "step":
		if !(s.Every > 0) {
			return fmt.Errorf("schedule step: every is %g epochs, must be above 0", s.Every)
		}
		fallthrough
	case "exponential":
		if !(s.Gamma > 0 && s.Gamma <= 1) {
			return fmt.Errorf("schedule %s: gamma is %g, must be above 0 and at most 1", s.Kind, s.Gamma)
		}
	default:
		return fmt.Errorf("there is no schedule %q, only constant, step, exponential, cosine, one_cycle", s.Kind)
	}
	if !(s.Warmup >= 0 && s.Floor >= 0 && s.Floor <= 1) {
		return fmt.Errorf("schedule %s: warmup is %g epochs and floor %g, must be at least 0, floor at most 1", s.Kind, s.Warmup, s.Floor)
	}
	return nil
}

// Factor returns the factor after so many epochs (a fraction within one) of a
// training of total epochs.
func (s Schedule) Factor(epoch, total float64) float64 {
	length := s.Epochs
	if length == 0 {
		length = total
	}
	part := 1.0
	if length > 0 {
		part = math.Min(epoch/length, 1)
	}
	f := 1.0
	switch s.Kind {
	case "step":
		f = math.Pow(s.Gamma, math.Floor(epoch/s.Every))
	case "exponential":
		// The factor changes at whole epochs.
		f = math.Pow(s.Gamma, math.Floor(epoch))
	case "cosine":
		f = s.Floor + (1-s.Floor)*0.5*(1+math.Cos(math.Pi*part))
	case "one_cycle":
		// Up over the first 30 %, down over the rest (Smith & Topin 2018, arXiv 1708.07120).
		const up = 0.3
		if part < up {
			f = s.Floor + (1-s.Floor)*0.5*(1-math.Cos(math.Pi*part/up))
		} else {
			f = s.Floor + (1-s.Floor)*0.5*(1+math.Cos(math.Pi*(part-up)/(1-up)))
		}
	}
	if s.Warmup > 0 && epoch < s.Warmup {
		f *= epoch / s.Warmup
	}
	return f
}
