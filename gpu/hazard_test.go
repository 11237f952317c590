package gpu_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/gpu"
	"github.com/galvani-sim/galvani/gpu/gputest"
)

// TestBarriersAreRecorded runs a dispatch and a transfer that need each other under synchronization validation:
// with the recorder's barriers it is silent, without one it names the hazard. Between two dispatches the layer
// sees nothing, and lavapipe runs everything in order, so that the values alone would not tell.
func TestBarriersAreRecorded(t *testing.T) {
	in := gputest.Open(t, gpu.Options{Validate: true, SyncValidation: true, CacheDir: "-"})
	d := gputest.OpenDevice(t, in)
	a := newBuffer(t, d, "a", gpu.Storage, make([]uint32, 64)...)
	b := newBuffer(t, d, "b", gpu.Storage, make([]uint32, 64)...)
	step := increment(incrementPipeline(t, d, 32, 1), a, 64, 32)
	r := record(t, d, step, gpu.Copy{Src: a, Dst: b, Size: 256}, gpu.Fill{Buffer: a, Word: 1}, step)
	require.NoError(t, r.Run(t.Context()))
	require.Equal(t, uint32(2), read(t, a)[63])
	r.Close()

	step.NoBarrier = true
	_, err := d.Record("careless", []gpu.Command{step, gpu.Copy{Src: a, Dst: b, Size: 256}})
	require.ErrorContains(t, err, "SYNC-HAZARD-READ-AFTER-WRITE", "the layer must be able to tell")
	gputest.Expect(t, in, "SYNC-HAZARD")
}
