// plastic_modulate: counts the spikes of the modulator populations in this step.
// per: plasticity with release
//
// One workgroup = one projection; its invocations share the spikes of the step.
// A count is a sum of integers: the order does not matter.

layout(local_size_x = 64) in;

#include "plastic_bindings.glsl"

shared uint found[64];

void main() {
  uint projection = gl_WorkGroupID.x;
  uint lane = gl_LocalInvocationID.x;
  uint begin = control[CONTROL_OFFSET + step];
  uint end = min(begin + control[counts + step], capacity);
  uint low = projection_word(projection, PROJECTION_MODULATOR);
  uint size = projection_word(projection, PROJECTION_MODULATORS);
  uint count = 0u;
  for (uint k = begin + lane; k < end; k += 64u) {
    if (SPIKES(k) - low < size) count++;
  }
  found[lane] = count;
  barrier();
  if (lane != 0u) return;
  for (uint k = 1u; k < 64u; k++) count += found[k];
  if (count > 0u) modulate(projection, control[CONTROL_BASE] + step, real(count));
}
