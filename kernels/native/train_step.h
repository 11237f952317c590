// train_step.h: the native twins of shaders/kernel/train_forward.comp and
// train_backward.comp, included once for each neuron model and precision.
#include "train.h"

#ifdef NEURON_USES_RANDOM
#define IDENTITY_WORDS 3u
#else
#define IDENTITY_WORDS 1u
#endif
#define MODEL_WORDS ((NEURON_PARAM_WORDS + 3) / 4 * 4)

namespace {

// The arrays and sizes of one operation.
struct Train {
  const gv_op *op;
  const uint32_t *push, *clock;
  uint32_t n, now, local, samples;
  bool uniform;
  explicit Train(const gv_op *o)
      : op(o), push(o->push), clock((const uint32_t *)o->array[TA_CLOCK]), n(o->push[TP_N]), now(0),
        local(0), samples(o->push[TP_SAMPLES]), uniform(o->spec[TRAIN_UNIFORM]) {}
  void at_step(uint32_t step) {
    now = step;
    local = step - clock[CLOCK_ORIGIN];
  }
  real *reals(uint32_t k) const { return (real *)op->array[k]; }
  // State of sample b in front of the segment's step `slot`.
  real *state(uint32_t slot, uint32_t b) const {
    return reals(TA_STATE) + ((uint64_t)slot * samples + b) * push[TP_STATE_WORDS] +
           push[TP_STATE_BASE];
  }
  real *arrivals(uint32_t slot, uint32_t b) const {
    return reals(TA_ARRIVALS) + ((uint64_t)slot * samples + b) * push[TP_PORTS];
  }
  TrainPlace place(uint32_t b, uint32_t first) const {
    TrainPlace at;
    at.n = n;
    at.count = n - first < TRAIN_BLOCK ? n - first : TRAIN_BLOCK;
    at.model_words = MODEL_WORDS;
    at.identity_words = IDENTITY_WORDS;
    at.uniform = uniform;
    at.row_words = MODEL_WORDS + TRAIN_RECEPTOR_WORDS * op->spec[TRAIN_N_RECEPTORS];
    at.rows = reals(TA_ROWS);
    at.row = (const uint32_t *)op->array[TA_IDENTITY] + (uint64_t)first * IDENTITY_WORDS;
    at.state = state(local, b) + first;
    at.next = nullptr;
    at.arrivals = arrivals(local, b) + push[TP_PORT_BASE] + first;
    at.adj = at.adj_rows = nullptr;
    return at;
  }
  // What reaches the block from outside.
  void input(TrainBlock &in, const TrainPlace &at, uint32_t b, uint32_t first) const {
    for (uint32_t k = 0; k < TRAIN_BLOCK; k++) in.i[k] = in.g[k] = in.ge[k] = in.dv[k] = R(0.0);
    if (push[TP_INPUT_BASE] != TRAIN_NONE) {
      const real *x = reals(TA_INPUTS) + ((uint64_t)now * samples + b) * push[TP_INPUTS] +
                      push[TP_INPUT_BASE] + first;
      memcpy(in.i, x, at.count * sizeof(real));
    }
#ifdef NEURON_USES_RANDOM
    for (uint32_t k = 0; k < at.count; k++) {
      const uint32_t *own = at.row + (uint64_t)k * IDENTITY_WORDS;
      in.u[k] = u01(philox4x32(own[1], now, b, clock[CLOCK_TRIAL], own[2], 0u).x);
    }
#endif
  }
  // The part of trace t that lies in a block: its samples and their neurons.
  bool trace(uint32_t t, uint32_t b, uint32_t first, uint32_t count, uint32_t *word, uint32_t *from,
             uint32_t *to, real **values) const {
    const uint32_t *row = (const uint32_t *)op->array[TA_TRACE_TABLE] +
                          (uint64_t)(push[TP_FIRST_TRACE] + t) * TRACE_WORDS;
    uint32_t begin = row[1] > first ? row[1] : first;
    uint32_t end = row[1] + row[2] < first + count ? row[1] + row[2] : first + count;
    if (begin >= end) return false;
    *word = row[0];
    *from = begin - first;
    *to = end - first;
    *values = reals(TA_TRACES) + row[3] + ((uint64_t)now * samples + b) * row[2] + (begin - row[1]);
    return true;
  }
};

// A scheme that is known only at run time; so are then the template's other arguments.
#define ANY (-1)
#define T_STATE(j) at.state[(uint64_t)(j)*at.n + k]
#define T_SET_NEXT(j, x)                                                                           \
  {                                                                                                \
    real word_ = (x);                                                                              \
    at.next[(uint64_t)(j)*at.n + k] = word_;                                                       \
    if ((j) == 0) v = word_;                                                                       \
  }
#define T_PARAM(j) w_[j]
#define T_ZERO(j) R(0.0)
#define T_LOAD                                                                                     \
  const real *w_ = TRAIN_ROW(at, UNIFORM || (SCHEME == ANY && at.uniform), k);                     \
  NEURON_PARAMS p;                                                                                 \
  NEURON_PARAMS_UNPACK(p, T_PARAM)                                                                 \
  NEURON_STATE s;                                                                                  \
  NEURON_STATE_UNPACK(s, T_STATE)                                                                  \
  NeuronInput x = {b.i[k], b.g[k], b.ge[k], b.dv[k], b.u[k]};

template <int SCHEME, bool UNIFORM>
FN void forward_block(const TrainPlace &at, TrainBlock &b, int scheme) {
  if (SCHEME != ANY) scheme = SCHEME;
  for (uint32_t k = 0; k < at.count; k++) {
    T_LOAD
    bool spike = NEURON_STEP(p, s, x, scheme);
    real v = R(0.0);
    NEURON_STATE_PACK(s, T_SET_NEXT)
    b.spike[k] = (spike ? 1 : 0) | (std::fabs(v) <= (real)V_LIMIT ? 0 : 2);
  }
}

#ifdef NEURON_STEP_VJP
template <int SCHEME, bool UNIFORM>
FN void distance_block(const TrainPlace &at, TrainBlock &b, int scheme) {
  if (SCHEME != ANY) scheme = SCHEME;
  for (uint32_t k = 0; k < at.count; k++) {
    T_LOAD
    b.distance[k] = NEURON_DISTANCE(p, s, x, scheme);
  }
}

#define T_ADJ(j) at.adj[(uint64_t)(j)*at.n + k]
#define T_SET_ADJ(j, x) at.adj[(uint64_t)(j)*at.n + k] = (x)
#define T_ADD_PARAM(j, x) at.adj_rows[(uint64_t)(j)*at.n + k] += (x)

template <int SCHEME, bool UNIFORM, bool PARAMS>
FN void vjp_block(const TrainPlace &at, TrainBlock &b, int scheme, real attach) {
  if (SCHEME != ANY) scheme = SCHEME;
  for (uint32_t k = 0; k < at.count; k++) {
    T_LOAD
    NEURON_STATE adj_s;
    NEURON_STATE_UNPACK(adj_s, T_ADJ)
    NEURON_PARAMS adj_p;
    NEURON_PARAMS_UNPACK(adj_p, T_ZERO)
    NeuronInput adj_x = {R(0.0), R(0.0), R(0.0), R(0.0), R(0.0)};
    NEURON_STEP_VJP(p, s, x, scheme, b.slope[k], attach, b.adj_spike[k], adj_s, adj_p, adj_x);
    NEURON_STATE_PACK(adj_s, T_SET_ADJ)
    b.adj_i[k] = adj_x.i;
    b.adj_g[k] = adj_x.g;
    b.adj_ge[k] = adj_x.ge;
    b.adj_dv[k] = adj_x.dv;
    if (PARAMS || (SCHEME == ANY && at.adj_rows)) {
      NEURON_PARAMS_PACK(adj_p, T_ADD_PARAM)
    }
  }
}
#endif

// Calls F(K) for the scheme K of the operation. The first schemes of a model are
// compiled each for itself, as vector loops. Where there are many, the others
// share plain loops (ANY), for the sake of compile time: the results are the same.
#define T_CASE(K, F)                                                                               \
  case K:                                                                                          \
    F(K);                                                                                          \
    break;
#if NEURON_SCHEMES > 4
#define T_SCHEMES(F)                                                                               \
  T_CASE(0, F) T_CASE(1, F) default : F(ANY);                                                      \
  break;
#elif NEURON_SCHEMES > 2
#define T_SCHEMES(F) T_CASE(0, F) T_CASE(1, F) T_CASE(2, F) T_CASE(3, F)
#elif NEURON_SCHEMES > 1
#define T_SCHEMES(F) T_CASE(0, F) T_CASE(1, F)
#else
#define T_SCHEMES(F) T_CASE(0, F)
#endif

// Marks the block's spikes and reports state that is no longer finite.
void mark(const Train &t, const TrainPlace &at, const TrainBlock &b, uint32_t sample,
          uint32_t first) {
  uint32_t *bits = (uint32_t *)t.op->array[TA_BITS] +
                   ((uint64_t)t.now * t.samples + sample) * t.push[TP_BIT_WORDS];
  for (uint32_t k = 0; k < at.count; k++) {
    if (b.spike[k] == 0) continue;
    uint32_t source = t.push[TP_SOURCE_BASE] + first + k;
    if (b.spike[k] & 1) bits[source / 32] |= 1u << (source % 32);
    if (b.spike[k] & 2) gv_failed((uint32_t *)t.op->array[TA_CONTROL], source);
  }
}

void keep_traces(const Train &t, const TrainPlace &at, const TrainBlock &b, uint32_t sample,
                 uint32_t first) {
  for (uint32_t k = 0; k < t.push[TP_TRACES]; k++) {
    uint32_t word, from, to;
    real *values;
    if (!t.trace(k, sample, first, at.count, &word, &from, &to, &values)) continue;
    for (uint32_t i = from; i < to; i++) {
      values[i - from] =
          word == TRAIN_SPIKE ? R(b.spike[i] & 1) : at.next[(uint64_t)word * at.n + i];
    }
  }
}

} // namespace

