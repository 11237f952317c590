package eventprop

import (
	"fmt"
	"math"
	"testing"
)

// near fails unless every number is within tol of the one wanted, relative to
// the largest wanted; NaN fails.
func near(t *testing.T, want, got []float64, tol float64, format string, args ...any) {
	t.Helper()
	what := fmt.Sprintf(format, args...)
	if len(want) != len(got) {
		t.Fatalf("%s: %d numbers, want %d: %v and %v", what, len(got), len(want), got, want)
	}
	scale := 0.0
	for _, x := range want {
		scale = math.Max(scale, math.Abs(x))
	}
	for i := range want {
		if err := math.Abs(got[i] - want[i]); !(err <= tol*scale) {
			t.Errorf("%s: number %d is %.16g, want %.16g: error %.2g of the largest, tolerance %.2g", what, i, got[i], want[i], err/scale, tol)
		}
	}
}
