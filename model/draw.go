package model

import (
	"errors"
	"fmt"
	"math"
)

// MinAcceptance is the smallest probability of falling inside its bounds that
// a distribution may have: below it redrawing would take for ever, and the
// bounds are almost surely a mistake.
const MinAcceptance = 1e-3

// maxRedraws ends the redrawing of values that CheckDraw would have refused;
// at MinAcceptance the chance to reach it is below 1e-28.
const maxRedraws = 1 << 16

// Normal returns a standard normal number.
func (c *Cursor) Normal() float64 { return NormalQuantile(c.Float64()) }

// Exponential returns an exponential number of mean 1.
func (c *Cursor) Exponential() float64 { return -math.Log(c.Float64()) }

// Draw returns element index of the value: the constant, the list's element
// (NaN outside the list), or a draw from the distribution that depends only
// on the stream and the index. Bounded distributions are redrawn until inside
// Min..Max, both included; a value that CheckDraw refuses gives NaN.
func (v Value) Draw(s Stream, index uint64) float64 {
	if v.Dist == Constant {
		switch {
		case v.List == nil:
			return v.A
		case index < uint64(len(v.List)):
			return v.List[index]
		}
		return math.NaN()
	}
	c := s.At(index)
	for range maxRedraws {
		x := v.once(&c)
		if !v.Bounded || (x >= v.Min && x <= v.Max) {
			return x
		}
	}
	return math.NaN()
}

// once draws from the distribution without regard to bounds.
func (v Value) once(c *Cursor) float64 {
	switch v.Dist {
	case Uniform:
		return v.A + float64((v.B-v.A)*c.Float64())
	case Normal:
		return v.A + float64(v.B*c.Normal())
	case Lognormal:
		return math.Exp(v.A + float64(v.B*c.Normal()))
	case Exponential:
		return v.A * c.Exponential()
	case Gamma:
		return v.B * c.Gamma(v.A)
	case Weibull:
		return v.B * math.Pow(c.Exponential(), 1/v.A)
	case Beta:
		x, y := c.Gamma(v.A), c.Gamma(v.B)
		return x / (x + y)
	}
	return math.NaN()
}

// Fill returns the elements 0..n-1 of the value.
func (v Value) Fill(s Stream, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = v.Draw(s, uint64(i))
	}
	return out
}

// CheckDraw reports why the value cannot be drawn for n members: an unknown
// distribution, parameters that are not finite or negative where they may not
// be, bounds that (almost) no draw meets, or a list that has not n elements.
// A negative n accepts lists of any length.
func (v Value) CheckDraw(n int) error {
	if v.Dist == Constant && v.List != nil {
		if n >= 0 && len(v.List) != n {
			return fmt.Errorf("the list has %d values, must have %d", len(v.List), n)
		}
		for i, x := range v.List {
			if !finite(x) {
				return fmt.Errorf("value %d of the list is %v, must be finite", i, x)
			}
		}
		return nil
	}
	if !finite(v.A) || !finite(v.B) {
		return fmt.Errorf("parameters %v and %v must be finite", v.A, v.B)
	}
	switch v.Dist {
	case Constant:
		return nil
	case Uniform:
		if v.A > v.B {
			return fmt.Errorf("uniform: low %v is above high %v", v.A, v.B)
		}
	case Normal, Lognormal:
		if v.B < 0 {
			return fmt.Errorf("%s: the standard deviation is %v, must not be negative", v.Dist, v.B)
		}
	case Exponential:
		if v.A < 0 {
			return fmt.Errorf("exponential: the mean is %v, must not be negative", v.A)
		}
	case Gamma, Weibull:
		if !(v.A > 0) || v.B < 0 {
			return fmt.Errorf("%s: the shape is %v and the scale %v; the shape must be above 0, the scale not negative", v.Dist, v.A, v.B)
		}
	case Beta:
		if !(v.A >= 0.01) || !(v.B >= 0.01) {
			return fmt.Errorf("beta: the shapes are %v and %v, both must be at least 0.01", v.A, v.B)
		}
	default:
		return fmt.Errorf("unknown distribution %q (there are uniform, normal, lognormal, exponential, gamma, weibull, beta)", v.Dist)
	}
	return v.checkBounds()
}

