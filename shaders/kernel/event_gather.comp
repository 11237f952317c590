// event_gather: the gradients of weights and delays.
//
// One invocation = one synapse; it walks the spikes of its source in every
// sample (there are `count` of them). Cost: spikes times out-degree.

#include "event/arrays.glsl"
#include "event/series_vjp.glsl"
#include "event/crossing.glsl"
#include "event/closed.glsl"
#include "event/adjoint.glsl"

void main() {
  event_close();
  uint i = gl_GlobalInvocationID.x;
  if (i < n) event_gather(i, count);
}
