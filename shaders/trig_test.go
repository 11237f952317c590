package shaders_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// phases are float32 numbers from 2^-30 to 8192, and their negatives follow from the sign bit.
var phases = patterns{0x30800000, 997, (0x46000000 - 0x30800000) / 997}

// TestTrigAccuracy: sine and cosine of float32 numbers up to 8192, positive and
// negative, to 1e-7: half a unit in the last place of numbers near 1, and as much
// again of the reduction.
func TestTrigAccuracy(t *testing.T) {
	n := buildNative(t, true)
	for _, f := range []struct {
		name string
		f    func(float64) float64
	}{{"gv_sin", math.Sin}, {"gv_cos", math.Cos}} {
		for _, sign := range []uint32{0, 0x80000000} {
			p := phases
			p.first |= sign
			worst, at := 0.0, 0.0
			for i, bits := range n.function(t, f.name, p) {
				x := float64(math.Float32frombits(p.at(i)))
				if err := math.Abs(float64(math.Float32frombits(bits)) - f.f(x)); !(err <= worst) {
					worst, at = err, x
				}
			}
			t.Logf("%s: at most %.3g, at %.9g", f.name, worst, at)
			if !(worst <= 1e-7) {
				t.Fatalf("%s is off by %g at %.9g", f.name, worst, at)
			}
		}
	}
}

// TestWrapPhase: the result is within half a turn and equals the argument but
// for whole turns; ten turns of rounding (6e-7 each) are allowed for near 60 rad.
func TestWrapPhase(t *testing.T) {
	n := buildNative(t, true)
	p := patterns{0x3f800000, 997, (0x42700000 - 0x3f800000) / 997} // 1 to 60
	for _, sign := range []uint32{0, 0x80000000} {
		p.first = 0x3f800000 | sign
		for i, bits := range n.function(t, "gv_wrap_phase", p) {
			x, y := float64(math.Float32frombits(p.at(i))), float64(math.Float32frombits(bits))
			require.LessOrEqual(t, math.Abs(y), math.Pi+2e-6, "gv_wrap_phase(%g)", x)
			turns := (x - y) / (2 * math.Pi)
			if d := math.Abs(turns-math.Round(turns)) * 2 * math.Pi; !(d <= 6e-6) {
				t.Fatalf("gv_wrap_phase(%g) = %g is off by %g", x, y, d)
			}
		}
	}
}

// TestTrigFloat64: the reference build has the C library's functions.
func TestTrigFloat64(t *testing.T) {
	wide := buildNative(t, false)
	for _, x := range []float32{-100, -3, -1e-3, 0.5, 2, 3.2, 50} {
		require.InDelta(t, math.Sin(float64(x)), wide.function64(t, "gv_sin", x), 1e-15)
		require.InDelta(t, math.Cos(float64(x)), wide.function64(t, "gv_cos", x), 1e-15)
		require.InDelta(t, math.Remainder(float64(x), 2*math.Pi), wide.function64(t, "gv_wrap_phase", x), 2e-14)
	}
}
