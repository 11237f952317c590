package shaders_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/shaders"
)

const interfaces = `#version 450
layout(local_size_x_id = 0, local_size_y = 2) in;
layout(constant_id = 3) const bool FLAG = true;
layout(constant_id = 1) const uint FACTOR = 7u;
layout(constant_id = 2) const float GAIN = 0.5;
struct Row { float a; uint b; };
layout(push_constant) uniform Push { uint n; int sign; layout(offset = 16) vec4 four; float list[3]; };
layout(set = 0, binding = 4, std430) buffer State { uint count; layout(offset = 16) vec4 state[]; };
layout(set = 0, binding = 1) uniform textureBuffer values;
layout(set = 0, binding = 2, std140) uniform Rows { Row rows[2]; } constants;
layout(set = 1, binding = 0, std430) readonly buffer Bits { uint bits[]; };
layout(set = 0, binding = 9) uniform utextureBuffer unused;
void main() {
  uint i = gl_GlobalInvocationID.x;
  state[i] = four * list[1] * GAIN + texelFetch(values, int(i)) * constants.rows[1].a;
  count = FLAG ? bits[i] * FACTOR + n + uint(sign) : 0u;
}
`

func TestReflect(t *testing.T) {
	spv := pipe(t, glslc(t, interfaces), "spirv-opt", "-O", "--target-env=vulkan1.2", "-o", "-", "-")
	m, err := shaders.Reflect(spv)
	require.NoError(t, err)
	require.Equal(t, &shaders.Module{
		Push: []shaders.Member{
			{Name: "n", Type: "uint", Offset: 0, Size: 4},
			{Name: "sign", Type: "int", Offset: 4, Size: 4},
			{Name: "four", Type: "vec4", Offset: 16, Size: 16},
			{Name: "list", Type: "float[3]", Offset: 32, Size: 12, Stride: 4},
		},
		PushBytes: 44,
		Bindings: []shaders.Binding{
			{Set: 0, Binding: 1, Kind: shaders.TexelBuffer, Name: "values", ReadOnly: true},
			{Set: 0, Binding: 2, Kind: shaders.UniformBuffer, Name: "constants", ReadOnly: true,
				Members: []shaders.Member{{Name: "rows", Type: "Row[2]", Size: 32, Stride: 16}}},
			{Set: 0, Binding: 4, Kind: shaders.StorageBuffer, Name: "State", Members: []shaders.Member{
				{Name: "count", Type: "uint", Size: 4}, {Name: "state", Type: "vec4[]", Offset: 16, Stride: 16}}},
			{Set: 1, Binding: 0, Kind: shaders.StorageBuffer, Name: "Bits", ReadOnly: true,
				Members: []shaders.Member{{Name: "bits", Type: "uint[]", Stride: 4}}},
		},
		Spec: []shaders.SpecConstant{
			{ID: 0, Name: "", Type: "uint", Default: 1},
			{ID: 1, Name: "FACTOR", Type: "uint", Default: 7},
			{ID: 2, Name: "GAIN", Type: "float", Default: 0x3f000000},
			{ID: 3, Name: "FLAG", Type: "bool", Default: 1},
		},
		LocalSize:     [3]uint32{1, 2, 1},
		LocalSizeSpec: [3]int{0, -1, -1},
	}, m)
}

func TestReflectErrors(t *testing.T) {
	spv := glslc(t, interfaces)
	_, err := shaders.Reflect(spv[:4])
	require.ErrorContains(t, err, "4 bytes are no module")
	for n := 20; n < len(spv); n += 4 { // cut anywhere: an error or less, never a panic
		_, _ = shaders.Reflect(spv[:n])
	}
}
