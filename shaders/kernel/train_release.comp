// train_release: what the spikes of a step transmit by the dynamics of their
// sources, in training. Every source has it in every step, for the derivative
// with respect to a spike that might have been.
// per: presynapse
// reads: storage
//
// Cost: a state written for each source.

#include "kernel/train_release.glsl"

#define SET_RELEASE_STATE(j, x) states[state_at + samples * state_words + uint(j) * n] = (x)

void main() {
  if (gl_GlobalInvocationID.x >= n * samples) return;
  locate(control[CONTROL_BASE] + step);
  PRESYNAPSE_PARAMS p;
  PRESYNAPSE_PARAMS_UNPACK(p, RELEASE_PARAM)
  PRESYNAPSE_STATE s;
  PRESYNAPSE_STATE_UNPACK(s, RELEASE_STATE)
  releases[release_at] = PRESYNAPSE_EACH(p, s, spiked());
  PRESYNAPSE_STATE_PACK(s, SET_RELEASE_STATE)
}
