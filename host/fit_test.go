package host

import (
	"bytes"
	"context"
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// errorsOf returns the largest relative distance of the fitted values from the
// truth, and that at the beginning.
func errorsOf(values []FittedValue) (begin, end float64) {
	for _, v := range values {
		begin = math.Max(begin, math.Abs(v.Start / *v.Truth - 1))
		end = math.Max(end, math.Abs(v.Value / *v.Truth - 1))
	}
	return begin, end
}

func fitter(t *testing.T, e *Experiment, device string) *Fitter {
	t.Helper()
	f, err := NewFitter(context.Background(), e, Options{Device: device})
	require.NoError(t, err)
	t.Cleanup(f.Close)
	return f
}

// The conductances and the capacitance of a neuron from its potential.
func TestFitConductances(t *testing.T) {
	e, err := Builtin("fit-hh", nil)
	require.NoError(t, err)
	f := fitter(t, e, "native64:1")
	_, err = f.Run(context.Background(), nil)
	require.NoError(t, err)
	begin, end := errorsOf(f.Values())
	require.Greater(t, begin, 0.15)
	require.Less(t, end, 1e-3)
	var b bytes.Buffer
	require.NoError(t, f.Plot(context.Background(), &b))
	require.Equal(t, "\x89PNG", b.String()[:4])
}

// A fit is the same every time, ends where the loss was smallest and keeps
// that when it is interrupted.
func TestFitKeepsTheBest(t *testing.T) {
	src := readers + "\n[loss.a]\ntype = \"readout\"\npopulation = \"cell\"\ntarget = \"truth\"\n[grad]\nby = [\"cell.c_m\", \"cell.exc.tau\"]\ntruth = { \"cell.c_m\" = 200.0 }\n[fit]\niterations = 12\npolish = 3\nrate = 0.2\nlogarithmic = [\"cell.c_m\"]\n"
	run := func(stop int) *Fitter {
		f := fitter(t, parse(t, src, nil), "native:1")
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		loss, err := f.Run(ctx, func(k int, x float64) error {
			require.Equal(t, f.History[k-1], x)
			if k == stop {
				cancel()
			}
			return nil
		})
		if stop > 0 {
			require.ErrorIs(t, err, context.Canceled)
		} else {
			require.NoError(t, err)
		}
		least := math.Inf(1)
		for _, x := range f.History {
			least = math.Min(least, x)
		}
		require.Equal(t, least, loss)
		now, err := f.objective.Loss(context.Background())
		require.NoError(t, err)
		require.Equal(t, loss, now)
		return f
	}
	whole, again, part := run(0), run(0), run(5)
	require.Equal(t, whole.History, again.History)
	require.Less(t, whole.best, whole.History[0]/100)
	require.Equal(t, whole.History[:5], part.History)
	bad := errors.New("the disk is full")
	_, err := fitter(t, parse(t, src, nil), "native:1").Run(context.Background(), func(int, float64) error { return bad })
	require.ErrorIs(t, err, bad)

	e := parse(t, src, nil)
	e.Grad.Method = "eventprop"
	e.Losses[0].Type = "spike_count"
	_, err = NewFitter(context.Background(), e, Options{})
	require.ErrorContains(t, err, "set polish = 0")

	e = parse(t, src, nil)
	e.Fit = nil
	_, err = NewFitter(context.Background(), e, Options{})
	require.EqualError(t, err, `experiment "exp" has no [fit] table: it cannot be fitted; galvani help experiment shows one`)
}

// TestFitStaysInside: a value whose bound is open stops in front of it, and its
// derivative does not push it further; the fit goes on with what is left.
func TestFitStaysInside(t *testing.T) {
	src := readers + "\n[loss.a]\ntype = \"readout\"\npopulation = \"cell\"\ntarget = 1000.0\n[grad]\nby = [\"cell.c_m\", \"cell.exc.tau\"]\n[fit]\niterations = 3\nrate = 1e5\n"
	e := parse(t, src, nil)
	f := fitter(t, e, "native64:1")
	start := f.params[0].Values[0]
	f.params[0].Values[0] = -5
	require.NoError(t, f.changed())
	inside := f.objective.Parameters()[0].Values[0]
	require.Greater(t, inside, 0.0)
	require.LessOrEqual(t, inside, 1e-5*start)
	low, _ := f.within(0, 0)
	require.Equal(t, low, inside)
	f.params[0].Values[0] = start
	require.NoError(t, f.changed())
	_, err := f.Run(context.Background(), nil)
	require.NoError(t, err)
	require.Len(t, f.History, 4)
}
