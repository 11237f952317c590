// train_release_vjp: takes the cotangents of arrivals back through what spikes
// transmitted, in one step of training.
// per: presynapse
// reads: storage
//
// The cotangents of a source's arrivals, gathered along its row, become that of
// the dynamics' state, of their parameters and of the spike: by what it
// transmits and by the state it leaves. It stands before the neurons' backward
// step, which finds the last with the cotangents of traced spikes.
// Cost: the rows of all sources.

#include "kernel/train_release.glsl"

layout(binding = 10, std430) readonly buffer Clock { uint clock[]; };
layout(binding = 12, std430) readonly buffer RowPtr { uint row_ptr[]; };
layout(binding = 14, std430) readonly buffer Targets { uint targets[]; };
layout(binding = 16, std430) readonly buffer Weights { float weights[]; };
layout(binding = 18, std430) readonly buffer Delays { uint delays[]; };
layout(binding = 20, std430) readonly buffer Arrivals { float arrivals[]; };
layout(binding = 22, std430) buffer AdjStates { float adj_states[]; };
layout(binding = 24, std430) buffer AdjParams { float adj_params[]; };
layout(binding = 26, std430) buffer Traces { float traces[]; };

uint adj_at;
uint adj_param_at;
#define ADJ_STATE(j) adj_states[adj_at + uint(j) * n]
#define SET_ADJ_STATE(j, x) adj_states[adj_at + uint(j) * n] = (x)
#define ADD_ADJ_PARAM(j, x) adj_params[adj_param_at + uint(j) * n] += (x)

void main() {
  if (gl_GlobalInvocationID.x >= n * samples) return;
  locate(control[CONTROL_BASE] - step);
  adj_at = sample_index * state_words + state_first + unit;
  adj_param_at = sample_index * param_words + param_first + unit;
  uint border = clock[CLOCK_TOTAL];
  if (truncate != 0u) border = min((now / truncate + 1u) * truncate, border);
  PRESYNAPSE_PARAMS p;
  PRESYNAPSE_PARAMS_UNPACK(p, RELEASE_PARAM)
  PRESYNAPSE_PARAMS adj_p;
  PRESYNAPSE_PARAMS_UNPACK(adj_p, ZERO_WORD)
  PRESYNAPSE_STATE s;
  PRESYNAPSE_STATE_UNPACK(s, RELEASE_STATE)
  PRESYNAPSE_STATE adj_s;
  if (truncate != 0u && now + 1u == border) {
    PRESYNAPSE_STATE_UNPACK(adj_s, ZERO_WORD)
  } else {
    PRESYNAPSE_STATE_UNPACK(adj_s, ADJ_STATE)
  }
  bool spike = spiked();
  real gathered = R(0.0);
  if (spike || trace != NO_ENTRY) {
    uint slot = samples * ports;
    uint here = ((now - clock[CLOCK_ORIGIN]) * samples + sample_index) * ports;
    for (uint k = row_ptr[first + unit]; k < row_ptr[first + unit + 1u]; k++) {
      if (delays[k] < border - now) {
        gathered = gathered + weights[k] * arrivals[here + delays[k] * slot + targets[k]];
      }
    }
  }
  real adj_spike = R(0.0);
  PRESYNAPSE_EACH_VJP(p, s, spike, spike ? gathered : R(0.0), adj_s, adj_p, adj_spike);
  PRESYNAPSE_STATE_PACK(adj_s, SET_ADJ_STATE)
  PRESYNAPSE_PARAMS_PACK(adj_p, ADD_ADJ_PARAM)
  if (trace != NO_ENTRY) {
    uint at = trace + (now * samples + sample_index) * trace_count + unit;
    traces[at] = traces[at] + (adj_spike + releases[release_at] * gathered);
  }
}
