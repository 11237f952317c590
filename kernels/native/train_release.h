// train_release.h: the native twins of shaders/kernel/train_release.comp and
// train_release_vjp.comp, included once for each model of presynaptic dynamics
// and precision. A thread owns whole samples.

#include "train.h"

namespace {
enum {
  RP_STEP,
  RP_N,
  RP_SOURCE_BASE,
  RP_SAMPLES,
  RP_BIT_WORDS,
  RP_UNITS,
  RP_FIRST,
  RP_STATE_WORDS,
  RP_STATE_FIRST,
  RP_PARAM_WORDS,
  RP_PARAM_FIRST,
  RP_PORTS,
  RP_TRACE,
  RP_TRACE_COUNT,
  RP_TRUNCATE
};
enum {
  RA_PARAMS,
  RA_BITS,
  RA_STATES,
  RA_RELEASES,
  RA_CONTROL,
  RA_CLOCK,
  RA_ROW_PTR,
  RA_TARGETS,
  RA_WEIGHTS,
  RA_DELAYS,
  RA_ARRIVALS,
  RA_ADJ_STATES,
  RA_ADJ_PARAMS,
  RA_TRACES
};
} // namespace

#define RELEASE_PARAM(j) params[(uint64_t)(j)*n + u]
#define RELEASE_STATE(j) state[(uint64_t)(j)*n + u]
#define SET_RELEASE_STATE(j, x) next[(uint64_t)(j)*n + u] = (x)
#define RELEASE_ZERO(j) R(0.0)
#define ADJ_STATE(j) adj[(uint64_t)(j)*n + u]
#define SET_ADJ_STATE(j, x) adj[(uint64_t)(j)*n + u] = (x)
#define ADD_ADJ_PARAM(j, x) adj_params[(uint64_t)(j)*n + u] += (x)

#define RELEASE_NAME_(stem, model) GV_NAME(gv_##stem##_##model)
#define RELEASE_NAME(stem, model) RELEASE_NAME_(stem, model)

#define RELEASE_COMMON                                                                             \
  const uint32_t *push = op->push, n = push[RP_N], samples = push[RP_SAMPLES];                     \
  const real *params = (const real *)op->array[RA_PARAMS] + push[RP_PARAM_FIRST];                  \
  uint32_t begin, end;                                                                             \
  gv_share(samples, 1, thread, threads, &begin, &end);

// Where a sample's words of a step lie.
#define RELEASE_SAMPLE                                                                             \
  const uint64_t at = (uint64_t)now * samples + b;                                                 \
  const uint32_t *bits = (const uint32_t *)op->array[RA_BITS] + at * push[RP_BIT_WORDS];           \
  const real *state =                                                                              \
      (const real *)op->array[RA_STATES] + at * push[RP_STATE_WORDS] + push[RP_STATE_FIRST];       \
  real *releases = (real *)op->array[RA_RELEASES] + at * push[RP_UNITS] + push[RP_FIRST];

#define RELEASE_SPIKED                                                                             \
  (bits[(push[RP_SOURCE_BASE] + u) / 32] >> ((push[RP_SOURCE_BASE] + u) % 32) & 1)

extern "C" void RELEASE_NAME(train_release, MODEL_NAME)(const gv_op *op, uint32_t step,
                                                        uint32_t thread, uint32_t threads) {
  RELEASE_COMMON
  const uint32_t now = ((const uint32_t *)op->array[RA_CONTROL])[CONTROL_BASE] + step;
  for (uint32_t b = begin; b < end; b++) {
    RELEASE_SAMPLE
    real *next = (real *)state + (uint64_t)samples * push[RP_STATE_WORDS];
    for (uint32_t u = 0; u < n; u++) {
      PRESYNAPSE_PARAMS p;
      PRESYNAPSE_PARAMS_UNPACK(p, RELEASE_PARAM)
      PRESYNAPSE_STATE s;
      PRESYNAPSE_STATE_UNPACK(s, RELEASE_STATE)
      releases[u] = PRESYNAPSE_EACH(p, s, RELEASE_SPIKED);
      PRESYNAPSE_STATE_PACK(s, SET_RELEASE_STATE)
    }
  }
}

extern "C" void RELEASE_NAME(train_release_vjp, MODEL_NAME)(const gv_op *op, uint32_t step,
                                                            uint32_t thread, uint32_t threads) {
  RELEASE_COMMON
  const uint32_t *clock = (const uint32_t *)op->array[RA_CLOCK];
  const uint32_t *row_ptr = (const uint32_t *)op->array[RA_ROW_PTR] + push[RP_FIRST];
  const uint32_t *targets = (const uint32_t *)op->array[RA_TARGETS];
  const uint32_t *delays = (const uint32_t *)op->array[RA_DELAYS];
  const real *weights = (const real *)op->array[RA_WEIGHTS];
  const uint32_t now = ((const uint32_t *)op->array[RA_CONTROL])[CONTROL_BASE] - step;
  const uint32_t truncate = push[RP_TRUNCATE], trace = push[RP_TRACE];
  uint32_t border = clock[CLOCK_TOTAL];
  if (truncate && (now / truncate + 1) * truncate < border)
    border = (now / truncate + 1) * truncate;
  const uint64_t slot = (uint64_t)samples * push[RP_PORTS];
  for (uint32_t b = begin; b < end; b++) {
    RELEASE_SAMPLE
    real *adj = (real *)op->array[RA_ADJ_STATES] + (uint64_t)b * push[RP_STATE_WORDS] +
                push[RP_STATE_FIRST];
    real *adj_params = (real *)op->array[RA_ADJ_PARAMS] + (uint64_t)b * push[RP_PARAM_WORDS] +
                       push[RP_PARAM_FIRST];
    const real *here = (const real *)op->array[RA_ARRIVALS] +
                       ((uint64_t)(now - clock[CLOCK_ORIGIN]) * samples + b) * push[RP_PORTS];
    real *traces = (real *)op->array[RA_TRACES] + trace + at * push[RP_TRACE_COUNT];
    for (uint32_t u = 0; u < n; u++) {
      PRESYNAPSE_PARAMS p, adj_p;
      PRESYNAPSE_PARAMS_UNPACK(p, RELEASE_PARAM)
      PRESYNAPSE_PARAMS_UNPACK(adj_p, RELEASE_ZERO)
      PRESYNAPSE_STATE s, adj_s;
      PRESYNAPSE_STATE_UNPACK(s, RELEASE_STATE)
      if (truncate && now + 1 == border) {
        PRESYNAPSE_STATE_UNPACK(adj_s, RELEASE_ZERO)
      } else {
        PRESYNAPSE_STATE_UNPACK(adj_s, ADJ_STATE)
      }
      const bool spike = RELEASE_SPIKED;
      real gathered = R(0.0);
      if (spike || trace != TRAIN_NONE) {
        for (uint32_t k = row_ptr[u]; k < row_ptr[u + 1]; k++) {
          if (delays[k] < border - now)
            gathered = gathered + weights[k] * here[delays[k] * slot + targets[k]];
        }
      }
      real adj_spike = R(0.0);
      PRESYNAPSE_EACH_VJP(p, s, spike, spike ? gathered : R(0.0), adj_s, adj_p, adj_spike);
      PRESYNAPSE_STATE_PACK(adj_s, SET_ADJ_STATE)
      PRESYNAPSE_PARAMS_PACK(adj_p, ADD_ADJ_PARAM)
      if (trace != TRAIN_NONE) traces[u] = traces[u] + (adj_spike + releases[u] * gathered);
    }
  }
}
