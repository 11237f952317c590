package model

import "math"

// Gamma returns a gamma number of that shape and scale 1 (Marsaglia & Tsang,
// "A simple method for generating gamma variables", ACM TOMS 2000).
func (c *Cursor) Gamma(shape float64) float64 {
	if shape < 1 {
		// The gamma of shape + 1 times u^(1/shape).
		u := c.Float64()
		return c.Gamma(shape+1) * math.Pow(u, 1/shape)
	}
	d := shape - 1.0/3
	k := 1 / math.Sqrt(9*d)
	for range maxRedraws {
		x := c.Normal()
		v := 1 + float64(k*x)
		if v <= 0 {
			continue
		}
		v = v * v * v
		if math.Log(c.Float64()) < 0.5*float64(x*x)+d-float64(d*v)+float64(d*math.Log(v)) {
			return d * v
		}
	}
	return math.NaN()
}

// gammaCDF is the regularised lower incomplete gamma function P(a, x): its
// series below a + 1, the continued fraction of its complement above
// (Abramowitz & Stegun 6.5.29 and 6.5.31, the latter by Lentz's method).
func gammaCDF(a, x float64) float64 {
	if x <= 0 {
		return 0
	}
	if math.IsInf(x, 1) {
		return 1
	}
	lg, _ := math.Lgamma(a)
	front := math.Exp(a*math.Log(x) - x - lg)
	if x < a+1 {
		term := 1 / a
		sum := term
		for n := 1; n < 10000 && term > sum*1e-17; n++ {
			term *= x / (a + float64(n))
			sum += term
		}
		return min(front*sum, 1)
	}
	const tiny = 1e-300
	b := x + 1 - a
	c, d := 1/tiny, 1/b
	h := d
	for n := 1; n < 10000; n++ {
		an := -float64(n) * (float64(n) - a)
		b += 2
		d = 1 / nonZero(an*d+b)
		c = nonZero(b + an/c)
		step := c * d
		h *= step
		if math.Abs(step-1) < 1e-16 {
			break
		}
	}
	return max(1-front*h, 0)
}

// betaCDF is the regularised incomplete beta function, by its continued
// fraction (Abramowitz & Stegun 26.5.8, by Lentz's method).
func betaCDF(a, b, x float64) float64 {
	if x <= 0 || x >= 1 {
		return max(min(x, 1), 0)
	}
	if x > (a+1)/(a+b+2) {
		return 1 - betaCDF(b, a, 1-x)
	}
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	front := math.Exp(lab-la-lb+a*math.Log(x)+b*math.Log1p(-x)) / a
	c, d := 1.0, 1/nonZero(1-(a+b)*x/(a+1))
	h := d
	for m := 1.0; m < 10000; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d = 1 / nonZero(1+even*d)
		c = nonZero(1 + even/c)
		h *= c * d
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d = 1 / nonZero(1+odd*d)
		c = nonZero(1 + odd/c)
		h *= c * d
		if math.Abs(c*d-1) < 1e-16 {
			break
		}
	}
	return front * h
}

// nonZero keeps a continued fraction from dividing by zero.
func nonZero(x float64) float64 {
	if x == 0 {
		return 1e-300
	}
	return x
}
