package optim

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/optimize"
)

// LBFGS changes the parameters by at most so many iterations of the
// limited-memory quasi-Newton method of Broyden, Fletcher, Goldfarb and Shanno
// (Nocedal & Wright 2006, Numerical Optimization, ch. 7), for losses that are
// smooth and the same at every call, as in fitting. It begins without memory.
//
// evaluate returns the loss of the present values and sets every Grad; a loss
// that is infinite or not a number makes the line search turn back. The values
// end where the loss was smallest; that loss is returned. stop, asked between
// evaluations, may end it early.
func LBFGS(params []Param, iterations int, stop func() error, evaluate func() (float64, error)) (float64, error) {
	n := 0
	for _, p := range params {
		n += len(p.Values)
	}
	s := &lbfgs{params: params, evaluate: evaluate, stop: stop, at: make([]float64, n), grad: make([]float64, n), best: math.Inf(1)}
	start := make([]float64, n)
	s.gather(start, func(p Param) []float64 { return p.Values })
	_, err := optimize.Minimize(optimize.Problem{
		Func: func(x []float64) float64 { return s.value(x) },
		Grad: func(g, x []float64) { s.value(x); copy(g, s.grad) },
		Status: func() (optimize.Status, error) {
			if s.err != nil {
				return optimize.Failure, s.err
			}
			return optimize.NotTerminated, nil
		},
	}, start, &optimize.Settings{MajorIterations: iterations, Converger: optimize.NeverTerminate{}, Concurrent: 1}, &optimize.LBFGS{})
	if s.err != nil {
		return 0, s.err
	}
	// Near the minimum the line search finds nothing below the rounding of the
	// loss: that is an end, not a failure, when something was evaluated.
	if math.IsInf(s.best, 1) {
		if err == nil {
			err = errors.New("no value of the loss was finite")
		}
		return 0, fmt.Errorf("l-bfgs: %w", err)
	}
	s.spread(s.bestAt)
	return s.best, nil
}

// lbfgs evaluates each point once, though the method asks for value and gradient apart.
type lbfgs struct {
	params   []Param
	evaluate func() (float64, error)
	stop     func() error
	known    bool
	at, grad []float64
	loss     float64
	best     float64
	bestAt   []float64
	err      error
}

func (s *lbfgs) value(x []float64) float64 {
	if s.known && equal(x, s.at) {
		return s.loss
	}
	if s.err == nil && s.stop != nil {
		s.err = s.stop()
	}
	if s.err != nil {
		return math.Inf(1)
	}
	copy(s.at, x)
	s.spread(x)
	s.loss, s.err = s.evaluate()
	if s.err != nil || math.IsNaN(s.loss) {
		s.loss = math.Inf(1)
	}
	s.gather(s.grad, func(p Param) []float64 { return p.Grad })
	s.known = true
	if s.loss < s.best {
		s.best, s.bestAt = s.loss, append(s.bestAt[:0], x...)
	}
	return s.loss
}

func equal(a, b []float64) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func (s *lbfgs) gather(into []float64, of func(Param) []float64) {
	at := 0
	for _, p := range s.params {
		at += copy(into[at:at+len(p.Values)], of(p))
	}
}

func (s *lbfgs) spread(x []float64) {
	for _, p := range s.params {
		copy(p.Values, x[:len(p.Values)])
		x = x[len(p.Values):]
	}
}
