// train_backward: takes the cotangents of one group of all samples back through
// one step.
// per: neuron with an adjoint
// reads: storage
//
// One invocation = one neuron of one sample: receptors and model again from the
// state in front of the step, the cotangent of its spike gathered along its row
// where the surrogate does not vanish, the adjoints of model and receptors.
// Cotangents of arrivals take the arrivals' place.
// CPU twin: kernels/native/train_step.h.

#include "kernel/train_step.glsl"

layout(binding = 18, std430) buffer AdjState { float adj_state[]; };
layout(binding = 20, std430) buffer AdjRows { float adj_rows[]; };
layout(binding = 22, std430) writeonly buffer AdjInputs { float adj_inputs[]; };
layout(binding = 24, std430) readonly buffer RowPtr { uint row_ptr[]; };
layout(binding = 26, std430) readonly buffer Targets { uint targets[]; };
layout(binding = 28, std430) readonly buffer Weights { float weights[]; };
layout(binding = 30, std430) readonly buffer Delays { uint delays[]; };
layout(binding = 32, std430) readonly buffer Fractions { float fractions[]; };
layout(binding = 34, std430) readonly buffer Settings { float settings[]; };

// The cotangent of a spike through the synapses of its neuron; arrivals from
// `horizon` steps on do not count.
real gather(uint source, uint horizon) {
  uint slot = samples * ports;
  uint here = (local_step * samples + sample_index) * ports;
  real sum = R(0.0);
  for (uint k = row_ptr[source]; k < row_ptr[source + 1u]; k++) {
    uint d = delays[k];
    uint there = here + d * slot + targets[k];
    if (INTERPOLATED) {
      real early = d < horizon ? arrivals[there] : R(0.0);
      real late = d + 1u < horizon ? arrivals[there + slot] : R(0.0);
      sum = sum + weights[k] * (early + fractions[k] * (late - early));
    } else if (d < horizon) {
      sum = sum + weights[k] * arrivals[there];
    }
  }
  return sum;
}

#define MODEL_ADJ(j) adj_state[adj_at + uint(j) * n]
#define SET_MODEL_ADJ(j, x) adj_state[adj_at + uint(j) * n] = (x)
#define ADD_MODEL_PARAM(j, x) adj_rows[adj_row_at + uint(j) * n] += (x)
#define RECEPTOR_ADJ(j) adj_state[adj_at + uint(word + (j)) * n]
#define SET_RECEPTOR_ADJ(j, x) adj_state[adj_at + uint(word + (j)) * n] = (x)
#define ADD_RECEPTOR_PARAM(j, x) adj_rows[adj_row_at + (first + 2u + uint(j)) * n] += (x)

#define RUN_RECEPTOR_VJP(NAME, PARAMS, STATES, STEP, VJP)                                          \
  if (kind == SYNAPSE_##NAME) {                                                                    \
    PARAMS p;                                                                                      \
    PARAMS adj_p;                                                                                  \
    STATES s;                                                                                      \
    STATES adj_s;                                                                                  \
    NAME##_PARAMS_UNPACK(p, RECEPTOR_PARAM) NAME##_PARAMS_UNPACK(adj_p, ZERO_WORD)                 \
        NAME##_STATE_UNPACK(s, RECEPTOR_STATE) NAME##_STATE_UNPACK(adj_s, RECEPTOR_ADJ)            \
            VJP(p, s, arrival, HELD, adj_value, adj_s, adj_p, adj_arrival);                        \
    NAME##_STATE_PACK(adj_s, SET_RECEPTOR_ADJ) if (adj_row_words != 0u) {                          \
      NAME##_PARAMS_PACK(adj_p, ADD_RECEPTOR_PARAM)                                                \
    }                                                                                              \
  }

// The invocation's places in the adjoint arrays, and the cotangent of what the neuron received.
uint adj_at;
uint adj_row_at;
NeuronInput adj_x;

// The adjoint of receptor_value: returns the cotangent of the arrival.
real receptor_value_vjp(int kind, int word, uint first, real arrival, real adj_value) {
  real adj_arrival = R(0.0);
  SYNAPSE_EACH_VJP(RUN_RECEPTOR_VJP)
  return adj_arrival;
}

