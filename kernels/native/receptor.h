// receptor.h: the receptors of every neuron model over a block of neurons,
// included once for each precision. They are not part of the models' kernels,
// so that a new receptor costs one compilation and not one for every model.
#include "block.h"

// One receptor over a block: its state advances, SINK takes its value.
// P(k) is the receptor's first parameter of neuron k. No iteration reads what
// another one writes: g0 and its like are the sums themselves, or zeros.
#define RECEPTOR_LOOP(NAME, PARAMS, STATES, STEP, HELD, P, SINK)                                   \
  {                                                                                                \
    real *__restrict words = at.state + (uint64_t)word * at.n + at.first;                          \
    _Pragma("GCC ivdep") for (uint32_t k = 0; k < at.count; k++) {                                 \
      const real *w_ = P(k);                                                                       \
      PARAMS p;                                                                                    \
      NAME##_PARAMS_UNPACK(p, RECEPTOR_PARAM) STATES s;                                            \
      NAME##_STATE_UNPACK(s, RECEPTOR_STATE) real value = STEP(p, s, arrived[k] * w_[0], HELD);    \
      NAME##_STATE_PACK(s, SET_RECEPTOR_STATE) SINK                                                \
    }                                                                                              \
  }
#define RECEPTOR_PARAM(j) w_[2 + (j)]
#define RECEPTOR_STATE(j) words[(uint64_t)(j)*at.n + k]
#define SET_RECEPTOR_STATE(j, x) words[(uint64_t)(j)*at.n + k] = (x)

#define TO_SUM sum[k] = sum0[k] + value;
#define TO_CONDUCTANCE                                                                             \
  sum[k] = sum0[k] + value;                                                                        \
  b.ge[k] = ge0[k] + value * w_[1];

#define RECEPTOR_PARAMETERS(NAME, PARAMS, STATES, STEP, SINK)                                      \
  if (!uniform) RECEPTOR_LOOP(NAME, PARAMS, STATES, STEP, held, OWN_PARAMS, SINK)                  \
  else if (held) RECEPTOR_LOOP(NAME, PARAMS, STATES, STEP, true, UNIFORM_PARAMS, SINK)             \
  else RECEPTOR_LOOP(NAME, PARAMS, STATES, STEP, false, UNIFORM_PARAMS, SINK)
#define RECEPTOR_CASE(NAME, PARAMS, STATES, STEP)                                                  \
  case SYNAPSE_##NAME: {                                                                           \
    if (output == OUTPUT_CONDUCTANCE) {                                                            \
      RECEPTOR_PARAMETERS(NAME, PARAMS, STATES, STEP, TO_CONDUCTANCE)                              \
    } else {                                                                                       \
      RECEPTOR_PARAMETERS(NAME, PARAMS, STATES, STEP, TO_SUM)                                      \
    }                                                                                              \
    break;                                                                                         \
  }

#define ADD_UNBLOCKED(P)                                                                           \
  _Pragma("GCC ivdep") for (uint32_t k = 0; k < at.count; k++) {                                   \
    const real *w_ = P(k);                                                                         \
    real value = open[k] * gv_unblocked(w_[RECEPTOR_WORDS - 1], v[k]);                             \
    b.g[k] = g0[k] + value;                                                                        \
    b.ge[k] = ge0[k] + value * w_[1];                                                              \
  }

enum { OUTPUT_CURRENT, OUTPUT_CONDUCTANCE, OUTPUT_VOLTAGE, OUTPUT_MAGNESIUM };

extern "C" GV_CLONES void GV_NAME(gv_receptor_block)(const gv_op *op, const Place &at, uint32_t r,
                                                     Block &b) {
  const uint32_t word = op->spec[SPEC_WORD + r], output = op->spec[SPEC_OUTPUT + r];
  const real *arrived = b.arrived[r];
  const bool held = op->spec[SPEC_HELD], uniform = op->spec[SPEC_UNIFORM];
  // A copy of the shared parameters: the compiler then knows that no store changes them.
  real uniform_[RECEPTOR_WORDS];
  const real *own_ = at.rows + at.model_words + RECEPTOR_WORDS * r;
  memcpy(uniform_, own_, sizeof uniform_);
  // The first receptor of an output adds to zeros, so that no sum need be cleared.
  static const real zeros[BLOCK] = {};
  // What magnesium blocks is kept apart until it is known how much that is.
  real open[BLOCK];
  const uint32_t fed = output == OUTPUT_MAGNESIUM ? uint32_t(OUTPUT_CONDUCTANCE) : output;
  const bool filled = b.filled >> fed & 1;
  const real *ge0 = filled ? b.ge : zeros;
  real *sum = fed == OUTPUT_CURRENT ? b.i : fed == OUTPUT_CONDUCTANCE ? b.g : b.dv;
  const real *sum0 = filled ? sum : zeros, *g0 = sum0;
  if (output == OUTPUT_MAGNESIUM) {
    sum = open;
    sum0 = zeros;
  }
  b.filled |= 1u << fed;
  switch (op->spec[SPEC_KIND + r]) { SYNAPSE_EACH(RECEPTOR_CASE) }
  if (output != OUTPUT_MAGNESIUM) return;
  const real *v = at.state + at.first; // word 0 of every model that takes this output
  if (uniform) {
    ADD_UNBLOCKED(UNIFORM_PARAMS)
  } else {
    ADD_UNBLOCKED(OWN_PARAMS)
  }
}
