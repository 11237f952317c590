// event_adjoint: a layer of neurons over one slice of the trial, backwards.
//
// One invocation = one neuron of one sample; steps count slices from the last.
// It reads the cotangents that arrivals have left in later slices and layers
// and leaves those of its own arrivals: no additions from several sides.

#include "event/arrays.glsl"
#include "event/series_vjp.glsl"
#include "event/crossing.glsl"
#include "event/closed.glsl"
#include "event/adjoint.glsl"

void main() {
  event_close();
  uint i = gl_GlobalInvocationID.x;
  if (i >= n) return;
  event_adjoint(i / count, first + i % count, slices - 1u - control[CONTROL_BASE] - step);
}
