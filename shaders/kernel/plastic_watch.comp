// plastic_watch: shows the potential of the targets to a plasticity rule that watches it.
// per: plasticity with watch
//
// One invocation = one target neuron of a projection, every step.

layout(local_size_x_id = 0) in;

#include "plastic_bindings.glsl"

void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i >= watched) return;
  watch_post(first + i, control[CONTROL_BASE] + step);
}
