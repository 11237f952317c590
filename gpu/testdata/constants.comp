#version 450
// Writes what specialization constants, push constants and a uniform block hold.
layout(local_size_x = 1) in;
layout(constant_id = 0) const uint A = 1;
layout(constant_id = 1) const float B = 2.0;
layout(constant_id = 2) const bool C = false;
layout(set = 0, binding = 3) buffer Out { uint o[8]; };
layout(set = 0, binding = 7) uniform Block { uvec4 block; };
layout(push_constant) uniform Push {
  uint p;
  float q;
};
void main() {
  o[0] = A;
  o[1] = floatBitsToUint(B);
  o[2] = C ? 1u : 0u;
  o[3] = p;
  o[4] = floatBitsToUint(q);
  o[5] = block.y;
  o[6] = block.w;
  o[7] = gl_NumWorkGroups.x * 10000u + gl_NumWorkGroups.y * 100u + gl_NumWorkGroups.z;
}
