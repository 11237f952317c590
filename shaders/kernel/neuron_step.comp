// neuron_step: advances the neurons of one group by one step.
// per: neuron
//
// One invocation = one neuron (four on software drivers, where they share reads
// of the ring and the few stores that not every neuron makes): take the arrivals of this step out
// of the delay ring, advance the receptors, sum their effects, advance the model, list the neuron
// when it spikes. Cost: its state read and written once, its ring ports read, and cleared where
// something arrived.

layout(local_size_x_id = 0) in;
layout(constant_id = 1) const int SCHEME = 0;
layout(constant_id = 2) const int RECEPTORS = 0;
layout(constant_id = 3) const bool UNIFORM_PARAMS = true; // every neuron uses row 0
layout(constant_id = 4) const bool STIMULATED = false;    // add current[neuron]
layout(constant_id = 5) const bool HELD = true; // receptors act with their value at the step's end
layout(constant_id = 6) const int PORTS = 1;    // ring ports of a neuron: 1, 2, 4, 8
layout(constant_id = 7) const int RECORDS = 1;  // 16-byte records of state
layout(constant_id = 8) const int KIND_0 = 0;   // receptor models
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

layout(push_constant) uniform Push {
  uint step; // of the batch
#ifdef TEXEL_READS
};
// clang-format off
layout(constant_id = 224) const uint n = 0u;
layout(constant_id = 225) const uint source_base = 0u;
layout(constant_id = 226) const uint port_base = 0u;
layout(constant_id = 227) const uint ports = 0u;
layout(constant_id = 228) const uint slot_mask = 0u;
layout(constant_id = 229) const uint counts = 0u;
layout(constant_id = 230) const uint capacity = 0u;
// clang-format on
#else
  uint n;           // neurons of the group
  uint source_base; // the group's first spike source
  uint port_base;   // the group's first ring port
  uint ports;       // ring ports of one slot
  uint slot_mask;   // slots of the ring, minus 1
  uint counts;      // word of count[0] in the control block
  uint capacity;    // of the spike list
};
#endif

layout(binding = 0, std430) buffer State { vec4 state[]; };
layout(binding = 2, std430) buffer Ring { int ring[]; };
layout(binding = 12, std430) writeonly buffer Spikes { uint spikes[]; };
layout(binding = 14, std430) buffer Control { uint control[]; };
#ifdef TEXEL_READS
layout(binding = 2, std430) writeonly buffer RingRecords { ivec4 ring4[]; };
layout(binding = 1) uniform textureBuffer state_in;
layout(binding = 3) uniform itextureBuffer ring_in;
layout(binding = 7) uniform textureBuffer rows_in;
layout(binding = 9) uniform utextureBuffer identity_in;
layout(binding = 11) uniform textureBuffer current_in;
layout(binding = 15) uniform utextureBuffer control_in;
#ifndef NEURON_USES_CHANNELS
// Software drivers spend a third of this kernel on uniform reads: there the
// shared row is 96 specialization constants, ids 32 to 127. Neurons with ion
// channels have longer rows, and so much to compute that the reads do not matter.
// clang-format off
#define C(name, id) layout(constant_id = id) const real name = R(0.0);
C(c0, 32) C(c1, 33) C(c2, 34) C(c3, 35) C(c4, 36) C(c5, 37) C(c6, 38) C(c7, 39) C(c8, 40)
C(c9, 41) C(c10, 42) C(c11, 43) C(c12, 44) C(c13, 45) C(c14, 46) C(c15, 47) C(c16, 48)
C(c17, 49) C(c18, 50) C(c19, 51) C(c20, 52) C(c21, 53) C(c22, 54) C(c23, 55) C(c24, 56)
C(c25, 57) C(c26, 58) C(c27, 59) C(c28, 60) C(c29, 61) C(c30, 62) C(c31, 63) C(c32, 64)
C(c33, 65) C(c34, 66) C(c35, 67) C(c36, 68) C(c37, 69) C(c38, 70) C(c39, 71) C(c40, 72)
C(c41, 73) C(c42, 74) C(c43, 75) C(c44, 76) C(c45, 77) C(c46, 78) C(c47, 79) C(c48, 80)
C(c49, 81) C(c50, 82) C(c51, 83) C(c52, 84) C(c53, 85) C(c54, 86) C(c55, 87) C(c56, 88)
C(c57, 89) C(c58, 90) C(c59, 91) C(c60, 92) C(c61, 93) C(c62, 94) C(c63, 95) C(c64, 96)
C(c65, 97) C(c66, 98) C(c67, 99) C(c68, 100) C(c69, 101) C(c70, 102) C(c71, 103) C(c72, 104)
C(c73, 105) C(c74, 106) C(c75, 107) C(c76, 108) C(c77, 109) C(c78, 110) C(c79, 111) C(c80, 112)
C(c81, 113) C(c82, 114) C(c83, 115) C(c84, 116) C(c85, 117) C(c86, 118) C(c87, 119) C(c88, 120)
C(c89, 121) C(c90, 122) C(c91, 123) C(c92, 124) C(c93, 125) C(c94, 126) C(c95, 127)
real row[96] = real[](c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15,
c16, c17, c18, c19, c20, c21, c22, c23, c24, c25, c26, c27, c28, c29, c30, c31, c32, c33, c34,
c35, c36, c37, c38, c39, c40, c41, c42, c43, c44, c45, c46, c47, c48, c49, c50, c51, c52, c53,
c54, c55, c56, c57, c58, c59, c60, c61, c62, c63, c64, c65, c66, c67, c68, c69, c70, c71, c72,
c73, c74, c75, c76, c77, c78, c79, c80, c81, c82, c83, c84, c85, c86, c87,
c88, c89, c90, c91, c92, c93, c94, c95);
// clang-format on
#define ROW(record, lane) row[4 * (record) + (lane)]
#endif
#define STATE(i) texelFetch(state_in, int(i))
#define ROWS(i) texelFetch(rows_in, int(i))
#define IDENTITY(i) texelFetch(identity_in, int(i)).x
#define CURRENT(i) texelFetch(current_in, int(i)).x
#define CONTROL(i) texelFetch(control_in, int(i)).x
#else
layout(binding = 6, std430) readonly buffer Rows { vec4 rows[]; };
layout(binding = 8, std430) readonly buffer Identity { uint identity[]; };
layout(binding = 10, std430) readonly buffer Current { float current[]; };
#define STATE(i) state[i]
#define ROWS(i) rows[i]
#define IDENTITY(i) identity[i]
#define CURRENT(i) current[i]
#define CONTROL(i) control[i]
#endif

