// train_release_deliver: adds what the spikes of a step transmit by the dynamics
// of their sources to the arrivals of later steps of the segment.
// reads: storage
//
// One workgroup = one sample, as train_deliver. Cost: spikes times out-degree.

#include "kernel/train_release_matrix.glsl"

void main() {
  int now = int(control[CONTROL_BASE] + step);
  if (now < 0) return; // the same for all
  int here = now - int(clock[CLOCK_ORIGIN]);
  uint row = (uint(now) * samples + gl_WorkGroupID.x) * bit_words;
  uint from = (uint(now) * samples + gl_WorkGroupID.x) * units;
  for (uint u = first; u < last; u++) {
    uint source = sources[u];
    if ((bits[row + source / 32u] >> (source % 32u) & 1u) == 0u) continue;
    uint begin = row_ptr[u];
    uint end = row_ptr[u + 1u];
    real release = releases[from + u];
    for (uint k = begin + gl_LocalInvocationID.x; k < end; k += gl_WorkGroupSize.x) {
      uint port = targets[k];
      if (k > begin && targets[k - 1u] == port) continue; // its neighbour adds it
      for (uint j = k; j < end && targets[j] == port; j++) {
        int slot = here + int(delays[j]);
        if (slot < 0) continue;
        uint at = (uint(slot) * samples + gl_WorkGroupID.x) * ports + port;
        arrivals[at] = arrivals[at] + weights[j] * release;
      }
    }
    memoryBarrierBuffer();
    barrier();
  }
}
