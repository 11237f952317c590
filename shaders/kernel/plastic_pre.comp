// plastic_pre: the spikes of this step at the plastic synapses of their sources.
// per: plasticity
//
// One workgroup takes every gl_NumWorkGroups-th spike of the step; its
// invocations share the rows of the source, change each weight as the rule
// says, and add it into the delay ring. Every synapse is in one row: no two
// invocations touch one. Cost: spikes times out-degree.

layout(local_size_x_id = 0) in;

#include "plastic_bindings.glsl"

void main() {
  uint begin = control[CONTROL_OFFSET + step];
  uint end = min(begin + control[counts + step], capacity);
  uint now = control[CONTROL_BASE] + step;
  for (uint k = begin + gl_WorkGroupID.x; k < end; k += gl_NumWorkGroups.x) {
    uint source = SPIKES(k);
    uint last = role_begin(source + 1u);
    for (uint r = role_begin(source); r < last; r++) {
      uint pre = TABLE(r);
      if ((pre & ROLE_POST) != 0u) break; // posts come behind
      uint projection = pre_projection(pre);
      RuleParams p = rule_params(projection);
      RulePre s = pre_before(p, pre, now);
      uint row_end = row_begin(pre + 1u);
      for (uint e = row_begin(pre) + gl_LocalInvocationID.x; e < row_end; e += gl_WorkGroupSize.x) {
        at_pre_synapse(e, projection, p, s, now);
      }
    }
  }
}
