// plastic_post: the spikes of the targets that reach their synapses in this step.
// per: plasticity with at_post
//
// For every delay there is, one workgroup takes every gl_NumWorkGroups-th target
// that spiked so long ago; its invocations share the synapses of that delay in
// the target's column. Every synapse is in one column: no two invocations touch
// one. Cost: spikes times in-degree, and a bisection for every spike and delay.

layout(local_size_x_id = 0) in;

#include "plastic_bindings.glsl"

void main() {
  uint now = control[CONTROL_BASE] + step;
  // The slot of the next step is that of a step no delay reaches any more.
  if (gl_GlobalInvocationID.x == 0u) marks[past_count_at(now + 1u)] = 0u;
  for (uint l = 0u; l < lags_n; l++) {
    uint lag = lag_steps(l);
    if (now < lag) continue;
    uint past = now - lag;
    uint count = marks[past_count_at(past)];
    for (uint k = gl_WorkGroupID.x; k < count; k += gl_NumWorkGroups.x) {
      uint post = marks[past_list_at(past) + k];
      uint begin = column_begin(post);
      uint end = column_begin(post + 1u);
      if (lags_n > 1u) {
        begin = column_from(begin, end, lag);
        end = column_from(begin, end, lag + 1u);
      }
      uint projection = post_projection(post);
      RuleParams p = rule_params(projection);
      RulePost s = post_at(p, post, past);
      for (uint c = begin + gl_LocalInvocationID.x; c < end; c += gl_WorkGroupSize.x) {
        at_post_synapse(c, projection, p, s, now);
      }
    }
  }
}
