// neuron_step.h: the native twin of shaders/kernel/neuron_step.comp, included
// once for each neuron model and precision.
//
// Neurons go through in blocks that stay in the first-level cache: every
// receptor is one vectorised loop over the block, then the model is one.
// State lies word after word: word w of neuron i at w * n + i.

#define BLOCK 256u

// Specialization words, as in neuron_step.comp.
enum {
  SPEC_SCHEME = 1,
  SPEC_RECEPTORS,
  SPEC_UNIFORM,
  SPEC_STIMULATED,
  SPEC_HELD,
  SPEC_PORTS,
  SPEC_RECORDS,
  SPEC_KIND = 8,
  SPEC_OUTPUT = 16,
  SPEC_WORD = 24
};
// Push words.
enum {
  PUSH_STEP,
  PUSH_N,
  PUSH_SOURCE_BASE,
  PUSH_PORT_BASE,
  PUSH_PORTS,
  PUSH_SLOT_MASK,
  PUSH_COUNTS,
  PUSH_CAPACITY
};
// Arrays, by the shader's binding / 2.
enum {
  ARRAY_STATE,
  ARRAY_RING,
  ARRAY_ROW,
  ARRAY_ROWS,
  ARRAY_IDENTITY,
  ARRAY_CURRENT,
  ARRAY_SPIKES,
  ARRAY_CONTROL
};

#ifdef NEURON_USES_RANDOM
#define IDENTITY_WORDS 3u
#else
#define IDENTITY_WORDS 1u
#endif
#define MODEL_WORDS ((NEURON_PARAM_WORDS + 3) / 4 * 4)
#define RECEPTOR_WORDS 8

// What the neurons of a block receive, and whether they spike. The arrivals of
// receptor r are in quanta; inputs that no receptor feeds stay zero throughout.
struct Block {
  real i[BLOCK], g[BLOCK], ge[BLOCK], dv[BLOCK], u[BLOCK];
  real arrived[8][BLOCK];
  int32_t spike[BLOCK];
};

// Takes the block's arrivals out of the ring: PORTS words of a neuron lie side by side.
template <uint32_t PORTS>
FN void take_arrivals(int32_t *__restrict ring, uint32_t count, Block &b) {
  for (uint32_t k = 0; k < count; k++) {
    for (uint32_t r = 0; r < PORTS; r++) b.arrived[r][k] = real(ring[k * PORTS + r]);
  }
  for (uint32_t k = 0; k < count * PORTS; k++) ring[k] = 0;
}

FN void clear_block(real *x) {
  for (uint32_t k = 0; k < BLOCK; k++) x[k] = R(0.0);
}

// Where a block lies and its parameters: row r of neuron k is at rows + row[k] * row_words.
struct Place {
  uint32_t first, count, n, row_words;
  real *state;
  const real *rows;
  const uint32_t *row;
};

// One receptor over a block: its state advances, its values are kept.
// P(k) is the receptor's first parameter of neuron k.
#define RECEPTOR_LOOP(NAME, PARAMS, STATES, STEP, HELD, P)                                         \
  {                                                                                                \
    real *__restrict words = at.state + (uint64_t)word * at.n + at.first;                          \
    for (uint32_t k = 0; k < at.count; k++) {                                                      \
      const real *w_ = P(k);                                                                       \
      PARAMS p;                                                                                    \
      NAME##_PARAMS_UNPACK(p, RECEPTOR_PARAM) STATES s;                                            \
      NAME##_STATE_UNPACK(s, RECEPTOR_STATE) value[k] = STEP(p, s, arrived[k] * w_[0], HELD);      \
      NAME##_STATE_PACK(s, SET_RECEPTOR_STATE)                                                     \
    }                                                                                              \
  }
#define RECEPTOR_PARAM(j) w_[2 + (j)]
#define RECEPTOR_STATE(j) words[(uint64_t)(j)*at.n + k]
#define SET_RECEPTOR_STATE(j, x) words[(uint64_t)(j)*at.n + k] = (x)
#define UNIFORM_PARAMS(k) uniform_
#define OWN_PARAMS(k) (own_ + (uint64_t)at.row[(uint64_t)(k)*IDENTITY_WORDS] * at.row_words)

