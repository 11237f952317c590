// plastic_sweep: brings all synapses of a projection up to this step.
// per: plasticity with sweep
//
// One workgroup takes every gl_NumWorkGroups-th row; its invocations share the
// row. Cost: one look at every row in every step, all synapses at a sweep.

layout(local_size_x_id = 0) in;

#include "plastic_bindings.glsl"

void main() {
  uint now = control[CONTROL_BASE] + step;
  for (uint pre = gl_WorkGroupID.x; pre < pre_n; pre += gl_NumWorkGroups.x) {
    uint projection = pre_projection(pre);
    if (!sweeps(projection, now)) continue;
    RuleParams p = rule_params(projection);
    uint end = row_begin(pre + 1u);
    for (uint e = row_begin(pre) + gl_LocalInvocationID.x; e < end; e += gl_WorkGroupSize.x) {
      sweep_synapse(e, projection, p, now);
    }
  }
}
