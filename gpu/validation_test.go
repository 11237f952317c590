package gpu_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/gpu"
	"github.com/galvani-sim/galvani/gpu/gputest"
)

// TestMessagesAreErrors makes a pipeline whose declaration lacks a binding that the shader uses: the layer says so,
// naming the shader, and the call fails.
func TestMessagesAreErrors(t *testing.T) {
	d := gputest.Device(t)
	code := compile(t, "increment")
	for range 2 { // a failure is not remembered as a success
		_, err := d.NewPipeline(gpu.PipelineDesc{Name: "careless", SPIRV: code, PushBytes: 4})
		var v *gpu.ValidationError
		require.ErrorAs(t, err, &v)
		require.Equal(t, `make pipeline "careless"`, v.Op)
		require.NotEmpty(t, v.Messages)
		require.ErrorContains(t, err, "VUID-VkComputePipelineCreateInfo-layout-")
	}
	require.NoError(t, d.Check(), "reported once, not again")
	gputest.Expect(t, d.Instance(), "careless")
	require.Empty(t, d.Instance().Messages(), "taken")
}

// TestShaderOutOfBoundsIsFound reads and writes one element past the end of a buffer under GPU-assisted validation.
func TestShaderOutOfBoundsIsFound(t *testing.T) {
	in := gputest.Open(t, gpu.Options{Validate: true, GPUAssisted: true, CacheDir: "-"})
	d := gputest.OpenDevice(t, in)
	p := incrementPipeline(t, d, 32, 1)
	b := newBuffer(t, d, "short", gpu.Storage, make([]uint32, 8)...)
	r := record(t, d, increment(p, b, 9, 32)) // one element too many
	err := r.Run(t.Context())
	var v *gpu.ValidationError
	require.ErrorAs(t, err, &v)
	require.ErrorContains(t, err, "VUID-vkCmdDispatch-None-02706")
	gputest.Expect(t, in, "access out of bounds")
	r.Close()
}

func TestWithoutValidation(t *testing.T) {
	in := gputest.Open(t, gpu.Options{CacheDir: "-"})
	d := gputest.OpenDevice(t, in)
	b := newBuffer(t, d, "x", gpu.Storage, make([]uint32, 33)...)
	run(t, d, increment(incrementPipeline(t, d, 32, 2), b, 33, 32))
	require.Equal(t, uint32(2), read(t, b)[32])
	require.Empty(t, in.Messages())
}
