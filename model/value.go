package model

import (
	"fmt"
	"math"
)

// Value is a number, a list of numbers (one for each member), or a distribution.
// The zero Value is the constant 0.
type Value struct {
	Dist    Dist    // empty: constant A, or List when not nil
	A, B    float64 // constant; or the distribution's parameters
	Min     float64 // truncation, used when Bounded
	Max     float64
	Bounded bool
	List    []float64
}

// Dist names a distribution.
type Dist string

// The distributions of parameters, initial values, weights and delays.
const (
	Constant    Dist = ""
	Uniform     Dist = "uniform"     // A low, B high
	Normal      Dist = "normal"      // A mean, B standard deviation; redrawn until inside Min..Max when Bounded
	Lognormal   Dist = "lognormal"   // A, B mean and standard deviation of the logarithm
	Exponential Dist = "exponential" // A mean
	Gamma       Dist = "gamma"       // A shape, B scale: mean A B
	Weibull     Dist = "weibull"     // A shape, B scale
	Beta        Dist = "beta"        // A, B its two shapes, both at least 0.01; on (0, 1)
)

// Const returns the constant x.
func Const(x float64) Value { return Value{A: x} }

// Each returns one value for each member.
func Each(xs ...float64) Value { return Value{List: xs} }

// NormalDist returns a normal distribution.
func NormalDist(mean, sd float64) Value { return Value{Dist: Normal, A: mean, B: sd} }

// UniformDist returns a uniform distribution on [low, high).
func UniformDist(low, high float64) Value { return Value{Dist: Uniform, A: low, B: high} }

// IsConst reports whether every member has the same value.
func (v Value) IsConst() bool { return v.Dist == Constant && v.List == nil }

// Bounds returns the smallest and largest value that can be drawn; infinite
// where the distribution has no bound.
func (v Value) Bounds() (low, high float64) {
	switch {
	case v.List != nil:
		low, high = math.Inf(1), math.Inf(-1)
		for _, x := range v.List {
			low, high = min(low, x), max(high, x)
		}
		return low, high
	case v.Dist == Constant:
		return v.A, v.A
	case v.Dist == Uniform:
		low, high = v.A, v.B
	case v.Dist == Normal:
		low, high = math.Inf(-1), math.Inf(1)
		if v.B == 0 {
			low, high = v.A, v.A
		}
	case v.Dist == Beta:
		low, high = 0, 1
	default:
		low, high = 0, math.Inf(1)
	}
	if v.Bounded {
		low, high = max(low, v.Min), min(high, v.Max)
	}
	return low, high
}

// typical returns a magnitude that sums of many draws do not exceed on
// average: the bound, or the mean plus six standard deviations where there is none.
func (v Value) typical() float64 {
	low, high := v.Bounds()
	if !math.IsInf(low, 0) && !math.IsInf(high, 0) {
		return max(math.Abs(low), math.Abs(high))
	}
	switch v.Dist {
	case Normal:
		return math.Abs(v.A) + 6*v.B
	case Lognormal:
		return math.Exp(v.A + 6*v.B)
	case Gamma:
		return v.B * (v.A + 6*math.Sqrt(v.A) + 12)
	case Weibull:
		return v.B * math.Pow(20, 1/v.A)
	default:
		return 40 * v.A
	}
}

// MarshalText writes every field of the value, infinite bounds too, so that
// descriptions can be compared as text.
func (v Value) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "%s %v %v %v %v %v %v", v.Dist, v.A, v.B, v.Bounded, v.Min, v.Max, v.List), nil
}
