package gpu_test

import (
	"context"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/gpu"
)

// compiled keeps what glslc made, which takes longer than most tests.
var compiled sync.Map

// compile returns the SPIR-V of testdata/name.comp.
func compile(t testing.TB, name string) []byte {
	t.Helper()
	if code, ok := compiled.Load(name); ok {
		return code.([]byte)
	}
	out := filepath.Join(t.TempDir(), name+".spv")
	msg, err := exec.Command("glslc", "--target-env=vulkan1.1", "-O", "-o", out, filepath.Join("testdata", name+".comp")).CombinedOutput()
	require.NoError(t, err, "glslc (Debian: apt-get install glslc): %s", msg)
	code, err := os.ReadFile(out)
	require.NoError(t, err)
	compiled.Store(name, code)
	return code
}

// words packs 32-bit words the way devices store them.
func words(w ...uint32) []byte {
	var b []byte
	for _, x := range w {
		b = binary.LittleEndian.AppendUint32(b, x)
	}
	return b
}

// read returns the buffer's words.
func read(t testing.TB, b *gpu.Buffer) []uint32 {
	t.Helper()
	raw := make([]byte, b.Size())
	require.NoError(t, b.Download(0, raw))
	out := make([]uint32, len(raw)/4)
	for i := range out {
		out[i] = binary.LittleEndian.Uint32(raw[4*i:])
	}
	return out
}

// newBuffer makes a buffer that holds those words.
func newBuffer(t testing.TB, d *gpu.Device, name string, usage gpu.Usage, w ...uint32) *gpu.Buffer {
	t.Helper()
	b, err := d.NewBuffer(name, uint64(4*len(w)), usage)
	require.NoError(t, err)
	require.NoError(t, b.Upload(0, words(w...)))
	return b
}

// incrementPipeline is testdata/increment.comp with that workgroup size and increment.
func incrementPipeline(t testing.TB, d *gpu.Device, size, by uint32) *gpu.Pipeline {
	t.Helper()
	p, err := d.NewPipeline(gpu.PipelineDesc{Name: "increment", SPIRV: compile(t, "increment"), PushBytes: 4,
		Bindings: []gpu.BindingDecl{{Binding: 0, Kind: gpu.StorageBuffer}}, Spec: []uint32{size, by}})
	require.NoError(t, err)
	return p
}

// increment dispatches p over n elements of b.
func increment(p *gpu.Pipeline, b *gpu.Buffer, n, size uint32) gpu.Dispatch {
	return gpu.Dispatch{Pipeline: p, Binds: []gpu.Bind{{Buffer: b}}, Push: words(n), Groups: [3]uint32{(n + size - 1) / size, 1, 1}}
}

func record(t testing.TB, d *gpu.Device, cmds ...gpu.Command) *gpu.Recording {
	t.Helper()
	r, err := d.Record(t.Name(), cmds)
	require.NoError(t, err)
	return r
}

func run(t testing.TB, d *gpu.Device, cmds ...gpu.Command) {
	t.Helper()
	r := record(t, d, cmds...)
	require.NoError(t, r.Run(context.Background()))
	r.Close()
}
