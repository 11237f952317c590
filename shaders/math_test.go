package shaders_test

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	quietNaN  = 0x7fc00000
	minNormal = 0x1p-126
)

// reference is what a function of lib/math.glsl must give, in float64.
type reference struct {
	name string
	f    func(x float64) float64
	ulp  float64 // largest error, in units of the last place of the result
	in   patterns
}

// decays are the negative numbers that gv_exp_decay takes.
var decays = patterns{0x80800000, 997, (0xc2aeac4f - 0x80800000) / 997}

// The bounds are the largest errors over all 2^32 patterns, rounded up:
// 0.990, 1.190, 0.829, 1.802 ulp; 2 are allowed.
var references = []reference{
	{"gv_exp", math.Exp, 1, every},
	// From -2^-126 down to -87.33654, where the result is 2^-126.
	{"gv_exp_decay", math.Exp, 1, decays},
	{"gv_expm1", math.Expm1, 1.3, every},
	{"gv_log", logOf, 1, every},
	{"gv_exprelr", exprelr, 2, every},
	// PPND7's own error is about 1e-7, the rest is rounding.
	{"gv_normal_quantile", normalQuantile, 6, patterns{0x00800000, 997, (0x3f800000 - 0x00800000) / 997}},
}

func logOf(x float64) float64 {
	if x == 0 {
		return math.Inf(-1) // also of -0
	}
	return math.Log(x)
}

func exprelr(x float64) float64 {
	if x == 0 {
		return 1
	}
	if x > 700 {
		return 0
	}
	return x / math.Expm1(x)
}

// normalQuantile solves erfc(-y/sqrt2)/2 = u by Newton's method in the tail
// where u is small, from the tail's asymptotic form.
func normalQuantile(u float64) float64 {
	if u > 0.5 {
		return -normalQuantile(1 - u)
	}
	y := 0.0
	if u < 0.3 {
		y = -math.Sqrt(-2 * math.Log(2*u))
	}
	for range 40 {
		step := (0.5*math.Erfc(-y/math.Sqrt2) - u) / (math.Exp(-y*y/2) / math.Sqrt(2*math.Pi))
		if y -= step; math.Abs(step) < 1e-14*math.Abs(y) {
			break
		}
	}
	return y
}

// ulps returns |got - want| in units of the last place of want in float32.
func ulps(got, want float64) float64 {
	if got == want || float64(float32(want)) == got {
		return 0
	}
	_, e := math.Frexp(want)
	return math.Abs(got-want) / math.Ldexp(1, max(e, -125)-24)
}

func TestMathAccuracy(t *testing.T) {
	n := buildNative(t, true)
	for _, ref := range references {
		t.Run(ref.name, func(t *testing.T) {
			worst, at := 0.0, 0.0
			for i, bits := range n.function(t, ref.name, ref.in) {
				x := float64(math.Float32frombits(ref.in.at(i)))
				if math.Abs(x) < minNormal {
					x = math.Copysign(0, x) // denormals count as zero
				}
				got, want := float64(math.Float32frombits(bits)), ref.f(x)
				switch {
				case got != 0 && math.Abs(got) < minNormal:
					t.Fatalf("denormal result %g of %g", got, x)
				case math.IsNaN(want) && bits != quietNaN, math.Abs(want) < minNormal && got != 0:
					t.Fatalf("%s(%g) = %g, want %g", ref.name, x, got, want)
				case math.IsNaN(want) || math.Abs(want) < minNormal:
				default:
					if err := ulps(got, want); !(err <= worst) {
						worst, at = err, x
					}
				}
			}
			t.Logf("%s: at most %.3f ulp, at %.9g", ref.name, worst, at)
			if !(worst <= ref.ulp) {
				t.Fatalf("%s is off by %g ulp at %.9g, more than %g", ref.name, worst, at, ref.ulp)
			}
		})
	}
}

