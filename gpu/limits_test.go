package gpu_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/gpu"
	"github.com/galvani-sim/galvani/gpu/gputest"
)

func TestBufferSizes(t *testing.T) {
	d := gputest.Device(t)
	l := d.Info().Limits
	var big *gpu.TooLargeError
	// lavapipe crashes the process on this one when it is asked.
	_, err := d.NewBuffer("weights", 3<<30, gpu.Storage)
	require.ErrorAs(t, err, &big)
	require.Equal(t, gpu.TooLargeError{Name: "weights", What: "one allocation", Need: 3 << 30, Limit: l.MaxAllocation}, *big)
	for _, n := range []uint64{l.MaxAllocation + 1, 1 << 62, ^uint64(0)} {
		_, err := d.NewBuffer("weights", n, gpu.Storage)
		require.ErrorAs(t, err, &big, "%d bytes", n)
	}
	require.Zero(t, d.MemoryUsed())
	b, err := d.NewBuffer("empty", 0, gpu.Storage)
	require.NoError(t, err)
	require.Equal(t, uint64(16), b.Size())
	b, err = d.NewBuffer("odd", 5, gpu.Storage)
	require.NoError(t, err)
	require.Equal(t, uint64(5), b.Size())
	require.Len(t, b.Mapped(), 5)
	require.Equal(t, uint64(32), d.MemoryUsed())
	b.Close()
	require.Equal(t, uint64(16), d.MemoryUsed())
}

// TestBindMoreThanOneRange binds the second half of a buffer that is larger than one storage binding.
func TestBindMoreThanOneRange(t *testing.T) {
	d := gputest.Device(t)
	l := d.Info().Limits
	if l.MaxStorageRange*2 > l.MaxAllocation {
		t.Skip("this device binds as much as it allocates")
	}
	b, err := d.NewBuffer("weights", l.MaxStorageRange*2, gpu.Storage|gpu.Texel)
	require.NoError(t, err)
	p := incrementPipeline(t, d, 32, 1)
	whole := increment(p, b, 1, 32)
	_, err = d.Record("whole", []gpu.Command{whole})
	var big *gpu.TooLargeError
	require.ErrorAs(t, err, &big)
	require.Equal(t, gpu.TooLargeError{Name: "weights", What: "one storage binding", Need: 2 * l.MaxStorageRange, Limit: l.MaxStorageRange}, *big)
	half := whole
	half.Binds = []gpu.Bind{{Buffer: b, Offset: l.MaxStorageRange}}
	run(t, d, gpu.Fill{Buffer: b, Offset: l.MaxStorageRange, Size: 4, Word: 8}, half)
	got := make([]byte, 4)
	require.NoError(t, b.Download(l.MaxStorageRange, got))
	require.Equal(t, words(9), got)
}

