// event_deliver: the spikes a layer has fired in a slice become arrivals.
//
// One invocation = one neuron of one sample. Cost: spikes times out-degree.
// The order in which arrivals enter a target's list does not matter: they are
// sorted before they are used.

#include "event/arrays.glsl"
#include "event/deliver.glsl"

void main() {
  event_close();
  uint i = gl_GlobalInvocationID.x;
  if (i >= n) return;
  event_deliver(i / count, first + i % count, control[CONTROL_BASE] + step);
}
