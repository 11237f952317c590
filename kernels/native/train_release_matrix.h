// train_release_matrix.h: the native twins of shaders/kernel/train_release_deliver.comp
// and train_release_weights.comp, included once for each precision.

#include "train.h"

namespace {
enum {
  MA_CLOCK,
  MA_BITS,
  MA_SOURCES,
  MA_ROW_PTR,
  MA_TARGETS,
  MA_WEIGHTS,
  MA_DELAYS,
  MA_RELEASES,
  MA_ARRIVALS,
  MA_CONTROL,
  MA_ADJ_WEIGHTS
};
enum { MP_STEP, MP_SAMPLES, MP_PORTS, MP_BIT_WORDS, MP_UNITS, MP_FIRST, MP_LAST };

struct Released {
  const uint32_t *push, *clock, *bits, *sources, *row_ptr, *targets, *delays;
  const real *weights, *releases;
  real *arrivals;
  uint32_t samples;
  uint64_t slot;
  explicit Released(const gv_op *op)
      : push(op->push), clock((const uint32_t *)op->array[MA_CLOCK]),
        bits((const uint32_t *)op->array[MA_BITS]),
        sources((const uint32_t *)op->array[MA_SOURCES]),
        row_ptr((const uint32_t *)op->array[MA_ROW_PTR]),
        targets((const uint32_t *)op->array[MA_TARGETS]),
        delays((const uint32_t *)op->array[MA_DELAYS]),
        weights((const real *)op->array[MA_WEIGHTS]),
        releases((const real *)op->array[MA_RELEASES]), arrivals((real *)op->array[MA_ARRIVALS]),
        samples(op->push[MP_SAMPLES]), slot((uint64_t)samples * op->push[MP_PORTS]) {}
  bool spiked(uint64_t at, uint32_t u) const {
    return bits[at * push[MP_BIT_WORDS] + sources[u] / 32] >> (sources[u] % 32) & 1;
  }
};
} // namespace

// A thread owns whole samples.
extern "C" void GV_NAME(gv_train_release_deliver)(const gv_op *op, uint32_t step, uint32_t thread,
                                                  uint32_t threads) {
  const Released m(op);
  const int32_t now = (int32_t)(((const uint32_t *)op->array[MA_CONTROL])[CONTROL_BASE] + step);
  if (now < 0) return;
  const int64_t local = (int64_t)now - m.clock[CLOCK_ORIGIN];
  uint32_t begin, end;
  gv_share(m.samples, 1, thread, threads, &begin, &end);
  for (uint32_t b = begin; b < end; b++) {
    const uint64_t at = (uint64_t)now * m.samples + b;
    real *own = m.arrivals + (uint64_t)b * m.push[MP_PORTS];
    for (uint32_t u = m.push[MP_FIRST]; u < m.push[MP_LAST]; u++) {
      if (!m.spiked(at, u)) continue;
      const real release = m.releases[at * m.push[MP_UNITS] + u];
      for (uint32_t k = m.row_ptr[u]; k < m.row_ptr[u + 1]; k++) {
        const int64_t there = local + m.delays[k];
        if (there < 0) continue;
        real *port = own + there * (int64_t)m.slot + m.targets[k];
        port[0] = port[0] + m.weights[k] * release;
      }
    }
  }
}

// A thread owns whole rows.
extern "C" void GV_NAME(gv_train_release_weights)(const gv_op *op, uint32_t, uint32_t thread,
                                                  uint32_t threads) {
  const Released m(op);
  real *adj = (real *)op->array[MA_ADJ_WEIGHTS];
  const uint32_t origin = m.clock[CLOCK_ORIGIN];
  uint32_t begin, end;
  gv_share(m.push[MP_UNITS], 1, thread, threads, &begin, &end);
  uint32_t s = m.clock[CLOCK_COUNT] < m.push[MP_LAST] ? m.clock[CLOCK_COUNT] : m.push[MP_LAST];
  while (s-- > m.push[MP_FIRST]) {
    const uint32_t left = m.clock[CLOCK_TOTAL] - origin - s; // steps up to the end
    for (uint32_t b = 0; b < m.samples; b++) {
      const uint64_t at = (uint64_t)(origin + s) * m.samples + b;
      const real *here = m.arrivals + ((uint64_t)s * m.samples + b) * m.push[MP_PORTS];
      for (uint32_t u = begin; u < end; u++) {
        if (!m.spiked(at, u)) continue;
        const real release = m.releases[at * m.push[MP_UNITS] + u];
        for (uint32_t k = m.row_ptr[u]; k < m.row_ptr[u + 1]; k++) {
          if (m.delays[k] < left)
            adj[k] = adj[k] + release * here[m.delays[k] * m.slot + m.targets[k]];
        }
      }
    }
  }
}
