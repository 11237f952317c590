// receptor.h: the receptors of every neuron model over a block of neurons,
// included once for each precision. They are not part of the models' kernels,
// so that a new receptor costs one compilation and not one for every model.
#include "block.h"

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

#define RECEPTOR_CASE(NAME, PARAMS, STATES, STEP)                                                  \
  case SYNAPSE_##NAME: {                                                                           \
    if (!uniform) RECEPTOR_LOOP(NAME, PARAMS, STATES, STEP, held, OWN_PARAMS)                      \
    else if (held) RECEPTOR_LOOP(NAME, PARAMS, STATES, STEP, true, UNIFORM_PARAMS)                 \
    else RECEPTOR_LOOP(NAME, PARAMS, STATES, STEP, false, UNIFORM_PARAMS)                          \
    break;                                                                                         \
  }

extern "C" GV_CLONES void GV_NAME(gv_receptor_block)(const gv_op *op, const Place &at, uint32_t r,
                                                     Block &b) {
  const uint32_t word = op->spec[SPEC_WORD + r];
  const real *arrived = b.arrived[r];
  const bool held = op->spec[SPEC_HELD], uniform = op->spec[SPEC_UNIFORM];
  // A copy of the shared parameters: the compiler then knows that no store changes them.
  real uniform_[RECEPTOR_WORDS];
  const real *own_ = at.rows + at.model_words + RECEPTOR_WORDS * r;
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