// Values that a sample could miss, from the definitions: ends of the range in
// float32 (C's FLT_MAX = e^88.72283, FLT_MIN = e^-87.33654), zeros with their
// signs, infinities and NaN.
func TestMathSpecialValues(t *testing.T) {
	n := buildNative(t, true)
	inf, nan, negZero := float32(math.Inf(1)), float32(math.NaN()), float32(math.Copysign(0, -1))
	denormal := math.Float32frombits(1)
	for _, c := range []struct {
		name    string
		x, want float32
	}{
		{"gv_exp", 0, 1}, {"gv_exp", negZero, 1}, {"gv_exp", denormal, 1}, {"gv_exp", inf, inf}, {"gv_exp", -inf, 0},
		{"gv_exp", nan, nan}, {"gv_exp", -nan, nan}, {"gv_exp", 88.72284, inf}, {"gv_exp", -87.33655, 0},
		{"gv_expm1", 0, 0}, {"gv_expm1", negZero, negZero}, {"gv_expm1", denormal, 0}, {"gv_expm1", -denormal, negZero},
		{"gv_expm1", 1e-20, 1e-20}, {"gv_expm1", inf, inf}, {"gv_expm1", -inf, -1}, {"gv_expm1", nan, nan},
		{"gv_log", 1, 0}, {"gv_log", 0, -inf}, {"gv_log", negZero, -inf}, {"gv_log", denormal, -inf}, {"gv_log", -1, nan},
		{"gv_log", inf, inf}, {"gv_log", -inf, nan}, {"gv_log", nan, nan}, {"gv_log", 2, 0.693147181},
		{"gv_exprelr", 0, 1}, {"gv_exprelr", negZero, 1}, {"gv_exprelr", denormal, 1}, {"gv_exprelr", inf, 0},
		{"gv_exprelr", -inf, inf}, {"gv_exprelr", nan, nan}, {"gv_exprelr", -1e38, 1e38},
		{"gv_normal_quantile", 0.5, 0}, {"gv_normal_quantile", 0, -inf}, {"gv_normal_quantile", 1, inf},
		{"u01_of_bits", 0, 0x1p-24},                                   // the smallest
		{"u01_of_bits", math.Float32frombits(1<<32 - 1), 1 - 0x1p-24}, // the largest
	} {
		t.Run(fmt.Sprintf("%s(%g)", c.name, c.x), func(t *testing.T) {
			x := math.Float32bits(c.x)
			got := n.function(t, c.name, patterns{x, 1, 1})[0]
			want := math.Float32bits(c.want)
			if c.want != c.want {
				want = quietNaN
			}
			require.Equal(t, want, got, "got %g", math.Float32frombits(got))
		})
	}
}

// The float64 build is the reference of the engines: it must be the C library's
// functions, and the same number for the same random word.
func TestMathFloat64(t *testing.T) {
	wide, narrow := buildNative(t, false), buildNative(t, true)
	for _, x := range []float32{-30, -1, -1e-3, 1e-3, 0.3, 1, 20} {
		for _, ref := range references[:4] {
			if ref.name == "gv_log" && x < 0 {
				continue
			}
			got := wide.function64(t, ref.name, x)
			if want := ref.f(float64(x)); !(math.Abs(got-want) <= 1e-15*math.Abs(want)) {
				t.Errorf("%s(%g) = %g in float64, want %g", ref.name, x, got, want)
			}
		}
		u := math.Float32frombits(narrow.function(t, "u01_of_bits", patterns{math.Float32bits(x), 1, 1})[0])
		require.Equal(t, float64(u), wide.function64(t, "u01_of_bits", x))
	}
}

func (n native) function64(t *testing.T, name string, x float32) float64 {
	t.Helper()
	out := n.run(t, name, fmt.Sprint(math.Float32bits(x)), "1", "1")
	return math.Float64frombits(binary.LittleEndian.Uint64(out))
}

// The engine's speed rests on vectorised loops. g++ reports each one, all at
// the line that expands them, and a remainder loop with shorter vectors.
func TestMathVectorises(t *testing.T) {
	n := buildNative(t, true)
	source, err := os.ReadFile("testdata/native.cpp")
	require.NoError(t, err)
	line := 1 + strings.Count(string(source[:strings.Index(string(source), "EACH(LOOP)")]), "\n")
	loops := 0
	for _, bytes := range []string{"16", "32", "64"} {
		loops = max(loops, strings.Count(n.report, fmt.Sprintf("native.cpp:%d:1: optimized: loop vectorized using %s byte", line, bytes)))
	}
	require.Equal(t, 11, loops, "the loops over all functions must vectorise:\n%s", n.report)
}