#define TRAIN_NAME_(stem, model) GV_NAME(gv_train_##stem##_##model)
#define TRAIN_NAME(stem, model) TRAIN_NAME_(stem, model)

extern "C" void TRAIN_NAME(forward, MODEL_NAME)(const gv_op *op, uint32_t step, uint32_t thread,
                                                uint32_t threads) {
  Train t(op);
  t.at_step(((const uint32_t *)op->array[TA_CONTROL])[CONTROL_BASE] + step);
  uint32_t begin, end;
  gv_share(t.samples, 1, thread, threads, &begin, &end);
  TrainBlock b;
  memset(&b, 0, sizeof b);
  for (uint32_t sample = begin; sample < end; sample++) {
    for (uint32_t first = 0; first < t.n; first += TRAIN_BLOCK) {
      TrainPlace at = t.place(sample, first);
      at.next = t.state(t.local + 1, sample) + first;
      // The slot that this step's spikes are the first to reach.
      real *fresh = t.arrivals(t.local + t.push[TP_SPILL], sample) + t.push[TP_PORT_BASE] + first;
      for (uint32_t r = 0; r < op->spec[TRAIN_N_RECEPTORS]; r++) {
        for (uint32_t k = 0; k < at.count; k++) fresh[(uint64_t)r * t.n + k] = R(0.0);
      }
      t.input(b, at, sample, first);
      GV_NAME(gv_train_receptors)(op, at, b);
      const int scheme = (int)op->spec[TRAIN_SCHEME];
#define FORWARD(K)                                                                                 \
  if (t.uniform && K != ANY) forward_block<K, K != ANY>(at, b, scheme);                            \
  else forward_block<K, false>(at, b, scheme)
      switch (scheme) { T_SCHEMES(FORWARD) }
      mark(t, at, b, sample, first);
      keep_traces(t, at, b, sample, first);
    }
  }
}