#ifdef NEURON_USES_CHANNELS
#define ROW_RECORDS 64
#define MAX_WORDS 96
#else
#define ROW_RECORDS 24
#define MAX_WORDS 48
#endif
#ifndef ROW
layout(binding = 4, std140) uniform Row { vec4 row[ROW_RECORDS]; };
#define ROW(record, lane) row[record][lane]
#endif

#ifdef NEURON_USES_RANDOM
#define IDENTITY_WORDS 3 // row, and the neuron's own random stream: member, key
#else
#define IDENTITY_WORDS 1
#endif
#define MODEL_RECORDS ((NEURON_PARAM_WORDS + 3) / 4)
#define RECEPTOR_RECORDS 2

real words[MAX_WORDS]; // the neuron's state
int arrivals[8];
uint row_base;

#define WORD(i) words[i]
#define SET_WORD(i, x) words[i] = (x)

real param(int record, int lane) {
  return UNIFORM_PARAMS ? ROW(record, lane) : ROWS(row_base + uint(record))[lane];
}

#ifdef TEXEL_READS
#ifdef NEURON_USES_CHANNELS
const uint NEURONS = 1u; // enough code for the driver to compile
#else
const uint NEURONS = 4u;
#endif
const uint LANES = NEURONS * uint(PORTS) < 4u ? uint(PORTS) : 4u;
ivec4 texel; // of the ring: the ports of neurons side by side, or a part of one's

