// train_deliver: adds the spikes of a step to the arrivals of later steps of the segment.
// reads: storage
//
// One workgroup = one sample. Spikes are taken in the order of their sources,
// the ports of a row are shared out, and a barrier stands between rows, so that
// every sum has one order without atomics. Cost: spikes times out-degree.

#include "kernel/train_matrix.glsl"

void add(int slot, uint port, real x) {
  if (slot < 0) return;
  uint at = (uint(slot) * samples + gl_WorkGroupID.x) * ports + port;
  arrivals[at] = arrivals[at] + x;
}

void main() {
  if (closes != 0u && gl_GlobalInvocationID.x == 0u) control[CONTROL_COMPLETED] = step + 1u;
  int now = int(control[CONTROL_BASE] + step);
  if (now < 0) return; // the same for all
  int here = now - int(clock[CLOCK_ORIGIN]);
  uint row = (uint(now) * samples + gl_WorkGroupID.x) * bit_words;
  for (uint w = first; w < last; w++) {
    uint left = bits[row + w];
    while (left != 0u) {
      uint source = 32u * w + uint(findLSB(left));
      left &= left - 1u;
      uint begin = row_ptr[source];
      uint end = row_ptr[source + 1u];
      for (uint k = begin + gl_LocalInvocationID.x; k < end; k += gl_WorkGroupSize.x) {
        uint port = targets[k];
        if (k > begin && targets[k - 1u] == port) continue; // its neighbour adds it
        for (uint j = k; j < end && targets[j] == port; j++) {
          int slot = here + int(delays[j]);
          if (INTERPOLATED) {
            real late = weights[j] * fractions[j];
            add(slot, port, weights[j] - late);
            add(slot + 1, port, late);
          } else {
            add(slot, port, weights[j]);
          }
        }
      }
      memoryBarrierBuffer();
      barrier();
    }
  }
}