#define RECEPTOR_CASE(NAME, PARAMS, STATES, STEP)                                                  \
  case SYNAPSE_##NAME: {                                                                           \
    if (!uniform) RECEPTOR_LOOP(NAME, PARAMS, STATES, STEP, held, OWN_PARAMS)                      \
    else if (held) RECEPTOR_LOOP(NAME, PARAMS, STATES, STEP, true, UNIFORM_PARAMS)                 \
    else RECEPTOR_LOOP(NAME, PARAMS, STATES, STEP, false, UNIFORM_PARAMS)                          \
    break;                                                                                         \
  }

FN void receptor_block(const gv_op *op, const Place &at, uint32_t r, Block &b) {
  const uint32_t word = op->spec[SPEC_WORD + r];
  const real *arrived = b.arrived[r];
  const bool held = op->spec[SPEC_HELD], uniform = op->spec[SPEC_UNIFORM];
  // A copy of the shared parameters: the compiler then knows that no store changes them.
  real uniform_[RECEPTOR_WORDS];
  const real *own_ = at.rows + MODEL_WORDS + RECEPTOR_WORDS * r;
  memcpy(uniform_, own_, sizeof uniform_);
  real value[BLOCK];
  switch (op->spec[SPEC_KIND + r]) { SYNAPSE_EACH(RECEPTOR_CASE) }
  switch (op->spec[SPEC_OUTPUT + r]) {
  case 0:
    for (uint32_t k = 0; k < at.count; k++) b.i[k] = b.i[k] + value[k];
    break;
  case 1:
    for (uint32_t k = 0; k < at.count; k++) b.g[k] = b.g[k] + value[k];
    if (uniform) {
      const real e_rev = uniform_[1];
      for (uint32_t k = 0; k < at.count; k++) b.ge[k] = b.ge[k] + value[k] * e_rev;
    } else {
      for (uint32_t k = 0; k < at.count; k++) b.ge[k] = b.ge[k] + value[k] * OWN_PARAMS(k)[1];
    }
    break;
  default:
    for (uint32_t k = 0; k < at.count; k++) b.dv[k] = b.dv[k] + value[k];
  }
}

#define MODEL_STATE(j) words[(uint64_t)(j)*at.n + k]
#define SET_MODEL_STATE(j, x)                                                                      \
  {                                                                                                \
    real word_ = (x);                                                                              \
    words[(uint64_t)(j)*at.n + k] = word_;                                                         \
    if ((j) == 0) v = word_;                                                                       \
  }
#define MODEL_PARAM(j) w_[j]

#define MODEL_LOOP(SCHEME, P)                                                                      \
  for (uint32_t k = 0; k < at.count; k++) {                                                        \
    const real *w_ = P(k);                                                                         \
    NEURON_PARAMS p;                                                                               \
    NEURON_PARAMS_UNPACK(p, MODEL_PARAM)                                                           \
    NEURON_STATE s;                                                                                \
    NEURON_STATE_UNPACK(s, MODEL_STATE)                                                            \
    NeuronInput x = {b.i[k], b.g[k], b.ge[k], b.dv[k], b.u[k]};                                    \
    bool spike = NEURON_STEP(p, s, x, SCHEME);                                                     \
    real v = R(0.0);                                                                               \
    NEURON_STATE_PACK(s, SET_MODEL_STATE)                                                          \
    bool finite = std::fabs(v) <= (real)V_LIMIT;                                                   \
    b.spike[k] = (spike ? 1 : 0) | (finite ? 0 : 2);                                               \
  }

template <int SCHEME> FN void model_block(const Place &at, bool uniform, Block &b) {
  real *__restrict words = at.state + at.first;
  real uniform_[MODEL_WORDS];
  const real *own_ = at.rows;
  memcpy(uniform_, own_, sizeof uniform_);
  if (uniform) {
    MODEL_LOOP(SCHEME, UNIFORM_PARAMS)
  } else {
    MODEL_LOOP(SCHEME, OWN_PARAMS)
  }
}

FN bool any_set(const int32_t *x, uint32_t n) {
  int32_t any = 0;
  for (uint32_t k = 0; k < n; k++) any |= x[k];
  return any != 0;
}

