// train_weights: adds the gradients of weights and delays of a segment's steps
// first..last-1, for the rows of sources that spiked.
// reads: storage
//
// One workgroup = one source; an invocation owns every so many synapses of its
// row. Steps descend and samples ascend, so that the sum does not depend on how
// the steps are cut into segments. Cost: spikes times out-degree.

#include "kernel/train_matrix.glsl"
layout(constant_id = 2) const bool DELAY_GRADIENTS = false;

layout(binding = 18, std430) buffer AdjWeights { float adj_weights[]; };
layout(binding = 20, std430) buffer AdjDelays { float adj_delays[]; };

void main() {
  if (closes != 0u && gl_GlobalInvocationID.x == 0u) control[CONTROL_COMPLETED] = step + 1u;
  uint source = gl_WorkGroupID.x;
  uint begin = row_ptr[source];
  uint end = row_ptr[source + 1u];
  uint slot = samples * ports;
  uint origin = clock[CLOCK_ORIGIN];
  for (uint s = min(last, clock[CLOCK_COUNT]); s > first; s--) {
    uint local_step = s - 1u;
    uint left = clock[CLOCK_TOTAL] - origin - local_step; // steps up to the end
    for (uint b = 0u; b < samples; b++) {
      uint word = bits[((origin + local_step) * samples + b) * bit_words + source / 32u];
      if ((word >> (source % 32u) & 1u) == 0u) continue;
      uint here = (local_step * samples + b) * ports;
      for (uint k = begin + gl_LocalInvocationID.x; k < end; k += gl_WorkGroupSize.x) {
        uint d = delays[k];
        uint there = here + d * slot + targets[k];
        real early = d < left ? arrivals[there] : R(0.0);
        if (INTERPOLATED) {
          real late = d + 1u < left ? arrivals[there + slot] : R(0.0);
          adj_weights[k] = adj_weights[k] + (early + fractions[k] * (late - early));
          if (DELAY_GRADIENTS) adj_delays[k] = adj_delays[k] + weights[k] * (late - early);
        } else {
          adj_weights[k] = adj_weights[k] + early;
        }
      }
    }
  }
}
