// train_forward: advances one group of all samples by one step and keeps what
// the way back needs.
// per: trained neuron
// reads: storage
//
// One invocation = one neuron of one sample. State goes from slot k to slot
// k + 1; arrivals stay, and the slot that this step's spikes are the first to
// reach is cleared. Cost: the state written once.
// CPU twin: kernels/native/train_step.h.

#define RECEPTOR_SET(j, x) state[state_at + samples * state_words + uint(word + (j)) * n] = (x)
#include "kernel/train_step.glsl"

layout(binding = 18, std430) buffer Bits { uint bits[]; };

#define SET_STATE(j, x) state[state_at + samples * state_words + uint(j) * n] = (x)

void main() {
  if (gl_GlobalInvocationID.x >= n * samples) return;
  locate(control[CONTROL_BASE] + step);
  take_input();
  run_receptors();
  uint fresh = port_at + spill * samples * ports;
  for (int r = 0; r < RECEPTORS; r++) arrivals[fresh + uint(r) * n] = R(0.0);

  NEURON_PARAMS p;
  NEURON_PARAMS_UNPACK(p, MODEL_PARAM)
  NEURON_STATE s;
  NEURON_STATE_UNPACK(s, MODEL_STATE)
  bool spike = NEURON_STEP(p, s, received, SCHEME);
  NEURON_STATE_PACK(s, SET_STATE)

  uint source = source_base + neuron;
  if (spike) {
    atomicOr(bits[(now * samples + sample_index) * bit_words + source / 32u], 1u << (source % 32u));
  }
  real v = state[state_at + samples * state_words];
  if (!(abs(v) <= V_LIMIT)) atomicMax(control[CONTROL_INFO], FAILED_AT(source));
  for (uint k = 0u; k < traces_n; k++) {
    uint word = 0u;
    uint place = trace_place(k, word);
    if (place == NO_ENTRY) continue;
    traces[place] = word == TRACE_SPIKE ? (spike ? R(1.0) : R(0.0))
                                        : state[state_at + samples * state_words + word * n];
  }
}
