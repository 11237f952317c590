package adjoint

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/gpu/gputest"
	"github.com/galvani-sim/galvani/kernels"
)

// native64 is the float64 engine on so many threads, closed with the test.
func native64(t testing.TB, threads int) Target { return nativeTarget(t, threads, 64) }

func nativeTarget(t testing.TB, threads, bits int) Target {
	target, err := Native(threads, bits)
	require.NoError(t, err)
	t.Cleanup(target.Exec.Close)
	return target
}

// lavapipe is the software Vulkan device under the validation layer.
func lavapipe(t testing.TB, local int) Target {
	dev := gputest.Device(t)
	exec, err := kernels.NewVulkan(dev, kernels.VulkanOptions{Local: local})
	require.NoError(t, err)
	t.Cleanup(exec.Close)
	return Target{buffers.Device{GPU: dev}, exec}
}

// near requires |got - want| <= tol * scale, where scale is the largest |want|
// of the list; a NaN fails.
func near(t testing.TB, want, got []float64, tol float64, what string) {
	t.Helper()
	require.Len(t, got, len(want), what)
	scale := 0.0
	for _, x := range want {
		scale = math.Max(scale, math.Abs(x))
	}
	require.NotZero(t, scale, "%s: the reference is zero, the comparison says nothing", what)
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= tol*scale) {
			require.Failf(t, "not near", "%s[%d]: got %.17g, want %.17g (off by %.3g of the largest, %.3g allowed)",
				what, i, got[i], want[i], math.Abs(got[i]-want[i])/scale, tol)
		}
	}
}
