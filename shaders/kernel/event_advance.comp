// event_advance: a layer of neurons over one slice of the trial, each from
// event to event with spike times located exactly.
//
// One invocation = one neuron of one sample. Cost: arrivals of the slice, and
// one series for every reach of its time constants.

#include "event/arrays.glsl"
#include "event/crossing.glsl"
#include "event/closed.glsl"
#include "event/sort.glsl"
#include "event/advance.glsl"

void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i >= n) return;
  event_advance(i / count, first + i % count, control[CONTROL_BASE] + step);
}