func TestRecordErrors(t *testing.T) {
	d := gputest.Device(t)
	p := incrementPipeline(t, d, 32, 1)
	x := newBuffer(t, d, "x", gpu.Storage, make([]uint32, 64)...)
	view := newBuffer(t, d, "view", gpu.Texel, make([]uint32, 64)...)
	gone := newBuffer(t, d, "gone", gpu.Storage, 0)
	gone.Close()
	texels, err := d.NewPipeline(gpu.PipelineDesc{Name: "texels", SPIRV: compile(t, "texels"), PushBytes: 8,
		Bindings: []gpu.BindingDecl{{0, gpu.StorageBuffer}, {1, gpu.TexelView}, {2, gpu.TexelView}, {3, gpu.TexelView}}})
	require.NoError(t, err)
	good := increment(p, x, 64, 32)
	with := func(f func(c *gpu.Dispatch)) gpu.Command {
		c := good
		c.Binds = append([]gpu.Bind(nil), good.Binds...)
		f(&c)
		return c
	}
	fetch := func(b gpu.Bind) gpu.Command {
		b.Binding = 1
		rest := gpu.Bind{Buffer: view, Format: gpu.R32I}
		two, three := rest, rest
		two.Binding, three.Binding = 2, 3
		return gpu.Dispatch{Pipeline: texels, Push: words(1, 1), Groups: [3]uint32{1, 1, 1}, Binds: []gpu.Bind{{Buffer: x}, b, two, three}}
	}
	for _, c := range []struct {
		cmd  gpu.Command
		want string
	}{
		{nil, "command 1 is nil"},
		{gpu.Dispatch{}, "dispatch: the pipeline is nil"},
		{with(func(c *gpu.Dispatch) { c.Push = nil }), `dispatch of "increment": push constants are 0 bytes, the pipeline takes 4`},
		{with(func(c *gpu.Dispatch) { c.Push = words(1, 2) }), "push constants are 8 bytes, the pipeline takes 4"},
		{with(func(c *gpu.Dispatch) { c.Groups[1] = 65536 }), `"increment" needs 65536 for workgroups in y, the device allows 65535`},
		{with(func(c *gpu.Dispatch) { c.Binds = nil }), "0 binds for 1 declared bindings"},
		{with(func(c *gpu.Dispatch) { c.Binds[0].Binding = 1 }), "binding 0 is not bound exactly once"},
		{with(func(c *gpu.Dispatch) { c.Binds[0].Buffer = nil }), "binding 0: the buffer is nil"},
		{with(func(c *gpu.Dispatch) { c.Binds[0].Buffer = gone }), `binding 0: buffer "gone" is already closed`},
		{with(func(c *gpu.Dispatch) { c.Binds[0].Buffer = view }), `binding 0: buffer "view" was not made for this kind of binding`},
		{with(func(c *gpu.Dispatch) { c.Binds[0].Offset = 4 }), `offset 4 into buffer "x" is no multiple of 16`},
		{with(func(c *gpu.Dispatch) { c.Binds[0].Offset = 256 }), `bytes 256 to 256 of buffer "x" lie outside its 256 bytes`},
		{with(func(c *gpu.Dispatch) { c.Binds[0].Offset = 16; c.Binds[0].Range = 256 }), `bytes 16 to 272 of buffer "x" lie outside its 256 bytes`},
		{fetch(gpu.Bind{Buffer: view}), `buffer "view" is bound as a texel view without a format`},
		{fetch(gpu.Bind{Buffer: x, Format: gpu.R32F}), `binding 1: buffer "x" was not made for this kind of binding`},
		{fetch(gpu.Bind{Buffer: view, Format: gpu.RGBA32F, Range: 24}), `range 24 of buffer "view" is no multiple of its texels' 16 bytes`},
		{gpu.Fill{}, "fill: the buffer is nil"},
		{gpu.Fill{Buffer: x, Offset: 2, Size: 4}, `fill of "x": offset 2 and size 4 must be multiples of 4`},
		{gpu.Fill{Buffer: x, Offset: 252, Size: 8}, `fill of "x": bytes 252 to 260 lie outside its 256 bytes`},
		{gpu.Fill{Buffer: x, Offset: 260}, `lie outside its 256 bytes`},
		{gpu.Copy{Src: x}, "copy to: the buffer is nil"},
		{gpu.Copy{Src: x, Dst: view, Size: 260}, `copy from "x": bytes 0 to 260 lie outside its 256 bytes`},
		{gpu.Copy{Src: x, Dst: view, DstOffset: 252, Size: 8}, `copy to "view": bytes 252 to 260 lie outside its 256 bytes`},
		{gpu.Copy{Src: x, Dst: x, DstOffset: 4, Size: 8}, `copy within "x": the parts at 0 and 4 of 8 bytes overlap`},
	} {
		_, err := d.Record("bad", []gpu.Command{good, c.cmd})
		require.ErrorContains(t, err, `gpu: record "bad": command 1`)
		require.ErrorContains(t, err, c.want)
	}
	run(t, d, good) // and the good one is good
}

func TestPipelineErrors(t *testing.T) {
	d := gputest.Device(t)
	code := compile(t, "increment")
	l := d.Info().Limits
	var many []gpu.BindingDecl
	for i := range l.MaxStorageBuffers + 1 {
		many = append(many, gpu.BindingDecl{Binding: i})
	}
	for _, c := range []struct {
		desc gpu.PipelineDesc
		want string
	}{
		{gpu.PipelineDesc{Name: "p"}, `gpu: make pipeline "p": its 0 bytes are no SPIR-V module`},
		{gpu.PipelineDesc{Name: "p", SPIRV: code[:len(code)-1]}, "no SPIR-V module"},
		{gpu.PipelineDesc{Name: "p", SPIRV: code, PushBytes: l.MaxPush + 4}, "for push constants, the device allows"},
		{gpu.PipelineDesc{Name: "p", SPIRV: code, PushBytes: 6}, "6 bytes of push constants are no multiple of 4"},
		{gpu.PipelineDesc{Name: "p", SPIRV: code, Bindings: []gpu.BindingDecl{{}, {}}}, "binding 0 is declared twice"},
		{gpu.PipelineDesc{Name: "p", SPIRV: code, Bindings: []gpu.BindingDecl{{0, 9}}}, "binding 0 has the unknown kind 9"},
		{gpu.PipelineDesc{Name: "p", SPIRV: code, Bindings: many}, "storage bindings, the device allows"},
	} {
		_, err := d.NewPipeline(c.desc)
		require.ErrorContains(t, err, c.want)
	}
}

func TestTransferErrors(t *testing.T) {
	d := gputest.Device(t)
	b := newBuffer(t, d, "x", gpu.Storage, 1, 2)
	require.EqualError(t, b.Upload(4, make([]byte, 5)), `gpu: upload to buffer "x": bytes 4 to 9 lie outside its 8 bytes`)
	require.EqualError(t, b.Download(9, nil), `gpu: download from buffer "x": bytes 9 to 9 lie outside its 8 bytes`)
	require.NoError(t, b.Download(8, nil))
}
