// One Philox draw for each invocation: six words in, four out.
layout(local_size_x = 1) in;
layout(binding = 0, std430) readonly buffer In { uint key[]; };
layout(binding = 1, std430) writeonly buffer Out { uint words[]; };

void main() {
  uint i = gl_GlobalInvocationID.x;
  uint k = 6u * i;
  Philox p = philox4x32(key[k], key[k + 1u], key[k + 2u], key[k + 3u], key[k + 4u], key[k + 5u]);
  words[4u * i] = p.x;
  words[4u * i + 1u] = p.y;
  words[4u * i + 2u] = p.z;
  words[4u * i + 3u] = p.w;
}
