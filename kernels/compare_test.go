package kernels

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// tolerance bounds an error by Abs + Rel times the size of the reference. A
// reference of zero is therefore compared with Abs alone.
type tolerance struct{ Rel, Abs float64 }

// check returns an error unless got is within the tolerance of want. NaN never
// passes, and a reference that is not finite is an error of the test.
func (t tolerance) check(got, want float64) error {
	if math.IsNaN(want) || math.IsInf(want, 0) {
		return fmt.Errorf("the reference is %g", want)
	}
	bound := t.Abs + t.Rel*math.Abs(want)
	if err := math.Abs(got - want); !(err <= bound) {
		return fmt.Errorf("got %.9g, reference %.9g: error %.3g, at most %.3g", got, want, err, bound)
	}
	return nil
}

func TestTolerance(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		tol       tolerance
		got, want float64
		pass      bool
	}{
		{tolerance{}, 1, 1, true},
		{tolerance{}, 0, 0, true},
		{tolerance{}, math.Copysign(0, -1), 0, true},
		{tolerance{}, 1, math.Nextafter(1, 2), false},
		{tolerance{Rel: 0.5}, 1, 2, true},
		{tolerance{Rel: 0.49}, 1, 2, false},
		{tolerance{Rel: 0.5}, -1, -2, true},
		{tolerance{Rel: 1}, 1e-300, 0, false}, // a zero reference knows no relative error
		{tolerance{Abs: 1e-3}, 1e-3, 0, true},
		{tolerance{Abs: 1e-3}, 1.001e-3, 0, false},
		{tolerance{1, 1}, nan, 0, false},
		{tolerance{1, 1}, nan, nan, false},
		{tolerance{1, 1}, 0, nan, false},
		{tolerance{nan, 0}, 1, 1, false},
		{tolerance{1, 1}, inf, inf, false},
		{tolerance{1, 1}, 0, inf, false},
		{tolerance{1, 1}, inf, 1, false},
		{tolerance{inf, inf}, nan, 1, false},
	} {
		err := c.tol.check(c.got, c.want)
		require.Equal(t, c.pass, err == nil, "%+v: %v", c, err)
	}
}