#ifdef NEURON_STEP_VJP
namespace {

// The cotangent of a spike through the synapses of its neuron: the adjoint of
// pushing it along its row is gathering along the same row. Arrivals from
// `horizon` steps on do not count.
FN real gather(const Train &t, uint32_t source, uint32_t sample, uint32_t horizon) {
  const uint32_t *row_ptr = (const uint32_t *)t.op->array[TA_ROW_PTR];
  const uint32_t *targets = (const uint32_t *)t.op->array[TA_TARGETS];
  const uint32_t *delays = (const uint32_t *)t.op->array[TA_DELAYS];
  const real *weights = t.reals(TA_WEIGHTS), *fractions = t.reals(TA_FRACTIONS);
  const uint64_t slot = (uint64_t)t.samples * t.push[TP_PORTS];
  const real *here = t.arrivals(t.local, sample);
  real sum = R(0.0);
  for (uint32_t k = row_ptr[source]; k < row_ptr[source + 1]; k++) {
    uint32_t d = delays[k];
    const real *there = here + d * slot + targets[k];
    if (t.op->spec[TRAIN_INTERPOLATED]) {
      real early = d < horizon ? there[0] : R(0.0);
      real late = d + 1 < horizon ? there[slot] : R(0.0);
      sum = sum + weights[k] * (early + fractions[k] * (late - early));
    } else if (d < horizon) {
      sum = sum + weights[k] * there[0];
    }
  }
  return sum;
}

// Adds the loss's cotangents of what was traced to those of the state, and
// starts those of the spikes.
void take_drives(const Train &t, const TrainPlace &at, TrainBlock &b, uint32_t sample,
                 uint32_t first) {
  for (uint32_t k = 0; k < at.count; k++) b.adj_spike[k] = R(0.0);
  for (uint32_t k = 0; k < t.push[TP_TRACES]; k++) {
    uint32_t word, from, to;
    real *values;
    if (!t.trace(k, sample, first, at.count, &word, &from, &to, &values)) continue;
    real *into = word == TRAIN_SPIKE ? b.adj_spike : at.adj + (uint64_t)word * at.n;
    for (uint32_t i = from; i < to; i++) into[i] = into[i] + values[i - from];
  }
}

} // namespace

