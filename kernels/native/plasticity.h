// plasticity.h: the native twins of shaders/kernel/plastic_*.comp, included
// once for each plasticity rule and precision.
//
// Threads share spikes and rows as workgroups do. Every synapse lies in one row
// and one column, so that no two threads touch one; ring and lists are integers
// that are added atomically where there are several threads.

namespace {

// Arrays, by the shaders' binding / 2.
enum {
  CONTROL_ARRAY,
  SPIKES_ARRAY,
  TABLE_ARRAY,
  TARGETS_ARRAY,
  DELAYS_ARRAY,
  COLUMNS_ARRAY,
  WEIGHTS_ARRAY,
  SYNAPSE_STATE_ARRAY,
  MARKS_ARRAY,
  TRACES_ARRAY,
  PARAMS_ARRAY,
  RING_ARRAY,
  STATE_ARRAY
};

#define METHOD inline __attribute__((always_inline))
#define TABLE(i) table[i]
#define TARGETS(i) targets[i]
#define DELAYS(i) ((uint)delays[i])
#define COLUMNS(i) columns[i]
#define PARAMS(i) params[i]
#define STATE(i) state[i]
#define ADD_MARK(i, x) __atomic_fetch_add(&marks[i], x, __ATOMIC_RELAXED)
#define ADD_RING(i, x) add_ring(i, x)

// The arrays and push words of an operation under the names the shaders have.
struct Plastic {
  Plastic(const gv_op *op, uint32_t step, uint32_t threads_)
      : control((uint32_t *)op->array[CONTROL_ARRAY]),
        spikes((const uint32_t *)op->array[SPIKES_ARRAY]),
        table((const uint32_t *)op->array[TABLE_ARRAY]),
        targets((const uint32_t *)op->array[TARGETS_ARRAY]),
        delays((const uint16_t *)op->array[DELAYS_ARRAY]),
        columns((const uint32_t *)op->array[COLUMNS_ARRAY]),
        weights((real *)op->array[WEIGHTS_ARRAY]),
        synapse_state((real *)op->array[SYNAPSE_STATE_ARRAY]),
        marks((uint32_t *)op->array[MARKS_ARRAY]), traces((real *)op->array[TRACES_ARRAY]),
        params((const real *)op->array[PARAMS_ARRAY]), state((const real *)op->array[STATE_ARRAY]),
        ring((int32_t *)op->array[RING_ARRAY]), ports(op->push[1]), slot_mask(op->push[2]),
        sources(op->push[5]), pre_n(op->push[6]), post_n(op->push[7]), lags_n(op->push[8]),
        projections_n(op->push[9]), history(op->push[10]), synapses_n(op->push[11]),
        first(op->push[12]), watched(op->push[13]), threads(threads_) {
    begin = control[CONTROL_OFFSET + step];
    end = begin + control[op->push[3] + step];
    if (end > op->push[4]) end = op->push[4];
    now = control[CONTROL_BASE] + step;
  }
  uint32_t *control;
  const uint32_t *spikes, *table, *targets;
  const uint16_t *delays;
  const uint32_t *columns;
  real *weights, *synapse_state;
  uint32_t *marks;
  real *traces;
  const real *params, *state;
  int32_t *ring;
  uint32_t ports, slot_mask, sources, pre_n, post_n, lags_n, projections_n, history, synapses_n;
  uint32_t first, watched, threads;
  uint32_t begin, end, now; // the step's spikes, the step of the network

  METHOD void add_ring(uint32_t i, int32_t x) {
    if (threads == 1) ring[i] += x;
    else __atomic_fetch_add(&ring[i], x, __ATOMIC_RELAXED);
  }

#include "kernel/plastic.glsl"
};

} // namespace

