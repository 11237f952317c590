package optim

import (
	"fmt"
	"math"
)

// NotFiniteError names the first element of a gradient that is not a number.
type NotFiniteError struct {
	Param string
	Index int
	Value float64
}

// Error says which element it is.
func (e *NotFiniteError) Error() string {
	return fmt.Sprintf("the gradient of %s is %g at element %d; use a smaller learning rate or clip gradients", e.Param, e.Value, e.Index)
}

// CheckFinite returns a *NotFiniteError for the first infinite or undefined
// derivative, nil when there is none.
func CheckFinite(params []Param) error {
	for _, p := range params {
		for i, g := range p.Grad {
			if math.IsNaN(g) || math.IsInf(g, 0) {
				return &NotFiniteError{p.Name, i, g}
			}
		}
	}
	return nil
}

// Norm returns the Euclidean norm of all gradients together.
func Norm(params []Param) float64 {
	sum := 0.0
	for _, p := range params {
		for _, g := range p.Grad {
			sum += g * g
		}
	}
	return math.Sqrt(sum)
}

// ClipNorm scales all gradients together so that their norm is at most limit;
// it returns the norm they had. A limit of 0 leaves them alone.
func ClipNorm(params []Param, limit float64) float64 {
	norm := Norm(params)
	if limit > 0 && norm > limit {
		f := limit / norm
		for _, p := range params {
			for i := range p.Grad {
				p.Grad[i] *= f
			}
		}
	}
	return norm
}

// ClipValue bounds every derivative to -limit..limit; a limit of 0 leaves them alone.
func ClipValue(params []Param, limit float64) {
	if limit <= 0 {
		return
	}
	for _, p := range params {
		for i, g := range p.Grad {
			p.Grad[i] = math.Max(-limit, math.Min(limit, g))
		}
	}
}

// Constraint bounds the values of a parameter after every step.
type Constraint struct {
	Min, Max float64 // both 0: no bounds
	// KeepSign stops a value at zero rather than let it change the sign it had
	// when Remember was called (Dale's principle).
	KeepSign bool
	// MaxNorm bounds the Euclidean norm of the parameter; 0 does not.
	MaxNorm float64
	signs   []float64
}

// Remember keeps the signs that KeepSign defends.
func (c *Constraint) Remember(p Param) {
	c.signs = make([]float64, len(p.Values))
	for i, x := range p.Values {
		c.signs[i] = math.Copysign(1, x)
	}
}

// Apply puts the values back within the constraint.
func (c *Constraint) Apply(p Param) {
	if c.KeepSign && len(c.signs) == len(p.Values) {
		for i, x := range p.Values {
			if x*c.signs[i] < 0 {
				p.Values[i] = 0
			}
		}
	}
	if c.Min != 0 || c.Max != 0 {
		for i, x := range p.Values {
			p.Values[i] = math.Max(c.Min, math.Min(c.Max, x))
		}
	}
	if c.MaxNorm > 0 {
		sum := 0.0
		for _, x := range p.Values {
			sum += x * x
		}
		if norm := math.Sqrt(sum); norm > c.MaxNorm {
			for i := range p.Values {
				p.Values[i] *= c.MaxNorm / norm
			}
		}
	}
}
