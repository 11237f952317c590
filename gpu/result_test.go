package gpu

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	vk "github.com/vulkan-go/vulkan"
)

// TestResults: software drivers are never lost and hardly run out of memory, so the answers are made up here.
func TestResults(t *testing.T) {
	d := &Device{info: Info{Name: "card"}, in: &Instance{}}
	d.used.Store(7)
	require.NoError(t, d.fail("work", vk.Success))

	err := d.fail(`make buffer "x"`, vk.ErrorOutOfDeviceMemory)
	var memory *OutOfMemoryError
	require.True(t, errors.As(err, &memory))
	require.Equal(t, uint64(7), memory.Used)

	b := &Buffer{d: d, name: "weights", alloc: 64}
	require.Equal(t, &OutOfMemoryError{Name: "weights", Need: 64, Used: 7}, b.fail("make", vk.ErrorOutOfHostMemory))

	require.EqualError(t, d.fail("work", vk.ErrorTooManyObjects), "gpu: work on card: the driver answers VK_ERROR_TOO_MANY_OBJECTS")
	require.EqualError(t, d.fail("work", vk.Result(-77)), "gpu: work on card: the driver answers VkResult -77")
	require.NoError(t, d.usable("work"))

	require.ErrorIs(t, d.fail("wait", vk.ErrorDeviceLost), ErrDeviceLost)
	_, err = d.NewBuffer("late", 16, Storage)
	require.ErrorIs(t, err, ErrDeviceLost, "from now on every call says so")
	_, err = d.NewPipeline(PipelineDesc{Name: "late"})
	require.ErrorIs(t, err, ErrDeviceLost)
	_, err = d.Record("late", nil)
	require.ErrorIs(t, err, ErrDeviceLost)
	_, err = (&Recording{d: d, name: "late"}).Submit()
	require.ErrorIs(t, err, ErrDeviceLost)
}