#define KERNEL_NAME_(kernel, rule) GV_NAME(gv_##kernel##_##rule)
#define KERNEL_NAME(kernel, rule) KERNEL_NAME_(kernel, rule)
#define KERNEL(kernel)                                                                             \
  extern "C" void KERNEL_NAME(kernel, RULE_NAME)(const gv_op *op, uint32_t step, uint32_t thread,  \
                                                 uint32_t threads)

KERNEL(plastic_trace) {
  Plastic a(op, step, threads);
  for (uint32_t k = a.begin + thread; k < a.end; k += threads) {
    uint32_t source = a.spikes[k], last = a.role_begin(source + 1);
    for (uint32_t r = a.role_begin(source); r < last; r++) a.trace_spike(a.table[r], a.now);
  }
}

#ifdef RULE_HAS_WATCH
KERNEL(plastic_watch) {
  Plastic a(op, step, threads);
  uint32_t begin, end;
  gv_share(a.watched, 64, thread, threads, &begin, &end);
  for (uint32_t i = begin; i < end; i++) a.watch_post(a.first + i, a.now);
}
#endif

#ifdef RULE_MODULATED
KERNEL(plastic_modulate) {
  Plastic a(op, step, threads);
  for (uint32_t projection = thread; projection < a.projections_n; projection += threads) {
    uint32_t low = a.projection_word(projection, PROJECTION_MODULATOR);
    uint32_t size = a.projection_word(projection, PROJECTION_MODULATORS), count = 0;
    for (uint32_t k = a.begin; k < a.end; k++) count += a.spikes[k] - low < size ? 1 : 0;
    if (count > 0) a.modulate(projection, a.now, real(count));
  }
}
#endif

#ifdef RULE_HAS_SWEEP
KERNEL(plastic_sweep) {
  Plastic a(op, step, threads);
  for (uint32_t pre = thread; pre < a.pre_n; pre += threads) {
    uint32_t projection = a.pre_projection(pre);
    if (!a.sweeps(projection, a.now)) continue;
    RuleParams p = a.rule_params(projection);
    uint32_t end = a.row_begin(pre + 1);
    for (uint32_t e = a.row_begin(pre); e < end; e++) a.sweep_synapse(e, projection, p, a.now);
  }
}
#endif

#ifdef RULE_HAS_AT_POST
KERNEL(plastic_post) {
  Plastic a(op, step, threads);
  if (thread == 0) a.marks[a.past_count_at(a.now + 1)] = 0;
  for (uint32_t l = 0; l < a.lags_n; l++) {
    uint32_t lag = a.lag_steps(l);
    if (a.now < lag) continue;
    uint32_t past = a.now - lag, count = a.marks[a.past_count_at(past)];
    for (uint32_t k = thread; k < count; k += threads) {
      uint32_t post = a.marks[a.past_list_at(past) + k];
      uint32_t begin = a.column_begin(post), end = a.column_begin(post + 1);
      if (a.lags_n > 1) {
        begin = a.column_from(begin, end, lag);
        end = a.column_from(begin, end, lag + 1);
      }
      uint32_t projection = a.post_projection(post);
      RuleParams p = a.rule_params(projection);
      RulePost s = a.post_at(p, post, past);
      for (uint32_t c = begin; c < end; c++) a.at_post_synapse(c, projection, p, s, a.now);
    }
  }
}
#endif

KERNEL(plastic_pre) {
  Plastic a(op, step, threads);
  for (uint32_t k = a.begin + thread; k < a.end; k += threads) {
    uint32_t source = a.spikes[k], last = a.role_begin(source + 1);
    for (uint32_t r = a.role_begin(source); r < last; r++) {
      uint32_t pre = a.table[r];
      if (pre & ROLE_POST) break; // posts come behind
      uint32_t projection = a.pre_projection(pre);
      RuleParams p = a.rule_params(projection);
      RulePre s = a.pre_before(p, pre, a.now);
      uint32_t end = a.row_begin(pre + 1);
      for (uint32_t e = a.row_begin(pre); e < end; e++)
        a.at_pre_synapse(e, projection, p, s, a.now);
    }
  }
}
