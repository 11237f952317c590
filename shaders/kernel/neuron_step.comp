// neuron_step: advances the neurons of one group by one step.
// per: neuron
//
// One invocation = one neuron: take the arrivals of this step out of the delay
// ring, advance the receptors, sum their effects, advance the model, list the
// neuron when it spikes. Cost: its state read and written once, its ring ports
// read, and cleared where something arrived.

layout(local_size_x_id = 0) in;
layout(constant_id = 1) const int SCHEME = 0;
layout(constant_id = 2) const int RECEPTORS = 0;
layout(constant_id = 3) const bool UNIFORM_PARAMS = true; // every neuron uses row 0
layout(constant_id = 4) const bool STIMULATED = false;    // add current[neuron]
layout(constant_id = 5) const bool HELD = true;           // receptors act with their value at the step's end
layout(constant_id = 6) const int PORTS = 1;              // ring ports of a neuron: 1, 2, 4, 8
layout(constant_id = 7) const int RECORDS = 1;            // 16-byte records of state
layout(constant_id = 8) const int KIND_0 = 0;             // receptor models
layout(constant_id = 9) const int KIND_1 = 0;
layout(constant_id = 10) const int KIND_2 = 0;
layout(constant_id = 11) const int KIND_3 = 0;
layout(constant_id = 12) const int KIND_4 = 0;
layout(constant_id = 13) const int KIND_5 = 0;
layout(constant_id = 14) const int KIND_6 = 0;
layout(constant_id = 15) const int KIND_7 = 0;
layout(constant_id = 16) const int OUTPUT_0 = 0; // 0 current, 1 conductance, 2 voltage
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
  uint step;        // of the batch
  uint n;           // neurons of the group
  uint source_base; // the group's first spike source
  uint port_base;   // the group's first ring port
  uint ports;       // ring ports of one slot
  uint slot_mask;   // slots of the ring, minus 1
  uint counts;      // word of count[0] in the control block
  uint capacity;    // of the spike list
};

layout(binding = 0, std430) buffer State { vec4 state[]; };
layout(binding = 2, std430) buffer Ring { int ring[]; };
layout(binding = 4, std140) uniform Row { vec4 row[24]; };
layout(binding = 12, std430) writeonly buffer Spikes { uint spikes[]; };
layout(binding = 14, std430) buffer Control { uint control[]; };
#ifdef TEXEL_READS
layout(binding = 1) uniform textureBuffer state_in;
layout(binding = 3) uniform itextureBuffer ring_in;
layout(binding = 7) uniform textureBuffer rows_in;
layout(binding = 9) uniform utextureBuffer identity_in;
layout(binding = 11) uniform textureBuffer current_in;
layout(binding = 15) uniform utextureBuffer control_in;
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

#ifdef NEURON_USES_RANDOM
#define IDENTITY_WORDS 3 // row, and the neuron's own random stream: member, key
#else
#define IDENTITY_WORDS 1
#endif
#define MODEL_RECORDS ((NEURON_PARAM_WORDS + 3) / 4)
#define RECEPTOR_RECORDS 2
#define MAX_WORDS 24

real words[MAX_WORDS]; // the neuron's state
int arrivals[8];
uint row_base;

#define WORD(i) words[i]
#define SET_WORD(i, x) words[i] = (x)

real param(int record, int lane) {
  return UNIFORM_PARAMS ? row[record][lane] : ROWS(row_base + uint(record))[lane];
}

void load_arrivals(uint first) {
#ifdef TEXEL_READS
  // The view's texel is one neuron's ports (half of them when there are 8).
  uint texel = first / uint(min(PORTS, 4));
  ivec4 a = texelFetch(ring_in, int(texel));
  arrivals[0] = a.x;
  if (PORTS > 1) arrivals[1] = a.y;
  if (PORTS > 2) {
    arrivals[2] = a.z;
    arrivals[3] = a.w;
  }
  if (PORTS > 4) {
    a = texelFetch(ring_in, int(texel + 1u));
    arrivals[4] = a.x;
    arrivals[5] = a.y;
    arrivals[6] = a.z;
    arrivals[7] = a.w;
  }
#else
  for (int r = 0; r < PORTS; r++) arrivals[r] = ring[first + uint(r)];
#endif
  int any = 0;
  for (int r = 0; r < PORTS; r++) any |= arrivals[r];
  if (any != 0) {
    for (int r = 0; r < PORTS; r++) ring[first + uint(r)] = 0;
  }
}

