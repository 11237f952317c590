// channel.h: one ion channel over a block of neurons, included once for each
// channel model and precision. CHANNEL_NAME is its name in upper case.
#include "block.h"

#define CHANNEL_PARAM(j) w_[1 + (j)]
#define CHANNEL_STATE(j) words[(uint64_t)(j)*at.n + k]
#define SET_CHANNEL_STATE(j, x) words[(uint64_t)(j)*at.n + k] = (x)

#define CHANNEL_LOOP(NAME, PARAMS, STATES, STEP, P)                                                \
  for (uint32_t k = 0; k < at.count; k++) {                                                        \
    const real *w_ = P(k);                                                                         \
    PARAMS p;                                                                                      \
    CHANNEL_##NAME##_PARAMS_UNPACK(p, CHANNEL_PARAM) STATES s;                                     \
    CHANNEL_##NAME##_STATE_UNPACK(s, CHANNEL_STATE) ChannelInput x = {v[k], c[k], held};           \
    value[k] = STEP(p, s, x);                                                                      \
    CHANNEL_##NAME##_STATE_PACK(s, SET_CHANNEL_STATE)                                              \
  }
#define CHANNEL_BODY(NAME, PARAMS, STATES, STEP)                                                   \
  if (uniform) CHANNEL_LOOP(NAME, PARAMS, STATES, STEP, UNIFORM_PARAMS)                            \
  else CHANNEL_LOOP(NAME, PARAMS, STATES, STEP, OWN_PARAMS)

#define CHANNEL_PASTE_(name) CHANNEL_##name##_CALL(CHANNEL_BODY)
#define CHANNEL_PASTE(name) CHANNEL_PASTE_(name)
#define CHANNEL_FUNCTION_(name) GV_NAME(gv_channel_##name)
#define CHANNEL_FUNCTION(name) CHANNEL_FUNCTION_(name)

// Advances the channel's gates, its first state word being `word`, and gives its
// conductance. own_ is its first parameter, v the potential, c the concentration.
extern "C" GV_CLONES void CHANNEL_FUNCTION(CHANNEL_NAME)(const Place &at, uint32_t word,
                                                         const real *own_, bool uniform, bool held,
                                                         const real *__restrict v,
                                                         const real *__restrict c,
                                                         real *__restrict value) {
  real *__restrict words = at.state + (uint64_t)word * at.n + at.first;
  // A copy of the shared parameters: the compiler then knows that no store changes them.
  real uniform_[CHANNEL_WORDS];
  memcpy(uniform_, own_, sizeof uniform_);
  CHANNEL_PASTE(CHANNEL_NAME)
}
