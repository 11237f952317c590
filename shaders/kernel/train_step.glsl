// train_step.glsl: what train_forward.comp and train_backward.comp share: one
// invocation = one neuron of one sample; its parameters, state and receptors.
//
// Within a step the samples lie one after another; within a sample word w of
// neuron i of a group is at state_base + w * n + i, port i of receptor r at
// port_base + r * n + i. Slot k of state is in front of the segment's step k.
// CPU twin: kernels/native/train_step.h.

layout(local_size_x_id = 0) in;
layout(constant_id = 1) const int SCHEME = 0;
layout(constant_id = 2) const int RECEPTORS = 0;
layout(constant_id = 3) const bool UNIFORM_PARAMS = true; // every neuron uses row 0
layout(constant_id = 4) const bool HELD = true; // receptors act with their value at the step's end
layout(constant_id = 5) const int SURROGATE = 0;
layout(constant_id = 6) const bool INTERPOLATED = false; // delays have fractions
layout(constant_id = 7) const bool CLOSES = false;       // the last operation of a step
layout(constant_id = 8) const int KIND_0 = 0;            // receptor models
layout(constant_id = 9) const int KIND_1 = 0;
layout(constant_id = 10) const int KIND_2 = 0;
layout(constant_id = 11) const int KIND_3 = 0;
layout(constant_id = 12) const int KIND_4 = 0;
layout(constant_id = 13) const int KIND_5 = 0;
layout(constant_id = 14) const int KIND_6 = 0;
layout(constant_id = 15) const int KIND_7 = 0;
layout(constant_id = 16) const int OUTPUT_0 = 0; // 0 current, 1 conductance, 2 voltage, 3 magnesium
layout(constant_id = 17) const int OUTPUT_1 = 0;
layout(constant_id = 18) const int OUTPUT_2 = 0;
layout(constant_id = 19) const int OUTPUT_3 = 0;
layout(constant_id = 20) const int OUTPUT_4 = 0;
layout(constant_id = 21) const int OUTPUT_5 = 0;
layout(constant_id = 22) const int OUTPUT_6 = 0;
layout(constant_id = 23) const int OUTPUT_7 = 0;
layout(constant_id = 24) const int WORD_0 = 0; // first state word of a receptor
layout(constant_id = 25) const int WORD_1 = 0;
layout(constant_id = 26) const int WORD_2 = 0;
layout(constant_id = 27) const int WORD_3 = 0;
layout(constant_id = 28) const int WORD_4 = 0;
layout(constant_id = 29) const int WORD_5 = 0;
layout(constant_id = 30) const int WORD_6 = 0;
layout(constant_id = 31) const int WORD_7 = 0;
layout(constant_id = 32) const int STATE_WORDS = 1;

layout(push_constant) uniform Push {
  uint step;        // of the submission
  uint n;           // neurons of the group
  uint source_base; // the group's first spike source
  uint state_base;  // its first word in a sample's state
  uint port_base;   // its first word in a sample's arrivals
  uint state_words; // words of a sample's state
  uint ports;       // of a sample's arrivals
  uint samples;
  uint spill;         // steps behind a segment that its spikes reach
  uint bit_words;     // words of a sample's spikes in a step
  uint traces_n;      // traces of this group
  uint first_trace;   // its first in the table
  uint input_base;    // its first word in a sample's inputs, or NO_ENTRY
  uint inputs_n;      // words of a sample's inputs
  uint adj_row_base;  // its first word in a sample's gradients of rows
  uint adj_row_words; // words of these, 0 when they are not wanted
  uint truncate;      // steps between cuts of the way back, 0 for none
};

#define NO_ENTRY 0xffffffffu
#define TRACE_SPIKE 0xfffffffeu
#define TRACE_WORDS 4u
#define CLOCK_ORIGIN 0u
#define CLOCK_TOTAL 1u
#define CLOCK_TRIAL 2u
#define RECEPTOR_WORDS 8u
#define MAGNESIUM_WORD 7u
#define MODEL_WORDS uint((NEURON_PARAM_WORDS + 3) / 4 * 4)
#ifdef NEURON_USES_RANDOM
#define IDENTITY_WORDS 3u
#else
#define IDENTITY_WORDS 1u
#endif

layout(binding = 0, std430) readonly buffer Clock { uint clock[]; };
layout(binding = 2, std430) buffer State { float state[]; };
layout(binding = 4, std430) buffer Arrivals { float arrivals[]; };
layout(binding = 6, std430) readonly buffer Rows { float rows[]; };
layout(binding = 8, std430) readonly buffer Identity { uint identity[]; };
layout(binding = 10, std430) readonly buffer TraceTable { uint trace_table[]; };
layout(binding = 12, std430) buffer Traces { float traces[]; };
layout(binding = 14, std430) readonly buffer Inputs { float inputs[]; };
layout(binding = 16, std430) buffer Control { uint control[]; };

