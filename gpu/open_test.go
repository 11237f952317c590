package gpu_test

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/gpu"
	"github.com/galvani-sim/galvani/gpu/gputest"
)

func TestOpenWithoutLoader(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "libvulkan.so.1")
	_, err := gpu.Open(gpu.Options{Loader: missing})
	require.ErrorIs(t, err, gpu.ErrNoVulkan)
	require.ErrorContains(t, err, missing)
	require.ErrorContains(t, err, "apt-get install libvulkan1")
}

func TestOpenWithALibraryThatIsNoLoader(t *testing.T) {
	_, err := gpu.Open(gpu.Options{Loader: "libm.so.6"})
	require.ErrorIs(t, err, gpu.ErrNoVulkan)
	require.ErrorContains(t, err, "vkGetInstanceProcAddr")
}

func TestOpenWithoutDriver(t *testing.T) {
	// The loader reads the list of drivers from the environment of the process.
	t.Setenv("VK_ICD_FILENAMES", "/nonexistent.json")
	t.Setenv("VK_DRIVER_FILES", "/nonexistent.json")
	_, err := gpu.Open(gpu.Options{})
	require.ErrorIs(t, err, gpu.ErrNoVulkan)
}

func TestOpenWithoutLayer(t *testing.T) {
	gputest.Instance(t) // skips where there is no Vulkan at all
	t.Setenv("VK_LAYER_PATH", t.TempDir())
	_, err := gpu.Open(gpu.Options{Validate: true})
	require.ErrorIs(t, err, gpu.ErrNoValidation)
}

func TestInfo(t *testing.T) {
	d := gputest.Device(t)
	i := d.Info()
	require.True(t, i.Software)
	require.Equal(t, gpu.CPU, i.Type)
	require.Contains(t, i.Name, "llvmpipe")
	require.Contains(t, i.Driver, "lavapipe")
	require.NotEmpty(t, i.DriverInfo)
	require.Regexp(t, `^1\.[1-9]\.\d+$`, i.APIVersion)
	// The least that Vulkan 1.1 promises.
	l := i.Limits
	require.GreaterOrEqual(t, l.MaxStorageRange, uint64(1<<27))
	require.GreaterOrEqual(t, l.MaxTexelElements, uint64(65536))
	require.GreaterOrEqual(t, l.MaxUniformRange, uint64(16384))
	require.GreaterOrEqual(t, l.MaxAllocation, uint64(1<<30))
	for _, n := range l.MaxGroups {
		require.GreaterOrEqual(t, n, uint32(65535))
	}
	require.GreaterOrEqual(t, l.MaxInvocations, uint32(128))
	require.GreaterOrEqual(t, l.MaxGroupSize[0], uint32(128))
	require.GreaterOrEqual(t, l.MaxPush, uint32(128))
	require.GreaterOrEqual(t, l.MaxStorageBuffers, uint32(4))
	require.GreaterOrEqual(t, l.MaxTexelViews, uint32(16))
	require.GreaterOrEqual(t, l.MaxUniformBuffers, uint32(12))
	require.GreaterOrEqual(t, l.SharedBytes, uint32(16384))
	require.GreaterOrEqual(t, l.SubgroupSize, uint32(1))
	for _, a := range []uint64{l.MinStorageAlign, l.MinTexelAlign, l.MinUniformAlign} {
		require.True(t, a >= 1 && a <= 256, "alignment %d", a)
	}
	require.True(t, l.TimestampPeriodNS > 0)
	require.Greater(t, i.MemoryBytes, uint64(1<<30))
}

func TestOpenDeviceThatDoesNotExist(t *testing.T) {
	in := gputest.Instance(t)
	for _, n := range []int{-1, len(in.Devices())} {
		_, err := in.OpenDevice(n)
		var none *gpu.NoDeviceError
		require.True(t, errors.As(err, &none), "%v", err)
		require.Len(t, none.Have, len(in.Devices()))
	}
}

func TestCloseTwice(t *testing.T) {
	in := gputest.Instance(t)
	d := gputest.OpenDevice(t, in)
	b := newBuffer(t, d, "x", gpu.Storage, 1, 2, 3, 4)
	r := record(t, d, gpu.Fill{Buffer: b})
	p, err := r.Submit()
	require.NoError(t, err)
	_ = p // left in flight: closing the device waits for it
	require.NoError(t, d.Close())
	require.NoError(t, d.Close())
	r.Close()
	b.Close()
	b.Close()
	_, err = d.NewBuffer("late", 16, gpu.Storage)
	require.ErrorIs(t, err, gpu.ErrClosed)
	_, err = d.Record("late", nil)
	require.ErrorIs(t, err, gpu.ErrClosed)
	_, err = r.Submit()
	require.ErrorIs(t, err, gpu.ErrClosed)
	require.ErrorIs(t, b.Upload(0, make([]byte, 4)), gpu.ErrClosed)
	require.NoError(t, in.Close())
	require.NoError(t, in.Close())
	_, err = in.OpenDevice(0)
	require.ErrorIs(t, err, gpu.ErrClosed)
}

// TestTwoDevicesAndInstances runs the same work through two openings of the device on each of two instances.
func TestTwoDevicesAndInstances(t *testing.T) {
	var devices []*gpu.Device
	for range 2 {
		in := gputest.Instance(t)
		devices = append(devices, gputest.OpenDevice(t, in), gputest.OpenDevice(t, in))
	}
	var pending []*gpu.Pending
	var buffers []*gpu.Buffer
	for i, d := range devices {
		b := newBuffer(t, d, "x", gpu.Storage, make([]uint32, 100)...)
		p, err := record(t, d, increment(incrementPipeline(t, d, 32, uint32(i+1)), b, 100, 32)).Submit()
		require.NoError(t, err)
		pending, buffers = append(pending, p), append(buffers, b)
	}
	for i := range devices {
		require.NoError(t, pending[i].Wait(t.Context()))
		require.Equal(t, uint32(i+1), read(t, buffers[i])[99])
	}
	// Closing one leaves the others working.
	require.NoError(t, devices[0].Instance().Close())
	run(t, devices[3], gpu.Fill{Buffer: buffers[3], Word: 9})
	require.Equal(t, uint32(9), read(t, buffers[3])[0])

	_, err := devices[3].Record("mixed", []gpu.Command{gpu.Fill{Buffer: buffers[2]}})
	require.ErrorContains(t, err, "belongs to another device")
}
