package gpu_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/gpu"
	"github.com/galvani-sim/galvani/gpu/gputest"
)

func TestTexelFormats(t *testing.T) {
	d := gputest.Device(t)
	p, err := d.NewPipeline(gpu.PipelineDesc{Name: "texels", SPIRV: compile(t, "texels"), PushBytes: 8,
		Bindings: []gpu.BindingDecl{{3, gpu.TexelView}, {0, gpu.StorageBuffer}, {2, gpu.TexelView}, {1, gpu.TexelView}}})
	require.NoError(t, err)
	const n = 33
	for width, f := range map[uint32][3]gpu.TexelFormat{
		1: {gpu.R32F, gpu.R32I, gpu.R32U},
		2: {gpu.RG32F, gpu.RG32I, gpu.RG32U},
		4: {gpu.RGBA32F, gpu.RGBA32I, gpu.RGBA32U},
	} {
		var floats, ints, uints, want []uint32
		for i := range n * width {
			floats = append(floats, math.Float32bits(-1.5*float32(i)+0.25))
			ints = append(ints, uint32(-int32(i)-1))
			uints = append(uints, 0x80000000+i)
			want = append(want, floats[i], ints[i], uints[i])
		}
		require.Equal(t, uint64(4*width), f[0].Bytes())
		out := newBuffer(t, d, "out", gpu.Storage, make([]uint32, 3*n*width)...)
		run(t, d, gpu.Dispatch{Pipeline: p, Push: words(n, width), Groups: [3]uint32{(n + 7) / 8, 1, 1}, Binds: []gpu.Bind{
			{Binding: 2, Buffer: newBuffer(t, d, "i", gpu.Texel, ints...), Format: f[1]},
			{Binding: 1, Buffer: newBuffer(t, d, "f", gpu.Texel|gpu.Storage, floats...), Format: f[0]},
			{Binding: 0, Buffer: out},
			{Binding: 3, Buffer: newBuffer(t, d, "u", gpu.Texel, uints...), Format: f[2]},
		}})
		require.Equal(t, want, read(t, out), "width %d", width)
	}
}

// TestWrittenThenReadAsTexels is the pattern of the engine: written as storage, read through a view afterwards.
func TestWrittenThenReadAsTexels(t *testing.T) {
	d := gputest.Device(t)
	texels, err := d.NewPipeline(gpu.PipelineDesc{Name: "texels", SPIRV: compile(t, "texels"), PushBytes: 8,
		Bindings: []gpu.BindingDecl{{0, gpu.StorageBuffer}, {1, gpu.TexelView}, {2, gpu.TexelView}, {3, gpu.TexelView}}})
	require.NoError(t, err)
	const n = 32
	x := newBuffer(t, d, "x", gpu.Storage|gpu.Texel, make([]uint32, 2*n)...)
	out := newBuffer(t, d, "out", gpu.Storage, make([]uint32, 3*n)...)
	inc := incrementPipeline(t, d, 32, 5)
	part := func(f gpu.TexelFormat, binding uint32) gpu.Bind {
		return gpu.Bind{Binding: binding, Buffer: x, Format: f, Offset: 4 * n, Range: 4 * n}
	}
	fetch := gpu.Dispatch{Pipeline: texels, Push: words(n, 1), Groups: [3]uint32{n / 8, 1, 1},
		Binds: []gpu.Bind{{Buffer: out}, part(gpu.R32F, 1), part(gpu.R32I, 2), part(gpu.R32U, 3)}}
	run(t, d, increment(inc, x, 2*n, 32), fetch, increment(inc, x, 2*n, 32), fetch)
	for i, w := range read(t, out) {
		require.Equal(t, uint32(10), w, "word %d", i)
	}
}

func TestConstants(t *testing.T) {
	d := gputest.Device(t)
	desc := gpu.PipelineDesc{Name: "constants", SPIRV: compile(t, "constants"), PushBytes: 8,
		Bindings: []gpu.BindingDecl{{7, gpu.UniformBuffer}, {3, gpu.StorageBuffer}}}
	block := newBuffer(t, d, "block", gpu.Uniform, 0, 0, 0, 0, 10, 11, 12, 13)
	out := newBuffer(t, d, "out", gpu.Storage, make([]uint32, 8)...)
	for _, c := range []struct {
		spec []uint32
		want [3]uint32
	}{
		{nil, [3]uint32{1, math.Float32bits(2), 0}}, // the shader's own
		{[]uint32{7}, [3]uint32{7, math.Float32bits(2), 0}},
		{[]uint32{8, math.Float32bits(-0.5), 1}, [3]uint32{8, math.Float32bits(-0.5), 1}},
	} {
		desc.Spec = c.spec
		p, err := d.NewPipeline(desc)
		require.NoError(t, err)
		run(t, d, gpu.Dispatch{Pipeline: p, Push: words(42, math.Float32bits(1.25)), Groups: [3]uint32{3, 2, 4},
			Binds: []gpu.Bind{{Binding: 3, Buffer: out}, {Binding: 7, Buffer: block, Offset: 16, Range: 16}}})
		require.Equal(t, []uint32{c.want[0], c.want[1], c.want[2], 42, math.Float32bits(1.25), 11, 13, 30204}, read(t, out))
	}
}

func TestEqualPipelinesAreShared(t *testing.T) {
	d := gputest.Device(t)
	a, b, c := incrementPipeline(t, d, 32, 1), incrementPipeline(t, d, 32, 1), incrementPipeline(t, d, 32, 2)
	require.Same(t, a, b)
	require.NotSame(t, a, c)
	require.Equal(t, "increment", a.Name())
}

func TestNothing(t *testing.T) {
	d := gputest.Device(t)
	p, err := d.NewPipeline(gpu.PipelineDesc{Name: "nothing", SPIRV: compile(t, "nothing")})
	require.NoError(t, err)
	run(t, d, gpu.Dispatch{Pipeline: p, Groups: [3]uint32{4, 1, 1}}, &gpu.Dispatch{Pipeline: p, Groups: [3]uint32{1, 1, 1}})
}
