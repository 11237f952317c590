// train_couple.h: the native twin of shaders/kernel/train_couple.comp, included
// once for each precision. A thread owns whole samples.

#include "train.h"

namespace {
enum { C_CLOCK, C_ENTRIES, C_ROW_PTR, C_SOURCES, C_WEIGHTS, C_STATE, C_GIVEN, C_INPUTS, C_CONTROL };
enum { CP_STEP, CP_N, CP_SAMPLES, CP_STATE_WORDS, CP_INPUTS };
} // namespace

extern "C" void GV_NAME(gv_train_couple)(const gv_op *op, uint32_t step, uint32_t thread,
                                         uint32_t threads) {
  const uint32_t *push = op->push, *clock = (const uint32_t *)op->array[C_CLOCK];
  const uint32_t *entries = (const uint32_t *)op->array[C_ENTRIES],
                 *row_ptr = (const uint32_t *)op->array[C_ROW_PTR],
                 *sources = (const uint32_t *)op->array[C_SOURCES];
  const real *weights = (const real *)op->array[C_WEIGHTS];
  const uint32_t now = ((const uint32_t *)op->array[C_CONTROL])[CONTROL_BASE] + step;
  const uint32_t samples = push[CP_SAMPLES];
  uint32_t begin, end;
  gv_share(samples, 1, thread, threads, &begin, &end);
  for (uint32_t b = begin; b < end; b++) {
    const real *state =
        (const real *)op->array[C_STATE] +
        ((uint64_t)(now - clock[CLOCK_ORIGIN]) * samples + b) * push[CP_STATE_WORDS];
    const uint64_t at = ((uint64_t)now * samples + b) * push[CP_INPUTS];
    const real *given = (const real *)op->array[C_GIVEN] + at;
    real *inputs = (real *)op->array[C_INPUTS] + at;
    for (uint32_t i = 0; i < push[CP_N]; i++) {
      real sum = given[entries[i]];
      for (uint32_t k = row_ptr[i]; k < row_ptr[i + 1]; k++)
        sum = sum + weights[k] * state[sources[k]];
      inputs[entries[i]] = sum;
    }
  }
}