// Lists the block's spikes and reports state that is no longer finite.
static void list_block(const gv_op *op, uint32_t step, const Place &at, const Block &b) {
  uint32_t *control = (uint32_t *)op->array[ARRAY_CONTROL];
  uint32_t *spikes = (uint32_t *)op->array[ARRAY_SPIKES];
  uint32_t found[BLOCK], n = 0;
  for (uint32_t k = 0; k < at.count; k++) {
    if (k % 16 == 0 && k + 16 <= at.count && !any_set(b.spike + k, 16)) {
      k += 15; // the next sixteen are silent
      continue;
    }
    if (b.spike[k] == 0) continue;
    uint32_t source = op->push[PUSH_SOURCE_BASE] + at.first + k;
    if (b.spike[k] & 1) found[n++] = source;
    if (b.spike[k] & 2) {
      __atomic_fetch_or(&control[CONTROL_STATUS], STATUS_NOT_FINITE, __ATOMIC_RELAXED);
      __atomic_store_n(&control[CONTROL_INFO], source, __ATOMIC_RELAXED);
    }
  }
  if (n == 0) return;
  uint32_t place = gv_reserve(control, step, op->push[PUSH_COUNTS], op->push[PUSH_CAPACITY], n);
  if (place != UINT32_MAX) memcpy(spikes + place, found, n * sizeof(uint32_t));
}

extern "C" GV_CLONES void GV_MODEL_NAME(MODEL_NAME)(const gv_op *op, uint32_t step, uint32_t thread,
                                                    uint32_t threads) {
  const uint32_t *push = op->push, *spec = op->spec;
  const uint32_t n = push[PUSH_N], ports = spec[SPEC_PORTS], receptors = spec[SPEC_RECEPTORS];
  const uint32_t now = ((const uint32_t *)op->array[ARRAY_CONTROL])[CONTROL_BASE] + step;
  const bool uniform = spec[SPEC_UNIFORM];
  int32_t *ring = (int32_t *)op->array[ARRAY_RING] +
                  (uint64_t)(now & push[PUSH_SLOT_MASK]) * push[PUSH_PORTS] + push[PUSH_PORT_BASE];
  const real *current = (const real *)op->array[ARRAY_CURRENT];
  const uint32_t *identity = (const uint32_t *)op->array[ARRAY_IDENTITY];
  Place at;
  at.n = n;
  at.row_words = MODEL_WORDS + RECEPTOR_WORDS * receptors;
  at.state = (real *)op->array[ARRAY_STATE];
  at.rows = (const real *)op->array[uniform ? ARRAY_ROW : ARRAY_ROWS];
  Block b;
  memset(&b, 0, sizeof b);
  uint32_t feeds = 0; // bit o: some receptor has output o
  for (uint32_t r = 0; r < receptors; r++) feeds |= 1u << spec[SPEC_OUTPUT + r];
  uint32_t begin, end;
  gv_share(n, BLOCK, thread, threads, &begin, &end);
  for (at.first = begin; at.first < end; at.first += BLOCK) {
    at.count = end - at.first < BLOCK ? end - at.first : BLOCK;
    at.row = identity + (uint64_t)at.first * IDENTITY_WORDS;
    if (spec[SPEC_STIMULATED]) {
      memcpy(b.i, current + push[PUSH_SOURCE_BASE] + at.first, at.count * sizeof(real));
    } else if (feeds & 1) {
      clear_block(b.i);
    }
    if (feeds & 2) {
      clear_block(b.g);
      clear_block(b.ge);
    }
    if (feeds & 4) clear_block(b.dv);
    if (receptors > 0) {
      int32_t *own = ring + (uint64_t)at.first * ports;
      switch (ports) {
      case 1: take_arrivals<1>(own, at.count, b); break;
      case 2: take_arrivals<2>(own, at.count, b); break;
      case 4: take_arrivals<4>(own, at.count, b); break;
      default: take_arrivals<8>(own, at.count, b); break;
      }
    }
    for (uint32_t r = 0; r < receptors; r++) receptor_block(op, at, r, b);
#ifdef NEURON_USES_RANDOM
    for (uint32_t k = 0; k < at.count; k++) {
      const uint32_t *own = at.row + (uint64_t)k * IDENTITY_WORDS;
      b.u[k] = u01(philox4x32(own[1], now, 0u, 0u, own[2], 0u).x);
    }
#endif
    switch (spec[SPEC_SCHEME]) {
#if NEURON_SCHEMES > 1
    case 1: model_block<1>(at, uniform, b); break;
#endif
#if NEURON_SCHEMES > 2
    case 2: model_block<2>(at, uniform, b); break;
#endif
#if NEURON_SCHEMES > 3
    case 3: model_block<3>(at, uniform, b); break;
#endif
#if NEURON_SCHEMES > 4
#error "add a case for every scheme"
#endif
    default: model_block<0>(at, uniform, b); break;
    }
    if (any_set(b.spike, at.count)) list_block(op, step, at, b);
  }
}
