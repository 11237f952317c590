// neuron_step.h: the native twin of shaders/kernel/neuron_step.comp, included
// once for each neuron model and precision.
//
// Neurons go through in blocks that stay in the first-level cache: every
// receptor is one vectorised loop over the block, then the model is one.
// State lies word after word: word w of neuron i at w * n + i.

#include "block.h"

#ifdef NEURON_USES_RANDOM
#define IDENTITY_WORDS 3u
#else
#define IDENTITY_WORDS 1u
#endif
#define MODEL_WORDS ((NEURON_PARAM_WORDS + 3) / 4 * 4)

// Takes the block's arrivals out of the ring: PORTS words of a neuron lie side by side.
template <uint32_t PORTS>
FN void take_arrivals(int32_t *__restrict ring, uint32_t count, Block &b) {
  for (uint32_t k = 0; k < count; k++) {
    for (uint32_t r = 0; r < PORTS; r++) {
      b.arrived[r][k] = real(ring[k * PORTS + r]);
      ring[k * PORTS + r] = 0;
    }
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
    int32_t found = (spike ? 1 : 0) | (finite ? 0 : 2);                                            \
    b.spike[k] = found;                                                                            \
    any |= found;                                                                                  \
  }

// The first two schemes of a model are compiled each for itself, as vector loops
// and once more for every instruction set. All others share one plain loop, for
// the sake of compile time: the arithmetic and the results are the same.
#define FAST_SCHEMES 2

// Advances the model; returns whether any neuron of the block is to be listed.
template <int SCHEME> FN bool model_block(const Place &at, bool uniform, Block &b) {
  real *__restrict words = at.state + at.first;
  real uniform_[MODEL_WORDS];
  const real *own_ = at.rows;
  memcpy(uniform_, own_, sizeof uniform_);
  int32_t any = 0;
  if (uniform) {
    MODEL_LOOP(SCHEME, UNIFORM_PARAMS)
  } else {
    MODEL_LOOP(SCHEME, OWN_PARAMS)
  }
  return any != 0;
}

#if NEURON_SCHEMES > FAST_SCHEMES
#define ANY_PARAMS(k) (uniform ? own_ : OWN_PARAMS(k))
static __attribute__((noinline)) bool model_block_of(int scheme, const Place &at, bool uniform,
                                                     Block &b) {
  real *__restrict words = at.state + at.first;
  const real *own_ = at.rows;
  int32_t any = 0;
  MODEL_LOOP(scheme, ANY_PARAMS)
  return any != 0;
}
#endif

// Lists the block's spikes and reports state that is no longer finite. Few
// neurons are to be listed: sixteen are looked at together first.
static void list_block(const gv_op *op, uint32_t step, const Place &at, const Block &b) {
  uint32_t *control = (uint32_t *)op->array[ARRAY_CONTROL];
  uint32_t *spikes = (uint32_t *)op->array[ARRAY_SPIKES];
  uint32_t found[BLOCK], n = 0;
  for (uint32_t begin = 0; begin < at.count; begin += 16) {
    uint64_t pair[8];
    memcpy(pair, b.spike + begin, sizeof pair); // behind the last neuron the block holds zeros
    if (((pair[0] | pair[1]) | (pair[2] | pair[3]) | (pair[4] | pair[5]) | (pair[6] | pair[7])) ==
        0)
      continue;
    for (uint32_t k = begin; k < begin + 16; k++) {
      if (b.spike[k] == 0) continue;
      uint32_t source = op->push[PUSH_SOURCE_BASE] + at.first + k;
      if (b.spike[k] & 1) found[n++] = source;
      if (b.spike[k] & 2) gv_failed(control, source);
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
  at.model_words = MODEL_WORDS;
  at.identity_words = IDENTITY_WORDS;
  at.row_words = MODEL_WORDS + RECEPTOR_WORDS * receptors;
#ifdef NEURON_USES_CHANNELS
  at.row_words += CHANNEL_WORDS * spec[SPEC_CHANNELS] + ION_WORDS * spec[SPEC_IONS];
#endif
  at.state = (real *)op->array[ARRAY_STATE];
  at.rows = (const real *)op->array[uniform ? ARRAY_ROW : ARRAY_ROWS];
  Block b;
  b.clear();
  uint32_t begin, end;
  gv_share(n, BLOCK, thread, threads, &begin, &end);
  for (at.first = begin; at.first < end; at.first += BLOCK) {
    at.count = end - at.first < BLOCK ? end - at.first : BLOCK;
    at.row = identity + (uint64_t)at.first * IDENTITY_WORDS;
    b.filled = 0;
    if (spec[SPEC_STIMULATED]) {
      memcpy(b.i, current + push[PUSH_SOURCE_BASE] + at.first, at.count * sizeof(real));
      b.filled = 1;
    }
    if (receptors > 0) {
      int32_t *own = ring + (uint64_t)at.first * ports;
      switch (ports) {
      case 1: take_arrivals<1>(own, at.count, b); break;
      case 2: take_arrivals<2>(own, at.count, b); break;
      case 4: take_arrivals<4>(own, at.count, b); break;
      default: take_arrivals<8>(own, at.count, b); break;
      }
    }
    for (uint32_t r = 0; r < receptors; r++) GV_NAME(gv_receptor_block)(op, at, r, b);
#ifdef NEURON_USES_CHANNELS
    GV_NAME(gv_channels_block)(op, at, b);
#endif
#ifdef NEURON_USES_RANDOM
    for (uint32_t k = 0; k < at.count; k++) {
      const uint32_t *own = at.row + (uint64_t)k * IDENTITY_WORDS;
      b.u[k] = u01(philox4x32(own[1], now, 0u, 0u, own[2], 0u).x);
    }
#endif
    bool any;
    switch (spec[SPEC_SCHEME]) {
    case 0: any = model_block<0>(at, uniform, b); break;
#if NEURON_SCHEMES > 1
    case 1: any = model_block<1>(at, uniform, b); break;
#endif
#if NEURON_SCHEMES > FAST_SCHEMES
    default: any = model_block_of((int)spec[SPEC_SCHEME], at, uniform, b); break;
#else
    default: any = false; break; // the planner numbers schemes below NEURON_SCHEMES
#endif
    }
    if (any) {
      for (uint32_t k = at.count; k % 16 != 0; k++) b.spike[k] = 0;
      list_block(op, step, at, b);
    }
  }
}
