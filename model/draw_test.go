package model

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestNormalQuantile inverts the quantile with erfc, which is accurate to the
// last bits in the lower tail.
func TestNormalQuantile(t *testing.T) {
	require.Zero(t, NormalQuantile(0.5))
	for _, p := range []float64{1e-300, 1e-100, 1e-20, 1e-12, 1e-11, 1e-5, 0.01, 0.0749, 0.0751, 0.3, 0.5, 0.6, 0.924, 0.926, 0.99} {
		x := NormalQuantile(p)
		back := 0.5 * math.Erfc(-x/math.Sqrt2)
		// an error e of x moves p by about p*|x|*e in the tail
		tol := 4e-16 * (1 + x*x) * 4
		if !(math.Abs(back-p) <= tol*p) {
			t.Errorf("p = %g: quantile %v gives back %v, off by %g of %g", p, x, back, math.Abs(back-p)/p, tol)
		}
	}
	// Abramowitz and Stegun table 26.5
	require.InDelta(t, 1.959963984540054, NormalQuantile(0.975), 1e-15)
	require.InDelta(t, -3.090232306167814, NormalQuantile(0.001), 1e-14)
}

// TestDrawMoments compares mean and variance with theory within 5 sigma.
func TestDrawMoments(t *testing.T) {
	const n = 200000
	// truncated normal on mean +- sd: variance 1 - 2 phi(1)/(2 Phi(1) - 1) = 0.2911250947
	tn := NormalDist(3, 2)
	tn.Bounded, tn.Min, tn.Max = true, 1, 5
	for _, c := range []struct {
		name           string
		v              Value
		mean, variance float64
		kurtosis       float64 // fourth central moment over squared variance
	}{
		{"uniform", UniformDist(-60, -50), -55, 100.0 / 12, 1.8},
		{"normal", NormalDist(3, 2), 3, 4, 3},
		{"truncated", tn, 3, 4 * 0.2911250947, 2.06},
		{"exponential", Value{Dist: Exponential, A: 4}, 4, 16, 9},
		{"gamma", Value{Dist: Gamma, A: 2.5, B: 2}, 5, 10, 3 + 6/2.5},
		{"gamma below 1", Value{Dist: Gamma, A: 0.5, B: 2}, 1, 2, 15},
		// mean scale Gamma(1 + 1/shape); shape 2 is Rayleigh's distribution, kurtosis 3.245
		{"weibull", Value{Dist: Weibull, A: 2, B: 3}, 3 * math.Sqrt(math.Pi) / 2, 9 * (1 - math.Pi/4), 3.246},
		{"beta", Value{Dist: Beta, A: 2, B: 3}, 0.4, 0.04, 2.36},
		{"lognormal", Value{Dist: Lognormal, A: 0, B: 0.25}, math.Exp(0.03125), math.Expm1(0.0625) * math.Exp(0.0625), 4.1},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.NoError(t, c.v.CheckDraw(-1))
			xs := c.v.Fill(NewStream(11, c.name), n)
			sum := 0.0
			for _, x := range xs {
				if c.v.Bounded {
					require.True(t, x >= c.v.Min && x <= c.v.Max)
				}
				sum += x
			}
			mean, m2 := sum/n, 0.0
			for _, x := range xs {
				m2 += (x - mean) * (x - mean)
			}
			require.InDelta(t, c.mean, mean, 5*math.Sqrt(c.variance/n))
			require.InDelta(t, c.variance, m2/n, 5*c.variance*math.Sqrt((c.kurtosis-1)/n))
		})
	}
}

func TestDrawConstantsAndLists(t *testing.T) {
	s := NewStream(1, "x")
	require.Equal(t, []float64{2.5, 2.5}, Const(2.5).Fill(s, 2))
	require.Equal(t, []float64{1, 2, 3}, Each(1, 2, 3).Fill(s, 3))
	require.True(t, math.IsNaN(Each(1).Draw(s, 1)))
	v := NormalDist(0, 1)
	require.Equal(t, v.Draw(s, 17), v.Fill(s, 20)[17], "an element depends on its index alone")
	require.NotEqual(t, v.Draw(s, 17), v.Draw(s, 18))
	require.NotEqual(t, v.Draw(s, 17), v.Draw(NewStream(1, "y"), 17))
}

