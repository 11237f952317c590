package shaders_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/shaders"
)

// sample uses every float instruction that GLSL gives, and a rounding trick
// that an optimiser is tempted to fold away.
const sample = `#version 450
layout(local_size_x = 1) in;
layout(binding = 0) buffer B { vec4 v; mat4 m; float x; float rounded; };
void main() {
  rounded = (x + 12582912.0) - 12582912.0;
  v = m * v + (v * m) * x - v / x + mod(v, x) - (-v) * dot(v, v);
  m = m * m * x + outerProduct(v, v);
}
`

// glslc compiles without making exact.
func glslc(t *testing.T, src string) []byte {
	t.Helper()
	return pipe(t, []byte(src), "glslc", "--target-env=vulkan1.2", "-O0", "-fshader-stage=compute", "-o", "-", "-")
}

func pipe(t *testing.T, in []byte, name string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Stdin = bytes.NewReader(in)
	var messages bytes.Buffer
	cmd.Stderr = &messages
	out, err := cmd.Output()
	require.NoError(t, err, "%s: %s", name, messages.String())
	return out
}

// instructions counts the float arithmetic of a module and the NoContraction
// decorations, from the disassembly: a reading of its own.
func instructions(t *testing.T, spv []byte) (arithmetic, decorated int) {
	t.Helper()
	text := pipe(t, spv, "spirv-dis", "--raw-id", "-")
	for _, op := range []string{"FNegate", "FAdd", "FSub", "FMul", "FDiv", "FRem", "FMod", "VectorTimesScalar",
		"MatrixTimesScalar", "VectorTimesMatrix", "MatrixTimesVector", "MatrixTimesMatrix", "OuterProduct", "Dot"} {
		arithmetic += bytes.Count(text, []byte(" Op"+op+" "))
	}
	return arithmetic, bytes.Count(text, []byte("NoContraction"))
}

func TestExactDecoratesEveryFloatOperation(t *testing.T) {
	plain := glslc(t, sample)
	arithmetic, decorated := instructions(t, plain)
	require.Greater(t, arithmetic, 12)
	require.Zero(t, decorated)

	exact, err := shaders.Exact(plain)
	require.NoError(t, err)
	_, decorated = instructions(t, exact)
	require.Equal(t, arithmetic, decorated)
	pipe(t, exact, "spirv-val", "--target-env", "vulkan1.2", "-")

	again, err := shaders.Exact(exact)
	require.NoError(t, err)
	require.Equal(t, exact, again, "a second pass must change nothing")
}

// The optimiser folds the rounding trick of a plain module and must leave that
// of an exact one: the order of the build's steps rests on it.
func TestExactHoldsAgainstTheOptimiser(t *testing.T) {
	optimise := func(spv []byte) []byte {
		return pipe(t, spv, "spirv-opt", "-O", "--target-env=vulkan1.2", "-o", "-", "-")
	}
	magic := binary.LittleEndian.AppendUint32(nil, 0x4b400000) // 12582912, as a constant
	plain := glslc(t, sample)
	require.False(t, bytes.Contains(optimise(plain), magic), "the optimiser no longer folds: this test proves nothing")
	exact, err := shaders.Exact(plain)
	require.NoError(t, err)
	require.True(t, bytes.Contains(optimise(exact), magic))
}

func TestExactErrors(t *testing.T) {
	spv := glslc(t, sample)
	for _, c := range []struct {
		name string
		spv  []byte
		want string
	}{
		{"empty", nil, "read SPIR-V: 0 bytes are no module (a header of 20 and whole words are needed)"},
		{"not whole", spv[:len(spv)-1], "are no module"},
		{"other file", bytes.Repeat([]byte("GLSL"), 6), "read SPIR-V: first word 0x4c534c47 is not the little-endian magic number 0x07230203"},
		{"truncated", spv[:24], "read SPIR-V: instruction 17 at word 5 claims 2 words of the 1 left"},
		{"driver's exp", glslc(t, "#version 450\nlayout(binding = 0) buffer B { float x; };\nvoid main() { x = exp(x); }\n"),
			"make SPIR-V exact: it calls GLSL.std.450 Exp, whose result differs between drivers; use lib/math.glsl"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := shaders.Exact(c.spv)
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestCompileErrors(t *testing.T) {
	_, err := shaders.Compile(t.Context(), ".", "#version 450\nvoid main() { x = 1; }\n", false)
	require.ErrorContains(t, err, "'x' : undeclared identifier")
	t.Setenv("PATH", t.TempDir())
	_, err = shaders.Compile(context.Background(), ".", "", false)
	require.ErrorIs(t, err, shaders.ErrNoCompiler)
}

// Every committed module is valid, exact, and within what each device takes.
func TestModules(t *testing.T) {
	names := shaders.Modules()
	require.NotEmpty(t, names)
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			spv, err := shaders.LoadFile(name)
			require.NoError(t, err)
			pipe(t, spv, "spirv-val", "--target-env", "vulkan1.2", "-")
			exact, err := shaders.Exact(spv)
			require.NoError(t, err)
			require.Equal(t, exact, spv)
			m, err := shaders.Reflect(spv)
			require.NoError(t, err)
			require.NotEmpty(t, m.Bindings)
			require.LessOrEqual(t, m.PushBytes, uint32(128), "push constants; Vulkan promises 128 bytes")
			require.LessOrEqual(t, m.LocalSize[0]*m.LocalSize[1]*m.LocalSize[2], uint32(128), "default workgroup; Vulkan promises 128")
		})
	}
}

func TestLoad(t *testing.T) {
	spv, err := shaders.Load("neuron_step", "lif", true)
	require.NoError(t, err)
	file, err := shaders.LoadFile("neuron_step.lif.texel.spv")
	require.NoError(t, err)
	require.Equal(t, file, spv)
	_, err = shaders.Load("deliver", "lif", false)
	require.ErrorContains(t, err, "load shader module deliver.lif.ssbo.spv: not in this build (of that kernel: deliver.ssbo.spv deliver.texel.spv); run make shaders")
}
