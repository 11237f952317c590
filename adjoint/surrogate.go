package adjoint

import (
	"fmt"
	"strings"
)

// Surrogate stands for the derivative of the spike decision as a function of
// the scaled distance x to threshold (1 is the way from rest to threshold);
// the forms are in shaders/lib/surrogate.glsl with their papers.
type Surrogate struct {
	name string
	a, b float64
}

// surrogates lists the forms in the order of the shader's SURROGATE_ numbers.
var surrogates = []string{"fast_sigmoid", "arctan", "triangular", "relu", "sigmoid", "boxcar", "gaussian", "multi_gaussian",
	"exponential", "softsign", "erf", "quadratic", "nonzero_sign_log", "leaky_relu", "piecewise_leaky_relu", "q_pseudo_spike",
	"s2nn", "log_tailed_relu", "squarewave", "straight_through"}

// defaults are the numbers a and b of each form where the user gives none.
var defaults = [][2]float64{{10, 0}, {2, 0}, {0.3, 1}, {0.3, 1}, {4, 0}, {0.5, 1}, {0.5, 0.5}, {0.5, 0.5},
	{1, 1}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {0.1, 1}, {0.01, 1}, {2, 0},
	{4, 1}, {0, 0}, {0, 8}, {1, 0}}

// FastSigmoid is 1 / (1 + a|x|)^2, also called SuperSpike (Zenke & Ganguli 2018).
func FastSigmoid(a float64) Surrogate { return Surrogate{"fast_sigmoid", a, 0} }

// Triangular is a max(0, 1 - |x| / width): it vanishes outside the width, so
// that the way back skips neurons far from threshold (Perez-Nieves & Goodman 2021).
func Triangular(a, width float64) Surrogate { return Surrogate{"triangular", a, width} }

// Boxcar is a for |x| up to width, else 0.
func Boxcar(a, width float64) Surrogate { return Surrogate{"boxcar", a, width} }

// NewSurrogate returns the form of that name; numbers that are missing take
// the form's defaults.
func NewSurrogate(name string, numbers ...float64) (Surrogate, error) {
	for i, have := range surrogates {
		if have != name {
			continue
		}
		s := Surrogate{name, defaults[i][0], defaults[i][1]}
		if len(numbers) > 2 {
			return s, fmt.Errorf("surrogate %q takes at most two numbers, got %d", name, len(numbers))
		}
		if len(numbers) > 0 {
			s.a = numbers[0]
		}
		if len(numbers) > 1 {
			s.b = numbers[1]
		}
		return s, nil
	}
	return Surrogate{}, fmt.Errorf("there is no surrogate %q (there are %s)", name, strings.Join(surrogates, ", "))
}

// SurrogateNames lists the forms.
func SurrogateNames() []string { return append([]string(nil), surrogates...) }

// numbered returns the shader's number of the form and its two numbers.
func (s Surrogate) numbered() (kind uint32, a, b float64) {
	if s.name == "" {
		s = FastSigmoid(10)
	}
	for i, name := range surrogates {
		if name == s.name {
			return uint32(i), s.a, s.b
		}
	}
	return 0, 10, 0
}
