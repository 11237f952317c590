package adjoint

import "math"

// Slope returns the surrogate at the scaled distance x: the forms of
// shaders/lib/surrogate.glsl once more, in Go, for the check of gradients.
func (s Surrogate) Slope(x float64) float64 {
	if s.name == "" {
		s = FastSigmoid(10)
	}
	a, b, d := s.a, s.b, math.Abs(x)
	bell := func(x, mean, sd float64) float64 {
		return math.Exp(-(x-mean)*(x-mean)/(2*sd*sd)) / (sd * math.Sqrt(2*math.Pi))
	}
	sigmoid := func(x float64) float64 {
		y := 1 / (1 + math.Exp(-x))
		return y * (1 - y)
	}
	inside := func(yes bool, in, out float64) float64 {
		if yes {
			return in
		}
		return out
	}
	switch s.name {
	case "fast_sigmoid":
		return 1 / ((1 + a*d) * (1 + a*d))
	case "arctan":
		return a / 2 / (1 + math.Pow(math.Pi*a*x/2, 2))
	case "triangular":
		return a * math.Max(0, 1-d/b)
	case "relu":
		return a * math.Max(0, b-d)
	case "sigmoid":
		return a * sigmoid(a*x)
	case "boxcar":
		return inside(d <= b, a, 0)
	case "gaussian":
		return a * bell(x, 0, b)
	case "multi_gaussian":
		return a * (1.15*bell(x, 0, b) - 0.15*(bell(x, b, 6*b)+bell(x, -b, 6*b)))
	case "exponential":
		return a * math.Exp(-b*d)
	case "softsign":
		return a / 2 / ((1 + a*d) * (1 + a*d))
	case "erf":
		return a / math.SqrtPi * math.Exp(-a*a*x*x)
	case "quadratic":
		return math.Max(0, a-a*a*d)
	case "nonzero_sign_log":
		return 1 / (1/a + d)
	case "leaky_relu":
		return inside(x >= 0, b, a)
	case "piecewise_leaky_relu":
		return inside(d <= b, 1/(2*b), a)
	case "q_pseudo_spike":
		return math.Pow(1+2*d/(a+1), -a)
	case "s2nn":
		return inside(x < 0, a*sigmoid(a*x), b/(math.Max(x, 0)+1))
	case "log_tailed_relu":
		return inside(x < 0, a, 1/math.Max(x, 1))
	case "squarewave":
		t := 2 * math.Pi * x / b
		return 4 / b * (math.Cos(t) + math.Cos(3*t))
	}
	return a // straight_through
}
