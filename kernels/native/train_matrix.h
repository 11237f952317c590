// train_matrix.h: the native twins of shaders/kernel/train_deliver.comp,
// train_clear.comp and train_weights.comp, included once for each precision.

#include "train.h"

namespace {

enum {
  D_CLOCK,
  D_BITS,
  D_ROW_PTR,
  D_TARGETS,
  D_WEIGHTS,
  D_DELAYS,
  D_FRACTIONS,
  D_ARRIVALS,
  D_CONTROL,
  D_ADJ_WEIGHTS,
  D_ADJ_DELAYS
};
enum { DP_STEP, DP_SAMPLES, DP_PORTS, DP_BIT_WORDS, DP_FIRST, DP_LAST, DP_CLOSES };
enum { D_INTERPOLATED = 1, D_DELAY_GRADIENTS };

// Calls visit(source) for the sources of a sample that spiked in a step, ascending.
template <class V>
inline void each_spike(const uint32_t *bits, uint32_t first, uint32_t last, V visit) {
  for (uint32_t w = first; w < last; w++) {
    for (uint32_t left = bits[w]; left != 0; left &= left - 1)
      visit(32 * w + (uint32_t)__builtin_ctz(left));
  }
}

struct Matrix {
  const uint32_t *row_ptr, *targets, *delays;
  real *weights, *fractions;
  explicit Matrix(const gv_op *op)
      : row_ptr((const uint32_t *)op->array[D_ROW_PTR]),
        targets((const uint32_t *)op->array[D_TARGETS]),
        delays((const uint32_t *)op->array[D_DELAYS]), weights((real *)op->array[D_WEIGHTS]),
        fractions((real *)op->array[D_FRACTIONS]) {}
};

} // namespace

// Adds the spikes of a step to the arrivals of later steps of the segment.
extern "C" void GV_NAME(gv_train_deliver)(const gv_op *op, uint32_t step, uint32_t thread,
                                          uint32_t threads) {
  const uint32_t *push = op->push, *clock = (const uint32_t *)op->array[D_CLOCK];
  uint32_t *control = (uint32_t *)op->array[D_CONTROL];
  const int32_t now = (int32_t)(control[CONTROL_BASE] + step);
  if (push[DP_CLOSES] && thread == 0) control[CONTROL_COMPLETED] = step + 1;
  if (now < 0) return;
  const int64_t local = (int64_t)now - clock[CLOCK_ORIGIN];
  const uint32_t samples = push[DP_SAMPLES];
  const Matrix m(op);
  const bool interpolated = op->spec[D_INTERPOLATED];
  const int64_t slot = (int64_t)samples * push[DP_PORTS];
  uint32_t begin, end;
  gv_share(samples, 1, thread, threads, &begin, &end);
  for (uint32_t b = begin; b < end; b++) {
    const uint32_t *bits =
        (const uint32_t *)op->array[D_BITS] + ((uint64_t)now * samples + b) * push[DP_BIT_WORDS];
    real *own = (real *)op->array[D_ARRIVALS] + (uint64_t)b * push[DP_PORTS];
    each_spike(bits, push[DP_FIRST], push[DP_LAST], [&](uint32_t source) {
      for (uint32_t k = m.row_ptr[source]; k < m.row_ptr[source + 1]; k++) {
        int64_t at = local + m.delays[k];
        real *port = own + at * slot + m.targets[k];
        if (!interpolated) {
          if (at >= 0) port[0] = port[0] + m.weights[k];
          continue;
        }
        real late = m.weights[k] * m.fractions[k];
        if (at >= 0) port[0] = port[0] + (m.weights[k] - late);
        if (at + 1 >= 0) port[slot] = port[slot] + late;
      }
    });
  }
}

// Clears the arrivals of one of the segment's first steps, before the spikes of
// steps in front of the segment are delivered to it.
extern "C" void GV_NAME(gv_train_clear)(const gv_op *op, uint32_t step, uint32_t thread,
                                        uint32_t threads) {
  uint64_t words = (uint64_t)op->push[1] * op->push[2];
  uint32_t begin, end;
  gv_share((uint32_t)words, 64, thread, threads, &begin, &end);
  real *slot = (real *)op->array[0] + step * words;
  for (uint32_t i = begin; i < end; i++) slot[i] = R(0.0);
}

// Adds the gradient of a segment: the rows of the sources that spiked, against
// the cotangents of the arrivals they caused. Steps descend and samples ascend,
// so that the sum does not depend on how the steps are cut into segments.
extern "C" void GV_NAME(gv_train_weights)(const gv_op *op, uint32_t step, uint32_t thread,
                                          uint32_t threads) {
  const uint32_t *push = op->push, *clock = (const uint32_t *)op->array[D_CLOCK];
  const uint32_t samples = push[DP_SAMPLES], origin = clock[CLOCK_ORIGIN];
  const Matrix m(op);
  const bool interpolated = op->spec[D_INTERPOLATED], delays = op->spec[D_DELAY_GRADIENTS];
  real *adj_w = (real *)op->array[D_ADJ_WEIGHTS], *adj_d = (real *)op->array[D_ADJ_DELAYS];
  const uint64_t slot = (uint64_t)samples * push[DP_PORTS];
  uint32_t first, last;
  gv_share(push[DP_BIT_WORDS], 1, thread, threads, &first, &last);
  uint32_t s = clock[CLOCK_COUNT] < push[DP_LAST] ? clock[CLOCK_COUNT] : push[DP_LAST];
  while (s-- > push[DP_FIRST]) {
    const uint32_t left = clock[CLOCK_TOTAL] - origin - s; // steps up to the end
    for (uint32_t b = 0; b < samples; b++) {
      const uint32_t *bits = (const uint32_t *)op->array[D_BITS] +
                             ((uint64_t)(origin + s) * samples + b) * push[DP_BIT_WORDS];
      const real *here =
          (const real *)op->array[D_ARRIVALS] + ((uint64_t)s * samples + b) * push[DP_PORTS];
      each_spike(bits, first, last, [&](uint32_t source) {
        for (uint32_t k = m.row_ptr[source]; k < m.row_ptr[source + 1]; k++) {
          uint32_t d = m.delays[k];
          const real *there = here + d * slot + m.targets[k];
          real early = d < left ? there[0] : R(0.0);
          if (!interpolated) {
            adj_w[k] = adj_w[k] + early;
            continue;
          }
          real late = d + 1 < left ? there[slot] : R(0.0);
          adj_w[k] = adj_w[k] + (early + m.fractions[k] * (late - early));
          if (delays) adj_d[k] = adj_d[k] + m.weights[k] * (late - early);
        }
      });
    }
  }
  if (push[DP_CLOSES] && thread == 0)
    ((uint32_t *)op->array[D_CONTROL])[CONTROL_COMPLETED] = step + 1;
}
