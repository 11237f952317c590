// train_release_weights: adds the gradients of the weights of a segment's steps
// first..last-1, for the sources with presynaptic dynamics that spiked.
// reads: storage
//
// One workgroup = one source, as train_weights; steps descend and samples ascend.

#include "kernel/train_release_matrix.glsl"

layout(binding = 20, std430) buffer AdjWeights { float adj_weights[]; };

void main() {
  uint u = gl_WorkGroupID.x;
  uint source = sources[u];
  uint slot = samples * ports;
  uint origin = clock[CLOCK_ORIGIN];
  for (uint s = min(last, clock[CLOCK_COUNT]); s > first; s--) {
    uint local_step = s - 1u;
    uint left = clock[CLOCK_TOTAL] - origin - local_step; // steps up to the end
    for (uint b = 0u; b < samples; b++) {
      uint at = (origin + local_step) * samples + b;
      if ((bits[at * bit_words + source / 32u] >> (source % 32u) & 1u) == 0u) continue;
      real release = releases[at * units + u];
      uint here = (local_step * samples + b) * ports;
      for (uint k = row_ptr[u] + gl_LocalInvocationID.x; k < row_ptr[u + 1u];
           k += gl_WorkGroupSize.x) {
        uint d = delays[k];
        if (d < left) {
          adj_weights[k] = adj_weights[k] + release * arrivals[here + d * slot + targets[k]];
        }
      }
    }
  }
}