func (v Value) checkBounds() error {
	if !v.Bounded {
		return nil
	}
	if math.IsNaN(v.Min) || math.IsNaN(v.Max) {
		return errors.New("bounds must be numbers")
	}
	if v.Min > v.Max {
		return fmt.Errorf("bounds: min %v is above max %v", v.Min, v.Max)
	}
	if p := v.acceptance(); !(p >= MinAcceptance) {
		return fmt.Errorf("%s: a draw falls inside %v..%v with probability %.2g only, must be at least %v; widen the bounds",
			v.Dist, v.Min, v.Max, p, MinAcceptance)
	}
	return nil
}

// acceptance returns the probability that one draw falls inside the bounds.
func (v Value) acceptance() float64 {
	if v.Dist == Uniform && v.A == v.B || v.Dist != Uniform && v.Dist != Exponential && v.B == 0 ||
		v.Dist == Exponential && v.A == 0 {
		x := v.A
		switch v.Dist {
		case Lognormal:
			x = math.Exp(v.A)
		case Gamma, Weibull:
			x = 0
		}
		if x >= v.Min && x <= v.Max {
			return 1
		}
		return 0
	}
	return v.cdf(v.Max) - v.cdf(v.Min)
}

// cdf is the distribution function for distributions that are not degenerate.
func (v Value) cdf(x float64) float64 {
	switch v.Dist {
	case Uniform:
		return min(max((x-v.A)/(v.B-v.A), 0), 1)
	case Normal:
		return 0.5 * math.Erfc((v.A-x)/(v.B*math.Sqrt2))
	case Lognormal:
		if x <= 0 {
			return 0
		}
		return 0.5 * math.Erfc((v.A-math.Log(x))/(v.B*math.Sqrt2))
	case Exponential:
		return -math.Expm1(-max(x, 0) / v.A)
	case Gamma:
		return gammaCDF(v.A, max(x, 0)/v.B)
	case Weibull:
		return -math.Expm1(-math.Pow(max(x, 0)/v.B, v.A))
	case Beta:
		return betaCDF(v.A, v.B, min(max(x, 0), 1))
	}
	return math.NaN()
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// NormalQuantile returns the x below which a standard normal number falls
// with probability p in (0, 1); relative error about 1e-16 (Wichura,
// "Algorithm AS 241", Applied Statistics 1988, PPND16).
func NormalQuantile(p float64) float64 {
	q := p - 0.5
	if math.Abs(q) <= 0.425 {
		r := 0.180625 - float64(q*q)
		return q * poly7(r, 2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
			1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080) /
			poly7(r, 5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
				5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1)
	}
	r := math.Sqrt(-math.Log(min(p, 1-p)))
	var x float64
	if r <= 5 {
		r -= 1.6
		x = poly7(r, 7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258,
			3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734) /
			poly7(r, 1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
				6.89767334985100004550e-1, 1.67638483018380384940, 2.05319162663775882187, 1)
	} else {
		r -= 5
		x = poly7(r, 2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
			2.96560571828504891230e-1, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720) /
			poly7(r, 2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
				1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1)
	}
	if q < 0 {
		return -x
	}
	return x
}

// poly7 evaluates a polynomial of degree 7, highest coefficient first. The
// conversions forbid fused multiply-add, which would make draws differ
// between processors.
func poly7(x, c7, c6, c5, c4, c3, c2, c1, c0 float64) float64 {
	y := float64(c7*x) + c6
	y = float64(y*x) + c5
	y = float64(y*x) + c4
	y = float64(y*x) + c3
	y = float64(y*x) + c2
	y = float64(y*x) + c1
	return float64(y*x) + c0
}
