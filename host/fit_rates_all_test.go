//go:build all

package host

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

// The weights of a small conductance-based network from its rates.
func TestFitRates(t *testing.T) {
	e, err := Builtin("fit-rates", nil)
	require.NoError(t, err)
	f := fitter(t, e, "native:1")
	_, err = f.Run(context.Background(), nil)
	require.NoError(t, err)
	begin, end := errorsOf(f.Values())
	require.Greater(t, begin, 0.2)
	require.Less(t, end, 0.05)
}