extern "C" void TRAIN_NAME(backward, MODEL_NAME)(const gv_op *op, uint32_t step, uint32_t thread,
                                                 uint32_t threads) {
  Train t(op);
  uint32_t *control = (uint32_t *)op->array[TA_CONTROL];
  t.at_step(control[CONTROL_BASE] - step);
  uint32_t begin, end;
  gv_share(t.samples, 1, thread, threads, &begin, &end);
  const uint32_t truncate = op->push[TP_TRUNCATE];
  uint32_t border = t.clock[CLOCK_TOTAL];
  if (truncate && (t.now / truncate + 1) * truncate < border)
    border = (t.now / truncate + 1) * truncate;
  const real *settings = t.reals(TA_SETTINGS);
  const real attach = settings[SETTING_ATTACH];
  TrainBlock b;
  memset(&b, 0, sizeof b);
  for (uint32_t sample = begin; sample < end; sample++) {
    for (uint32_t first = 0; first < t.n; first += TRAIN_BLOCK) {
      TrainPlace at = t.place(sample, first);
      at.adj = t.reals(TA_ADJ_STATE) + (uint64_t)sample * t.push[TP_STATE_WORDS] +
               t.push[TP_STATE_BASE] + first;
      if (t.push[TP_ADJ_ROW_WORDS]) {
        at.adj_rows = t.reals(TA_ADJ_ROWS) + (uint64_t)sample * t.push[TP_ADJ_ROW_WORDS] +
                      t.push[TP_ADJ_ROW_BASE] + first;
      }
      const uint32_t words = op->spec[TRAIN_STATE_WORDS];
      if (truncate && t.now + 1 == border) {
        for (uint32_t w = 0; w < words; w++)
          for (uint32_t k = 0; k < at.count; k++) at.adj[(uint64_t)w * t.n + k] = R(0.0);
      }
      t.input(b, at, sample, first);
      GV_NAME(gv_train_receptors)(op, at, b);
      const int scheme = (int)op->spec[TRAIN_SCHEME];
#define DISTANCE(K)                                                                                \
  if (t.uniform && K != ANY) distance_block<K, K != ANY>(at, b, scheme);                           \
  else distance_block<K, false>(at, b, scheme)
      switch (scheme) { T_SCHEMES(DISTANCE) }
      GV_NAME(gv_train_slopes)(op->spec[TRAIN_SURROGATE], settings, at.count, b);
      take_drives(t, at, b, sample, first);
      for (uint32_t k = 0; k < at.count; k++) {
        if (b.slope[k] == R(0.0)) continue;
        b.adj_spike[k] =
            b.adj_spike[k] + gather(t, t.push[TP_SOURCE_BASE] + first + k, sample, border - t.now);
      }
#define VJP(K)                                                                                     \
  if (K == ANY) vjp_block<K, false, false>(at, b, scheme, attach);                                 \
  else if (t.uniform && !at.adj_rows) vjp_block<K, K != ANY, false>(at, b, scheme, attach);        \
  else if (t.uniform) vjp_block<K, K != ANY, K != ANY>(at, b, scheme, attach);                     \
  else if (!at.adj_rows) vjp_block<K, false, false>(at, b, scheme, attach);                        \
  else vjp_block<K, false, K != ANY>(at, b, scheme, attach)
      switch (scheme) { T_SCHEMES(VJP) }
      if (t.push[TP_INPUT_BASE] != TRAIN_NONE && op->array[TA_ADJ_INPUTS]) {
        real *adj = t.reals(TA_ADJ_INPUTS) +
                    ((uint64_t)t.now * t.samples + sample) * t.push[TP_INPUTS] +
                    t.push[TP_INPUT_BASE] + first;
        memcpy(adj, b.adj_i, at.count * sizeof(real));
      }
      GV_NAME(gv_train_receptors_vjp)(op, at, b);
    }
  }
  if (op->spec[TRAIN_CLOSES] && thread == 0) control[CONTROL_COMPLETED] = step + 1;
}