// The invocation's neuron, sample and step, and where its words lie.
uint neuron;
uint sample_index;
uint now;
uint local_step; // of the segment
uint state_at;
uint port_at;
uint row_at;
NeuronInput received;
real values[8]; // of the receptors

void locate(uint at_step) {
  neuron = gl_GlobalInvocationID.x % n;
  sample_index = gl_GlobalInvocationID.x / n;
  now = at_step;
  local_step = at_step - clock[CLOCK_ORIGIN];
  state_at = (local_step * samples + sample_index) * state_words + state_base + neuron;
  port_at = (local_step * samples + sample_index) * ports + port_base + neuron;
  row_at = 0u;
  if (!UNIFORM_PARAMS) {
    row_at = identity[neuron * IDENTITY_WORDS] * (MODEL_WORDS + RECEPTOR_WORDS * uint(RECEPTORS));
  }
}

// What reaches the neuron from outside.
void take_input() {
  received.i = input_base == NO_ENTRY
                   ? R(0.0)
                   : inputs[(now * samples + sample_index) * inputs_n + input_base + neuron];
  received.g = R(0.0);
  received.ge = R(0.0);
  received.dv = R(0.0);
  received.u = R(0.5);
#ifdef NEURON_USES_RANDOM
  uint member = neuron * IDENTITY_WORDS;
  received.u = u01(philox4x32(identity[member + 1u], now, sample_index, clock[CLOCK_TRIAL],
                              identity[member + 2u], 0u)
                       .x);
#endif
}

// The place of this neuron in trace k of the group, NO_ENTRY when it is not traced.
uint trace_place(uint k, INOUT(uint) word) {
  uint row = (first_trace + k) * TRACE_WORDS;
  word = trace_table[row];
  uint member = neuron - trace_table[row + 1u];
  uint count = trace_table[row + 2u];
  return member < count ? trace_table[row + 3u] + (now * samples + sample_index) * count + member
                        : NO_ENTRY;
}

#define ZERO_WORD(j) R(0.0)
#define MODEL_PARAM(j) rows[row_at + uint(j)]
#define MODEL_STATE(j) state[state_at + uint(j) * n]
#define RECEPTOR_PARAM(j) rows[row_at + first + 2u + uint(j)]
#define RECEPTOR_STATE(j) state[state_at + uint(word + (j)) * n]
#ifndef RECEPTOR_SET
#define RECEPTOR_SET(j, x)
#endif

#define RUN_RECEPTOR(NAME, PARAMS, STATES, STEP, VJP)                                              \
  if (kind == SYNAPSE_##NAME) {                                                                    \
    PARAMS p;                                                                                      \
    NAME##_PARAMS_UNPACK(p, RECEPTOR_PARAM) STATES s;                                              \
    NAME##_STATE_UNPACK(s, RECEPTOR_STATE) value = STEP(p, s, arrival, HELD);                      \
    NAME##_STATE_PACK(s, RECEPTOR_SET)                                                             \
  }

// The value of the receptor of model `kind` at state word `word` and parameter
// word `first`. A function and not a macro: drivers inline its calls once they
// know the constants, and so which of the models is left.
real receptor_value(int kind, int word, uint first, real arrival) {
  real value = R(0.0);
  SYNAPSE_EACH_VJP(RUN_RECEPTOR)
  return value;
}

// The first parameter word of receptor r in a row.
uint receptor_row(int r) { return MODEL_WORDS + RECEPTOR_WORDS * uint(r); }

// Receptor r: its state advances, its value acts on the membrane through its
// output. What magnesium blocks is kept as it is without the block.
void receptor(int r, int kind, int effect, int word) {
  if (r >= RECEPTORS) return;
  const uint first = receptor_row(r);
  real value = receptor_value(kind, word, first, arrivals[port_at + uint(r) * n]);
  values[r] = value;
  if (effect == 0) received.i = received.i + value;
  if (effect == 3)
    value = value * gv_unblocked(rows[row_at + first + MAGNESIUM_WORD], state[state_at]);
  if (effect == 1 || effect == 3) {
    received.g = received.g + value;
    received.ge = received.ge + value * rows[row_at + first + 1u];
  }
  if (effect == 2) received.dv = received.dv + value;
}

void run_receptors() {
#define EACH_RECEPTOR(DO)                                                                          \
  DO(0, KIND_0, OUTPUT_0, WORD_0);                                                                 \
  DO(1, KIND_1, OUTPUT_1, WORD_1);                                                                 \
  DO(2, KIND_2, OUTPUT_2, WORD_2);                                                                 \
  DO(3, KIND_3, OUTPUT_3, WORD_3);                                                                 \
  DO(4, KIND_4, OUTPUT_4, WORD_4);                                                                 \
  DO(5, KIND_5, OUTPUT_5, WORD_5);                                                                 \
  DO(6, KIND_6, OUTPUT_6, WORD_6);                                                                 \
  DO(7, KIND_7, OUTPUT_7, WORD_7);
  EACH_RECEPTOR(receptor)
}