// Runs the receptor at state word `first` and parameter record `record` if it is of this model.
#define RECEPTOR_WORD(i) words[first + (i)]
#define SET_RECEPTOR_WORD(i, x) words[first + (i)] = (x)
#define RECEPTOR_PARAM(i) param(record + ((i) + 2) / 4, ((i) + 2) % 4)
#define RUN_MODEL(NAME, PARAMS, STATES, STEP)                                                      \
  if (kind == SYNAPSE_##NAME) {                                                                    \
    PARAMS p;                                                                                      \
    NAME##_PARAMS_UNPACK(p, RECEPTOR_PARAM)                                                        \
    STATES s;                                                                                      \
    NAME##_STATE_UNPACK(s, RECEPTOR_WORD)                                                          \
    value = STEP(p, s, arrival, HELD);                                                             \
    NAME##_STATE_PACK(s, SET_RECEPTOR_WORD)                                                        \
  }

// Receptor r: its state advances, its value acts on the membrane through its output.
#define RECEPTOR(r, KIND, OUTPUT, FIRST)                                                           \
  if (RECEPTORS > r) {                                                                             \
    const int kind = KIND;                                                                         \
    const int first = FIRST;                                                                       \
    const int record = MODEL_RECORDS + RECEPTOR_RECORDS * r;                                       \
    real arrival = real(arrivals[r]) * param(record, 0);                                           \
    real value = R(0.0);                                                                           \
    SYNAPSE_EACH(RUN_MODEL)                                                                        \
    if (OUTPUT == 0) x.i = x.i + value;                                                            \
    if (OUTPUT == 1) {                                                                             \
      x.g = x.g + value;                                                                           \
      x.ge = x.ge + value * param(record, 1);                                                      \
    }                                                                                              \
    if (OUTPUT == 2) x.dv = x.dv + value;                                                          \
  }
#define MODEL_PARAM(i) param((i) / 4, (i) % 4)

void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i >= n) return;

  for (int k = 0; k < RECORDS; k++) {
    vec4 record = STATE(uint(k) * n + i);
    words[4 * k] = record.x;
    words[4 * k + 1] = record.y;
    words[4 * k + 2] = record.z;
    words[4 * k + 3] = record.w;
  }
  if (!UNIFORM_PARAMS) {
    row_base = IDENTITY(i * IDENTITY_WORDS) * uint(MODEL_RECORDS + RECEPTOR_RECORDS * RECEPTORS);
  }

  uint now = CONTROL(CONTROL_BASE) + step;
  NeuronInput x;
  x.i = STIMULATED ? CURRENT(source_base + i) : R(0.0);
  x.g = R(0.0);
  x.ge = R(0.0);
  x.dv = R(0.0);
  x.u = R(0.5);
  if (RECEPTORS > 0) load_arrivals((now & slot_mask) * ports + port_base + i * uint(PORTS));
  RECEPTOR(0, KIND_0, OUTPUT_0, WORD_0)
  RECEPTOR(1, KIND_1, OUTPUT_1, WORD_1)
  RECEPTOR(2, KIND_2, OUTPUT_2, WORD_2)
  RECEPTOR(3, KIND_3, OUTPUT_3, WORD_3)
  RECEPTOR(4, KIND_4, OUTPUT_4, WORD_4)
  RECEPTOR(5, KIND_5, OUTPUT_5, WORD_5)
  RECEPTOR(6, KIND_6, OUTPUT_6, WORD_6)
  RECEPTOR(7, KIND_7, OUTPUT_7, WORD_7)
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
  if (!(abs(words[0]) <= V_LIMIT)) {
    atomicOr(control[CONTROL_STATUS], STATUS_NOT_FINITE);
    control[CONTROL_INFO] = source_base + i;
  }
  if (spike) {
    uint place = CONTROL(CONTROL_OFFSET + step) + atomicAdd(control[counts + step], 1u);
    if (place < capacity) {
      spikes[place] = source_base + i;
    } else {
      atomicOr(control[CONTROL_STATUS], STATUS_SPIKES_LOST);
    }
  }
}
