package gpu_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/gpu"
	"github.com/galvani-sim/galvani/gpu/gputest"
)

// TestUnderGarbageCollection makes and uses objects while the collector runs all the time. Calls of the Go binding
// that take slices of structs free their C copies from finalizers, and crash within seconds here; this package
// must not make such calls.
func TestUnderGarbageCollection(t *testing.T) {
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			default:
				runtime.GC()
			}
		}
	}()
	defer func() { close(stop); <-stopped }()
	in := gputest.Open(t, gpu.Options{CacheDir: "-"})
	code := compile(t, "increment")
	for round := range 5 {
		d := gputest.OpenDevice(t, in)
		for i := range uint32(40) {
			p, err := d.NewPipeline(gpu.PipelineDesc{Name: "increment", SPIRV: code, PushBytes: 4,
				Bindings: []gpu.BindingDecl{{}}, Spec: []uint32{32, i}})
			require.NoError(t, err)
			b := newBuffer(t, d, "x", gpu.Storage|gpu.Texel, make([]uint32, 64)...)
			run(t, d, gpu.Fill{Buffer: b, Word: 1}, increment(p, b, 64, 32))
			require.Equal(t, i+1, read(t, b)[63], "round %d", round)
			b.Close()
		}
		require.NoError(t, d.Close())
	}
}
