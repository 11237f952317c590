// ions.h: the ion channels and ion pools of a block of neurons, included once
// for each precision; the twin of shaders/kernel/channels.glsl. The channels
// themselves are compiled apart, each once for all neuron models.
#include "block.h"
#include "gen_table.h"

typedef void (*ChannelFunction)(const Place &, uint32_t, const real *, bool, bool, const real *,
                                const real *, real *);
#define DECLARE_CHANNEL(NAME)                                                                      \
  extern "C" void GV_NAME(gv_channel_##NAME)(const Place &, uint32_t, const real *, bool, bool,    \
                                             const real *, const real *, real *);
GV_CHANNELS(DECLARE_CHANNEL)
#define CHANNEL_ENTRY(NAME) GV_NAME(gv_channel_##NAME),
static const ChannelFunction channel_functions[] = {GV_CHANNELS(CHANNEL_ENTRY)};

#define ION_PARAM(j) w_[j]
#define ION_STATE(j) words[(uint64_t)(j)*at.n + k]
#define SET_ION_STATE(j, x) words[(uint64_t)(j)*at.n + k] = (x)
#define ION_LOOP(NAME, PARAMS, STATES, STEP, P)                                                    \
  for (uint32_t k = 0; k < at.count; k++) {                                                        \
    const real *w_ = P(k);                                                                         \
    PARAMS p;                                                                                      \
    ION_##NAME##_PARAMS_UNPACK(p, ION_PARAM) STATES s;                                             \
    ION_##NAME##_STATE_UNPACK(s, ION_STATE) STEP(p, s, current[k]);                                \
    ION_##NAME##_STATE_PACK(s, SET_ION_STATE)                                                      \
  }
#define ION_CASE(NAME, PARAMS, STATES, STEP)                                                       \
  case ION_##NAME: {                                                                               \
    if (uniform) ION_LOOP(NAME, PARAMS, STATES, STEP, UNIFORM_PARAMS)                              \
    else ION_LOOP(NAME, PARAMS, STATES, STEP, OWN_PARAMS)                                          \
    break;                                                                                         \
  }

// Advances an ion pool; current is the sum of its channels', pA, outward positive.
static inline __attribute__((always_inline)) void ion_block(const Place &at, uint32_t slot,
                                                            const real *own_, bool uniform,
                                                            const real *__restrict current) {
  real *__restrict words = at.state + (uint64_t)SLOT_WORD(slot) * at.n + at.first;
  real uniform_[ION_WORDS];
  memcpy(uniform_, own_, sizeof uniform_);
  switch (SLOT_KIND(slot)) { ION_EACH(ION_CASE) }
}

extern "C" GV_CLONES void GV_NAME(gv_channels_block)(const gv_op *op, const Place &at, Block &b) {
  const uint32_t *spec = op->spec;
  const bool uniform = spec[SPEC_UNIFORM], held = spec[SPEC_HELD];
  const uint32_t channels = spec[SPEC_CHANNELS], ions = spec[SPEC_IONS];
  const real *own_ = at.rows + at.model_words + RECEPTOR_WORDS * spec[SPEC_RECEPTORS];
  const real *v = at.state + at.first;
  real none[BLOCK], value[BLOCK], current[MAX_IONS][BLOCK];
  memset(none, 0, sizeof none);
  memset(current, 0, sizeof current);
  if (!(b.filled >> 1 & 1)) {
    for (uint32_t k = 0; k < at.count; k++) b.g[k] = b.ge[k] = R(0.0);
    b.filled |= 2;
  }
  for (uint32_t c = 0; c < channels; c++, own_ += CHANNEL_WORDS) {
    const uint32_t slot = spec[SPEC_CHANNEL + c];
    const real *ion = none; // the pool's concentration, then its reversal potential
    if (SLOT_HAS_ION(slot)) {
      ion = v + (uint64_t)SLOT_WORD(spec[SPEC_ION + SLOT_ION(slot)]) * at.n;
    }
    channel_functions[SLOT_KIND(slot)](at, SLOT_WORD(slot), own_, uniform, held, v, ion, value);
    for (uint32_t k = 0; k < at.count; k++) b.g[k] = b.g[k] + value[k];
    if (SLOT_CARRIES(slot)) {
      const real *e = ion + at.n;
      real *sum = current[SLOT_ION(slot)];
      for (uint32_t k = 0; k < at.count; k++) {
        b.ge[k] = b.ge[k] + value[k] * e[k];
        sum[k] = sum[k] + value[k] * (v[k] - e[k]);
      }
    } else if (uniform) {
      const real e = own_[0];
      for (uint32_t k = 0; k < at.count; k++) b.ge[k] = b.ge[k] + value[k] * e;
    } else {
      for (uint32_t k = 0; k < at.count; k++) b.ge[k] = b.ge[k] + value[k] * OWN_PARAMS(k)[0];
    }
  }
  for (uint32_t j = 0; j < ions; j++, own_ += ION_WORDS) {
    ion_block(at, spec[SPEC_ION + j], own_, uniform, current[j]);
  }
}
