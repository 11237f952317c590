#version 450
// x[i] += by, for i below n. One invocation per element.
layout(local_size_x_id = 0) in;
layout(constant_id = 1) const uint BY = 1;
layout(set = 0, binding = 0) buffer X { uint x[]; };
layout(push_constant) uniform Push { uint n; };
void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i >= n) return;
  x[i] += BY;
}