// The adjoint of receptor: the arrival's cotangent takes its place.
void receptor_vjp(int r, int kind, int effect, int word) {
  if (r >= RECEPTORS) return;
  const uint first = receptor_row(r);
  const uint port = port_at + uint(r) * n;
  const uint row = adj_row_at + first * n;
  real adj_value = effect == 0 ? adj_x.i : adj_x.dv;
  if (effect == 1 || effect == 3) {
    real acting = values[r];
    adj_value = adj_x.g + adj_x.ge * rows[row_at + first + 1u];
    if (effect == 3) {
      real mg = rows[row_at + first + MAGNESIUM_WORD];
      real v = state[state_at];
      real adj_mg = R(0.0);
      real adj_v = R(0.0);
      gv_unblocked_vjp(mg, v, adj_value * acting, adj_mg, adj_v);
      adj_state[adj_at] = adj_state[adj_at] + adj_v;
      if (adj_row_words != 0u) adj_rows[row + MAGNESIUM_WORD * n] += adj_mg;
      real open = gv_unblocked(mg, v);
      adj_value = adj_value * open;
      acting = acting * open;
    }
    if (adj_row_words != 0u) adj_rows[row + n] += adj_x.ge * acting;
  }
  arrivals[port] = receptor_value_vjp(kind, word, first, arrivals[port], adj_value);
}

void main() {
  if (CLOSES && gl_GlobalInvocationID.x == 0u) control[CONTROL_COMPLETED] = step + 1u;
  if (gl_GlobalInvocationID.x >= n * samples) return;
  locate(control[CONTROL_BASE] - step);
  adj_at = sample_index * state_words + state_base + neuron;
  adj_row_at = sample_index * adj_row_words + adj_row_base + neuron;
  uint border = clock[CLOCK_TOTAL];
  if (truncate != 0u) {
    border = min((now / truncate + 1u) * truncate, border);
    if (now + 1u == border) {
      for (int w = 0; w < STATE_WORDS; w++) adj_state[adj_at + uint(w) * n] = R(0.0);
    }
  }
  take_input();
  run_receptors();

  NEURON_PARAMS p;
  NEURON_PARAMS_UNPACK(p, MODEL_PARAM)
  NEURON_STATE s;
  NEURON_STATE_UNPACK(s, MODEL_STATE)
  real adj_spike = R(0.0);
  for (uint k = 0u; k < traces_n; k++) {
    uint word = 0u;
    uint place = trace_place(k, word);
    if (place == NO_ENTRY) continue;
    if (word == TRACE_SPIKE) {
      adj_spike = adj_spike + traces[place];
    } else {
      adj_state[adj_at + word * n] += traces[place];
    }
  }
  real slope =
      gv_surrogate(SURROGATE, NEURON_DISTANCE(p, s, received, SCHEME), settings[0], settings[1]);
  if (slope != R(0.0)) adj_spike = adj_spike + gather(source_base + neuron, border - now);

  NEURON_STATE adj_s;
  NEURON_STATE_UNPACK(adj_s, MODEL_ADJ)
  NEURON_PARAMS adj_p;
  NEURON_PARAMS_UNPACK(adj_p, ZERO_WORD)
  adj_x.i = R(0.0);
  adj_x.g = R(0.0);
  adj_x.ge = R(0.0);
  adj_x.dv = R(0.0);
  adj_x.u = R(0.0);
  NEURON_STEP_VJP(p, s, received, SCHEME, slope, settings[2], adj_spike, adj_s, adj_p, adj_x);
  NEURON_STATE_PACK(adj_s, SET_MODEL_ADJ)
  if (adj_row_words != 0u) {
    NEURON_PARAMS_PACK(adj_p, ADD_MODEL_PARAM)
  }
  if (input_base != NO_ENTRY) {
    adj_inputs[(now * samples + sample_index) * inputs_n + input_base + neuron] = adj_x.i;
  }
  EACH_RECEPTOR(receptor_vjp)
}