#include "train_jacobian.h"

#if !REAL_IS_FLOAT
// The adjoint of one step of one neuron, for checks: words in the order of the
// structs; adj_s goes in and out, adj_p and adj_x come out.
extern "C" void TRAIN_NAME(vjp, MODEL_NAME)(const double *w_, const double *state, const double *in,
                                            int scheme, double slope, double attach,
                                            double adj_spike, double *adj, double *adj_params,
                                            double *adj_in) {
#define V_STATE(j) state[j]
#define V_ADJ(j) adj[j]
#define V_SET_ADJ(j, x) adj[j] = (x)
#define V_SET_PARAM(j, x) adj_params[j] = (x)
  NEURON_PARAMS p, adj_p;
  NEURON_PARAMS_UNPACK(p, T_PARAM)
  NEURON_PARAMS_UNPACK(adj_p, T_ZERO)
  NEURON_STATE s, adj_s;
  NEURON_STATE_UNPACK(s, V_STATE)
  NEURON_STATE_UNPACK(adj_s, V_ADJ)
  NeuronInput x = {in[0], in[1], in[2], in[3], in[4]}, adj_x = {0, 0, 0, 0, 0};
  NEURON_STEP_VJP(p, s, x, scheme, slope, attach, adj_spike, adj_s, adj_p, adj_x);
  NEURON_STATE_PACK(adj_s, V_SET_ADJ)
  NEURON_PARAMS_PACK(adj_p, V_SET_PARAM)
  adj_in[0] = adj_x.i;
  adj_in[1] = adj_x.g;
  adj_in[2] = adj_x.ge;
  adj_in[3] = adj_x.dv;
}
#endif
#endif
