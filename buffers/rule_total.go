package buffers

import (
	"math"
)

// splitTotal divides n synapses among the sources as drawing n pairs would:
// the rows are halved again and again, and each half gets its binomial share
// (with multapses) or its hypergeometric one (without). Every division has a
// random number of its own, so rows can then be made one by one.
func splitTotal(p *Part, n, width uint64) ([]uint32, error) {
	counts := make([]uint32, p.SourceSize)
	stream := p.Stream.Sub("count")
	distinct := p.Projection.Rule.NoMultapses
	var split func(lo, hi int, n, node uint64) error
	split = func(lo, hi int, n, node uint64) error {
		if n == 0 {
			return nil
		}
		if hi-lo == 1 {
			if n > math.MaxUint32 {
				return p.errorf("source %d would have %d synapses, more than %d", lo, n, uint32(math.MaxUint32))
			}
			counts[lo] = uint32(n)
			return nil
		}
		mid := lo + (hi-lo)/2
		c := stream.At(node)
		var left uint64
		if a, b := uint64(mid-lo), uint64(hi-mid); distinct {
			left = hypergeometric(c.Float64(), n, a*width, b*width)
		} else {
			left = binomial(c.Float64(), n, a, b)
		}
		if err := split(lo, mid, left, 2*node); err != nil {
			return err
		}
		return split(mid, hi, n-left, 2*node+1)
	}
	if p.SourceSize == 0 {
		return counts, nil
	}
	return counts, split(0, p.SourceSize, n, 1)
}

// binomial returns the number of n draws that fall into the first a of a+b
// equal parts, for the uniform number u.
func binomial(u float64, n, a, b uint64) uint64 {
	p := float64(a) / float64(a+b)
	mode := min(uint64(float64(n+1)*p), n)
	odds, fn := float64(a)/float64(b), float64(n)
	return fromMode(u, mode, 0, n, binomialProbability(float64(mode), fn, p),
		func(k float64) float64 { return (fn - k) / (k + 1) * odds })
}

// hypergeometric returns how many of n different things come from the first a
// of a+b, for the uniform number u.
func hypergeometric(u float64, n, a, b uint64) uint64 {
	lo, hi := uint64(0), min(n, a)
	if n > b {
		lo = n - b
	}
	fn, fa, fb := float64(n), float64(a), float64(b)
	mode := max(min(uint64((fn+1)*(fa+1)/(fa+fb+2)), hi), lo)
	// dhyper as three binomials: C. Loader, "Fast and accurate computation of
	// binomial probabilities", 2000.
	p := fn / (fa + fb)
	m := float64(mode)
	at := binomialProbability(m, fa, p) * binomialProbability(fn-m, fb, p) / binomialProbability(fn, fa+fb, p)
	return fromMode(u, mode, lo, hi, at,
		func(k float64) float64 { return (fa - k) * (fn - k) / ((k + 1) * (fb - fn + k + 1)) })
}

// fromMode inverts a distribution with one peak: it takes the probabilities
// outwards from the mode, alternately above and below, until they use up u.
// ratio(k) is the probability of k+1 over that of k. It takes a few standard
// deviations of steps.
func fromMode(u float64, mode, lo, hi uint64, atMode float64, ratio func(k float64) float64) uint64 {
	if u -= atMode; u < 0 {
		return mode
	}
	above, below := mode, mode
	pa, pb := atMode, atMode
	for above < hi && pa > 0 || below > lo && pb > 0 {
		if above < hi && pa > 0 {
			pa *= ratio(float64(above))
			above++
			if u -= pa; u < 0 {
				return above
			}
		}
		if below > lo && pb > 0 {
			below--
			pb /= ratio(float64(below))
			if u -= pb; u < 0 {
				return below
			}
		}
	}
	return mode // rounding left a crumb of u
}

// binomialProbability is the probability of k successes in n trials, by
// Loader's saddle-point expansion, which is accurate to a few ulp for any n.
func binomialProbability(k, n, p float64) float64 {
	switch {
	case p == 0:
		return boolTo(k == 0)
	case p == 1:
		return boolTo(k == n)
	case k == 0:
		return math.Exp(n * math.Log1p(-p))
	case k == n:
		return math.Exp(n * math.Log(p))
	}
	e := stirlingError(n) - stirlingError(k) - stirlingError(n-k) - deviance(k, n*p) - deviance(n-k, n*(1-p))
	return math.Exp(e) * math.Sqrt(n/(2*math.Pi*k*(n-k)))
}

// stirlingError is log n! less Stirling's formula for it.
func stirlingError(n float64) float64 {
	if n < 16 {
		lg, _ := math.Lgamma(n + 1)
		return lg - (n+0.5)*math.Log(n) + n - 0.5*math.Log(2*math.Pi)
	}
	n2 := n * n
	return (1.0/12 - (1.0/360-(1.0/1260-(1.0/1680-1.0/1188/n2)/n2)/n2)/n2) / n
}

// deviance is x log(x/m) + m - x without cancellation where x is near m.
func deviance(x, m float64) float64 {
	if d := x - m; math.Abs(d) < 0.1*(x+m) {
		v := d / (x + m)
		s := d * v
		term := 2 * x * v
		for j := 1; j < 1000; j++ {
			term *= v * v
			next := s + term/float64(2*j+1)
			if next == s {
				break
			}
			s = next
		}
		return s
	}
	return x*math.Log(x/m) + m - x
}

func boolTo(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
