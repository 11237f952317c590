// train_couple_vjp.h: the native twin of shaders/kernel/train_couple_vjp.comp,
// included once for each precision. A thread owns whole samples.

#include "train.h"

namespace {
enum {
  V_CLOCK,
  V_VARIABLES,
  V_COLUMN_PTR,
  V_INTO,
  V_PLACE,
  V_WEIGHTS,
  V_STATE,
  V_ADJ_INPUTS,
  V_ADJ_STATE,
  V_ADJ_PAIRS,
  V_CONTROL
};
enum { VP_STEP, VP_N, VP_SAMPLES, VP_STATE_WORDS, VP_INPUTS, VP_PAIRS };
} // namespace

extern "C" void GV_NAME(gv_train_couple_vjp)(const gv_op *op, uint32_t step, uint32_t thread,
                                             uint32_t threads) {
  const uint32_t *push = op->push, *clock = (const uint32_t *)op->array[V_CLOCK];
  const uint32_t *variables = (const uint32_t *)op->array[V_VARIABLES],
                 *column_ptr = (const uint32_t *)op->array[V_COLUMN_PTR],
                 *into = (const uint32_t *)op->array[V_INTO],
                 *place = (const uint32_t *)op->array[V_PLACE];
  const real *weights = (const real *)op->array[V_WEIGHTS];
  const uint32_t now = ((const uint32_t *)op->array[V_CONTROL])[CONTROL_BASE] - step;
  const uint32_t samples = push[VP_SAMPLES];
  uint32_t begin, end;
  gv_share(samples, 1, thread, threads, &begin, &end);
  for (uint32_t b = begin; b < end; b++) {
    const real *state =
        (const real *)op->array[V_STATE] +
        ((uint64_t)(now - clock[CLOCK_ORIGIN]) * samples + b) * push[VP_STATE_WORDS];
    const real *adj_inputs =
        (const real *)op->array[V_ADJ_INPUTS] + ((uint64_t)now * samples + b) * push[VP_INPUTS];
    real *adj_state = (real *)op->array[V_ADJ_STATE] + (uint64_t)b * push[VP_STATE_WORDS];
    real *adj_pairs = (real *)op->array[V_ADJ_PAIRS] + (uint64_t)b * push[VP_PAIRS];
    for (uint32_t i = 0; i < push[VP_N]; i++) {
      const real x = state[variables[i]];
      real sum = adj_state[variables[i]];
      for (uint32_t k = column_ptr[i]; k < column_ptr[i + 1]; k++) {
        real adj = adj_inputs[into[k]];
        sum = sum + weights[place[k]] * adj;
        adj_pairs[place[k]] = adj_pairs[place[k]] + adj * x;
      }
      adj_state[variables[i]] = sum;
    }
  }
}
