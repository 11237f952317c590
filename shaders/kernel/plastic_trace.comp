// plastic_trace: notes the spikes of this step in the traces of a plasticity rule.
// per: plasticity
//
// One invocation takes every n-th spike of the step; a source has a role in
// each projection of the rule that it belongs to. Each spike writes its own
// words only. Cost: spikes times roles.

layout(local_size_x_id = 0) in;

#include "plastic_bindings.glsl"

void main() {
  uint begin = control[CONTROL_OFFSET + step];
  uint end = min(begin + control[counts + step], capacity);
  uint now = control[CONTROL_BASE] + step;
  uint stride = gl_WorkGroupSize.x * gl_NumWorkGroups.x;
  for (uint k = begin + gl_GlobalInvocationID.x; k < end; k += stride) {
    uint source = SPIKES(k);
    uint last = role_begin(source + 1u);
    for (uint r = role_begin(source); r < last; r++) trace_spike(TABLE(r), now);
  }
}