func TestCheckDraw(t *testing.T) {
	bounded := func(v Value, lo, hi float64) Value {
		v.Bounded, v.Min, v.Max = true, lo, hi
		return v
	}
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		v    Value
		want string
	}{
		{Const(1), ""},
		{Const(nan), "parameters NaN and 0 must be finite"},
		{Each(1, 2), "the list has 2 values, must have 3"},
		{Each(1, inf, 2), "value 1 of the list is +Inf, must be finite"},
		{UniformDist(2, 1), "uniform: low 2 is above high 1"},
		{NormalDist(0, -1), "normal: the standard deviation is -1, must not be negative"},
		{Value{Dist: Exponential, A: -2}, "exponential: the mean is -2, must not be negative"},
		{Value{Dist: "cauchy"}, `unknown distribution "cauchy" (there are uniform, normal, lognormal, exponential, gamma, weibull, beta)`},
		{Value{Dist: Gamma}, "gamma: the shape is 0 and the scale 0; the shape must be above 0, the scale not negative"},
		{Value{Dist: Beta, A: 1}, "beta: the shapes are 1 and 0, both must be at least 0.01"},
		{bounded(Value{Dist: Gamma, A: 2, B: 1}, 30, 40), "gamma: a draw falls inside 30..40 with probability 2.9e-12 only, must be at least 0.001; widen the bounds"},
		{bounded(Value{Dist: Beta, A: 2, B: 1}, 0, 0.5), ""},
		{bounded(Value{Dist: Weibull, A: 2, B: 1}, 0, 1), ""},
		{bounded(NormalDist(0, 1), 2, 1), "bounds: min 2 is above max 1"},
		{bounded(NormalDist(0, 1), nan, 1), "bounds must be numbers"},
		{bounded(NormalDist(0, 1), 10, 11), "normal: a draw falls inside 10..11 with probability 0 only, must be at least 0.001; widen the bounds"},
		{bounded(NormalDist(0, 1), -1, inf), ""},
		{bounded(NormalDist(5, 0), 4, 6), ""},
		{bounded(NormalDist(5, 0), 6, 7), "normal: a draw falls inside 6..7 with probability 0 only, must be at least 0.001; widen the bounds"},
		{bounded(UniformDist(0, 1), 2, 3), "uniform: a draw falls inside 2..3 with probability 0 only, must be at least 0.001; widen the bounds"},
		{bounded(Value{Dist: Lognormal, A: 0, B: 1}, -2, -1), "lognormal: a draw falls inside -2..-1 with probability 0 only, must be at least 0.001; widen the bounds"},
		{bounded(Value{Dist: Exponential, A: 1}, 0, inf), ""},
	} {
		err := c.v.CheckDraw(3)
		if c.want == "" {
			require.NoError(t, err)
			continue
		}
		require.EqualError(t, err, c.want)
	}
	require.True(t, math.IsNaN(bounded(NormalDist(0, 1), 2, 1).Draw(NewStream(0, ""), 0)))
}

// TestDistributionFunctions: the incomplete gamma and beta functions against
// their closed forms at whole and half shapes.
func TestDistributionFunctions(t *testing.T) {
	for _, x := range []float64{1e-6, 0.1, 0.9, 2, 7, 30} {
		require.InEpsilon(t, -math.Expm1(-x), gammaCDF(1, x), 1e-13)
		require.InDelta(t, 1-math.Exp(-x)*(1+x+x*x/2), gammaCDF(3, x), 1e-15)
		require.InEpsilon(t, math.Erf(math.Sqrt(x)), gammaCDF(0.5, x), 1e-13)
	}
	for _, x := range []float64{1e-6, 0.1, 0.5, 0.77, 0.999} {
		require.InEpsilon(t, x*x*(3-2*x), betaCDF(2, 2, x), 1e-12)
		require.InEpsilon(t, math.Pow(x, 3.5), betaCDF(3.5, 1, x), 1e-12)
		require.InEpsilon(t, 2/math.Pi*math.Asin(math.Sqrt(x)), betaCDF(0.5, 0.5, x), 1e-12)
	}
}

// TestInitialise: variances as the papers define them, with 20 inputs of each
// target and 5 outputs of each source.
func TestInitialise(t *testing.T) {
	n := &Network{Populations: []*Population{{Name: "a", Size: 400}, {Name: "b", Size: 100}}}
	x := &Projection{Name: "p", Source: "a", Target: "b", Rule: Rule{Type: FixedIndegree, N: 20}}
	for kind, variance := range map[Initialiser]float64{"kaiming_normal": 0.1, "lecun_normal": 0.05, "xavier_normal": 2.0 / 25} {
		v, err := n.Initialise(x, kind, 3)
		require.NoError(t, err)
		require.Equal(t, Normal, v.Dist)
		require.InDelta(t, 9*variance, v.B*v.B, 1e-12)
		uniform, err := n.Initialise(x, kind[:len(kind)-6]+"uniform", 3)
		require.NoError(t, err)
		require.InDelta(t, 9*variance, (uniform.B-uniform.A)*(uniform.B-uniform.A)/12, 1e-12)
	}
	_, err := n.Initialise(x, "kaming_normal", 1)
	require.EqualError(t, err, `there is no initialiser "kaming_normal" (did you mean "kaiming_normal"?)`)
}
