package eventprop

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/gpu/gputest"
)

// singleTolerance bounds what float32 makes of the golden networks: measured
// 8e-6 of the largest element at most.
const singleTolerance = 3e-5

func TestGoldenInFloat32(t *testing.T) {
	for name, g := range golden(t) {
		t.Run(name+"/native", func(t *testing.T) { g.check(t, "native", 0.1, 0, singleTolerance) })
		t.Run(name+"/lavapipe", func(t *testing.T) {
			gputest.Device(t)
			g.check(t, gputest.Software, 0.1, 0, singleTolerance)
		})
	}
}

// A batch of the learning network gives the same bits on lavapipe as on the
// native engine: loss and every gradient. It has neurons with more arrivals
// than one invocation may walk there, so that its slices become shorter.
func TestDevicesAgree(t *testing.T) {
	gputest.Device(t)
	type result struct {
		loss  float64
		grads [][]float64
		slice float64
	}
	run := func(device string, slice float64) result {
		ctx := context.Background()
		e, err := Compile(ctx, yinYangNet(200, 3), Options{Device: device, Batch: 4, Duration: 60, Loss: yinYangLoss,
			Read: map[string]Readout{"out": {Integral: true}}, Slice: slice})
		require.NoError(t, err)
		defer e.Close()
		_, err = e.Forward(ctx, yinYangSamples(42, 4))
		require.NoError(t, err)
		r := result{}
		r.loss, err = e.Backward(ctx)
		require.NoError(t, err)
		for _, p := range e.Parameters() {
			r.grads = append(r.grads, p.Grad)
		}
		r.slice = e.slice
		return r
	}
	whole, got := run("native", 0), run(gputest.Software, 0)
	require.Equal(t, 60.0, whole.slice, "a network without recurrence is one slice")
	want := run("native", got.slice)
	near(t, []float64{whole.loss}, []float64{want.loss}, singleTolerance, "loss of one slice and of many")
	require.Less(t, got.slice, 60.0, "the software driver needs shorter ones")
	require.Equal(t, want.loss, got.loss)
	nonzero := 0
	for k := range want.grads {
		require.Equal(t, want.grads[k], got.grads[k], "gradients of parameter %d", k)
		for _, x := range want.grads[k] {
			if x != 0 {
				nonzero++
			}
		}
	}
	require.Greater(t, nonzero, 500)
}

// The same samples give the same bits for every number of threads, and a batch
// of copies the gradient of one.
func TestBatches(t *testing.T) {
	ctx := context.Background()
	grad := func(device string, batch int, samples []Sample) (float64, []float64) {
		e, err := Compile(ctx, yinYangNet(40, 3), Options{Device: device, Batch: batch, Duration: 60, Loss: yinYangLoss,
			Read: map[string]Readout{"out": {Integral: true}}})
		require.NoError(t, err)
		defer e.Close()
		_, err = e.Forward(ctx, samples)
		require.NoError(t, err)
		loss, err := e.Backward(ctx)
		require.NoError(t, err)
		return loss, e.Parameter("first.weight").Grad
	}
	samples := yinYangSamples(42, 6)
	loss, want := grad("native64:1", 6, samples)
	again, got := grad("native64:4", 9, samples)
	require.Equal(t, loss, again)
	require.Equal(t, want, got)
	one := samples[:1]
	loss, want = grad("native64", 1, one)
	again, got = grad("native64", 4, []Sample{one[0], one[0], one[0], one[0]})
	near(t, []float64{loss}, []float64{again}, 1e-14, "loss")
	near(t, want, got, 1e-13, "gradient")
}
