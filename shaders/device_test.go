package shaders_test

import (
	"encoding/binary"
	"math"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/gpu"
	"github.com/galvani-sim/galvani/gpu/gputest"
	"github.com/galvani-sim/galvani/shaders"
)

// compileTest compiles testdata/<name>.comp after the library, as the build
// tool compiles kernels: optimise says whether spirv-opt runs, as there, or
// not, as for users' models.
func compileTest(t *testing.T, name string, optimise bool) []byte {
	t.Helper()
	tree, err := shaders.ReadTree(os.DirFS("."))
	require.NoError(t, err)
	stub := strings.Replace(tree.Stub(name, ""), "kernel/", "testdata/", 1)
	spv, err := shaders.Compile(t.Context(), ".", stub, false)
	require.NoError(t, err)
	if optimise {
		cmd := exec.Command("spirv-opt", "-O", "--target-env=vulkan1.2", "-o", "-", "-")
		cmd.Stdin = strings.NewReader(string(spv))
		spv, err = cmd.Output()
		require.NoError(t, err)
		spv, err = shaders.Exact(spv)
		require.NoError(t, err)
	}
	return spv
}

// runOnce runs a pipeline once and returns the words of the last buffer.
func runOnce(t *testing.T, d *gpu.Device, desc gpu.PipelineDesc, groups uint32, push []byte, buffers ...*gpu.Buffer) []uint32 {
	t.Helper()
	var binds []gpu.Bind
	for i, b := range buffers {
		desc.Bindings = append(desc.Bindings, gpu.BindingDecl{Binding: uint32(i), Kind: gpu.StorageBuffer})
		binds = append(binds, gpu.Bind{Binding: uint32(i), Buffer: b})
	}
	p, err := d.NewPipeline(desc)
	require.NoError(t, err)
	rec, err := d.Record(desc.Name, []gpu.Command{gpu.Dispatch{Pipeline: p, Binds: binds, Push: push, Groups: [3]uint32{groups, 1, 1}}})
	require.NoError(t, err)
	defer rec.Close()
	pending, err := rec.Submit()
	require.NoError(t, err)
	require.NoError(t, pending.Wait(t.Context()))
	out := buffers[len(buffers)-1]
	raw := make([]byte, out.Size())
	require.NoError(t, out.Download(0, raw))
	words := make([]uint32, len(raw)/4)
	_, err = binary.Decode(raw, binary.LittleEndian, words)
	require.NoError(t, err)
	return words
}

func wordsBuffer(t *testing.T, d *gpu.Device, name string, n int) *gpu.Buffer {
	t.Helper()
	b, err := d.NewBuffer(name, uint64(4*n), gpu.Storage|gpu.HostVisible)
	require.NoError(t, err)
	return b
}

// The same bits on the device and in the native float32 engine, over all
// exponents, infinities, NaN and denormals: this is what equal spikes rest on.
func TestMathSameBitsOnDevice(t *testing.T) {
	d := gputest.Device(t)
	n := buildNative(t, true)
	normal := patterns{0x00800000, 997, (0x7f800000 - 0x00800000) / 997}
	for _, optimise := range []bool{false, true} {
		spv := compileTest(t, "functions", optimise)
		for i, f := range []struct {
			name string
			in   patterns
		}{
			{"gv_exp", every}, {"gv_expm1", every}, {"gv_exprelr", every}, {"gv_log", every}, {"gv_sqrt", normal},
			{"gv_normal_quantile", patterns{0, 997, 0x3f800000 / 997}}, {"u01_of_bits", every},
			{"gv_exp_decay", decays}, {"gv_sin", every}, {"gv_cos", every}, {"gv_wrap_phase", patterns{0, 997, 0x7f000000 / 997}},
		} {
			const local = 512
			out := wordsBuffer(t, d, f.name, f.in.n)
			desc := gpu.PipelineDesc{Name: f.name, SPIRV: spv, PushBytes: 12, Spec: []uint32{local, uint32(i)}}
			push, err := binary.Append(nil, binary.LittleEndian, []uint32{f.in.first, f.in.stride, uint32(f.in.n)})
			require.NoError(t, err)
			got := runOnce(t, d, desc, uint32(f.in.n+local-1)/local, push, out)
			out.Close()
			for k, want := range n.function(t, f.name, f.in) {
				if got[k] != want {
					t.Fatalf("%s(%g) is %g (%08x) on the device and %g (%08x) on the CPU; optimised: %v", f.name,
						math.Float32frombits(f.in.at(k)), math.Float32frombits(got[k]), got[k], math.Float32frombits(want), want, optimise)
				}
			}
		}
	}
}

func TestPhiloxKnownAnswersDevice(t *testing.T) {
	d := gputest.Device(t)
	var in []byte
	var want []uint32
	for _, k := range knownAnswers {
		var err error
		in, err = binary.Append(in, binary.LittleEndian, append(k.counter[:], k.key[:]...))
		require.NoError(t, err)
		want = append(want, k.want[:]...)
	}
	keys := wordsBuffer(t, d, "keys", len(in)/4)
	require.NoError(t, keys.Upload(0, in))
	out := wordsBuffer(t, d, "words", len(want))
	desc := gpu.PipelineDesc{Name: "philox", SPIRV: compileTest(t, "philox", true)}
	require.Equal(t, want, runOnce(t, d, desc, uint32(len(knownAnswers)), nil, keys, out))
}