// Takes the arrivals of the neuron at `port`, the which-th of its invocation.
// A full texel is cleared as one: software drivers write every lane of every
// store by itself.
void take_arrivals(uint port, uint which) {
  for (int r = 0; r < PORTS; r++) {
    uint lane = (which * uint(PORTS) + uint(r)) % LANES;
    if (lane == 0u) {
      texel = texelFetch(ring_in, int((port + uint(r)) / LANES));
      if (LANES == 4u && texel != ivec4(0)) ring4[(port + uint(r)) / 4u] = ivec4(0);
    }
    arrivals[r] = texel[lane];
  }
  if (LANES == 4u) return;
#else
const uint NEURONS = 1u;

void take_arrivals(uint port, uint which) {
  for (int r = 0; r < PORTS; r++) arrivals[r] = ring[port + uint(r)];
#endif
  int any = 0;
  for (int r = 0; r < PORTS; r++) any |= arrivals[r];
  if (any != 0) {
    for (int r = 0; r < PORTS; r++) ring[port + uint(r)] = 0;
  }
}

// The value of the receptor of model `kind` at state word `first` and parameter
// record `record`. A function and not a macro: its calls are inlined by the
// driver, once it knows the constants and so which of the models is left.
#define RECEPTOR_WORD(i) words[first + (i)]
#define SET_RECEPTOR_WORD(i, x) words[first + (i)] = (x)
#define RECEPTOR_PARAM(i) param(record + ((i) + 2) / 4, ((i) + 2) % 4)
#define RUN_MODEL(NAME, PARAMS, STATES, STEP)                                                      \
  if (kind == SYNAPSE_##NAME) {                                                                    \
    PARAMS p;                                                                                      \
    NAME##_PARAMS_UNPACK(p, RECEPTOR_PARAM) STATES s;                                              \
    NAME##_STATE_UNPACK(s, RECEPTOR_WORD) value = STEP(p, s, arrival, HELD);                       \
    NAME##_STATE_PACK(s, SET_RECEPTOR_WORD)                                                        \
  }
real receptor_value(int kind, int first, int record, real arrival) {
  real value = R(0.0);
  SYNAPSE_EACH(RUN_MODEL)
  return value;
}

// Receptor r: its state advances, its value acts on the membrane through its output.
void receptor(int r, int kind, int effect, int first, inout NeuronInput x) {
  if (r >= RECEPTORS) return;
  int record = MODEL_RECORDS + RECEPTOR_RECORDS * r;
  real value = receptor_value(kind, first, record, real(arrivals[r]) * param(record, 0));
  if (effect == 0) x.i = x.i + value;
  if (effect == 3) value = value * gv_unblocked(param(record + 1, 3), words[0]);
  if (effect == 1 || effect == 3) {
    x.g = x.g + value;
    x.ge = x.ge + value * param(record, 1);
  }
  if (effect == 2) x.dv = x.dv + value;
}
#define MODEL_PARAM(i) param((i) / 4, (i) % 4)

// Records of a parameter row.
#ifdef NEURON_USES_CHANNELS
#include "kernel/channels.glsl"
#define ALL_RECORDS                                                                                \
  (MODEL_RECORDS + RECEPTOR_RECORDS * RECEPTORS + CHANNEL_RECORDS * CHANNELS + ION_RECORDS * IONS)
#else
#define ALL_RECORDS (MODEL_RECORDS + RECEPTOR_RECORDS * RECEPTORS)
#endif

uint failed = NEURONS; // the first neuron of the invocation that is not finite

// Advances neuron i, whose first port is `port`, the which-th of its invocation.
// True when it spikes.
bool advance(uint i, uint now, uint port, uint which) {
  if (i >= n) return false;
  for (int k = 0; k < RECORDS; k++) {
    vec4 record = STATE(uint(k) * n + i);
    words[4 * k] = record.x;
    words[4 * k + 1] = record.y;
    words[4 * k + 2] = record.z;
    words[4 * k + 3] = record.w;
  }
  if (!UNIFORM_PARAMS) {
    row_base = IDENTITY(i * IDENTITY_WORDS) * uint(ALL_RECORDS);
  }

  NeuronInput x;
  x.i = STIMULATED ? CURRENT(source_base + i) : R(0.0);
  x.g = R(0.0);
  x.ge = R(0.0);
  x.dv = R(0.0);
  x.u = R(0.5);
  if (RECEPTORS > 0) take_arrivals(port, which);
  receptor(0, KIND_0, OUTPUT_0, WORD_0, x);
  receptor(1, KIND_1, OUTPUT_1, WORD_1, x);
  receptor(2, KIND_2, OUTPUT_2, WORD_2, x);
  receptor(3, KIND_3, OUTPUT_3, WORD_3, x);
  receptor(4, KIND_4, OUTPUT_4, WORD_4, x);
  receptor(5, KIND_5, OUTPUT_5, WORD_5, x);
  receptor(6, KIND_6, OUTPUT_6, WORD_6, x);
  receptor(7, KIND_7, OUTPUT_7, WORD_7, x);
#ifdef NEURON_USES_CHANNELS
  run_channels(MODEL_RECORDS + RECEPTOR_RECORDS * RECEPTORS, x);
#endif
#ifdef NEURON_USES_RANDOM
  uint member = i * IDENTITY_WORDS;
  x.u = u01(philox4x32(IDENTITY(member + 1u), now, 0u, 0u, IDENTITY(member + 2u), 0u).x);
#endif

  NEURON_PARAMS p;
  NEURON_PARAMS_UNPACK(p, MODEL_PARAM)
  NEURON_STATE s;
  NEURON_STATE_UNPACK(s, WORD)
  bool spike = NEURON_STEP(p, s, x, SCHEME);
  NEURON_STATE_PACK(s, SET_WORD)

  for (int k = 0; k < RECORDS; k++) {
    state[uint(k) * n + i] =
        vec4(words[4 * k], words[4 * k + 1], words[4 * k + 2], words[4 * k + 3]);
  }
  if (!(abs(words[0]) <= V_LIMIT)) failed = min(failed, which);
  return spike;
}

void main() {
  uint first = gl_GlobalInvocationID.x * NEURONS;
  if (first >= n) return;
  uint now = CONTROL(CONTROL_BASE) + step;
  uint port = (now & slot_mask) * ports + port_base + first * uint(PORTS);
  uint fired = 0u;
  for (uint which = 0u; which < NEURONS; which++) {
    if (advance(first + which, now, port + which * uint(PORTS), which)) fired |= 1u << which;
  }

  // Software drivers walk the lanes of a store or an atomic even where none has
  // anything to do, so there are few of them: what else could be written here,
  // the step's end finds out (deliver).
  if (failed < NEURONS) atomicMax(control[CONTROL_INFO], FAILED_AT(source_base + first + failed));
  if (fired == 0u) return;
  uint place = CONTROL(CONTROL_OFFSET + step) + atomicAdd(control[counts + step], bitCount(fired));
  for (; fired != 0u; fired &= fired - 1u) {
    if (place < capacity) spikes[place] = source_base + first + uint(findLSB(fired));
    place++;
  }
}
