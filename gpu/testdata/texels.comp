#version 450
// Reads texel i of each view and writes its components as bits: F, I and U views of one format
// width.
layout(local_size_x = 8) in;
layout(set = 0, binding = 0) buffer Out { uint o[]; };
layout(set = 0, binding = 1) uniform textureBuffer f;
layout(set = 0, binding = 2) uniform itextureBuffer s;
layout(set = 0, binding = 3) uniform utextureBuffer u;
layout(push_constant) uniform Push {
  uint n;
  uint width;
};
void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i >= n) return;
  uvec4 a = floatBitsToUint(texelFetch(f, int(i)));
  uvec4 b = uvec4(texelFetch(s, int(i)));
  uvec4 c = texelFetch(u, int(i));
  for (uint k = 0; k < width; k++) {
    uint at = 3 * (i * width + k);
    o[at] = a[k];
    o[at + 1] = b[k];
    o[at + 2] = c[k];
  }
}
