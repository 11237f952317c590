// train_receptor.h: receptors and surrogates of the training kernels, over a
// block of neurons, included once for each precision and compiled once for all
// neuron models.
#include "train.h"

#define R_PARAM(j) w_[2 + (j)]
#define R_STATE(j) state[(uint64_t)(j)*at.n + k]
#define R_SET_NEXT(j, x) next[(uint64_t)(j)*at.n + k] = (x)
#define R_ADJ(j) adj[(uint64_t)(j)*at.n + k]
#define R_SET_ADJ(j, x) adj[(uint64_t)(j)*at.n + k] = (x)
#define R_ZERO(j) R(0.0)
#define R_ADD_PARAM(j, x) adj_rows[(uint64_t)(2 + (j)) * at.n + k] += (x)

#define R_FORWARD(NAME, PARAMS, STATES, STEP, VJP)                                                 \
  case SYNAPSE_##NAME:                                                                             \
    for (uint32_t k = 0; k < at.count; k++) {                                                      \
      const real *w_ = TRAIN_ROW(at, uniform, k) + first;                                          \
      PARAMS p;                                                                                    \
      NAME##_PARAMS_UNPACK(p, R_PARAM) STATES s;                                                   \
      NAME##_STATE_UNPACK(s, R_STATE) value[k] = STEP(p, s, arrivals[k], held);                    \
      if (next) {                                                                                  \
        NAME##_STATE_PACK(s, R_SET_NEXT)                                                           \
      }                                                                                            \
    }                                                                                              \
    break;

extern "C" void GV_NAME(gv_train_receptors)(const gv_op *op, const TrainPlace &at, TrainBlock &b) {
  const bool held = op->spec[TRAIN_HELD], uniform = op->spec[TRAIN_UNIFORM];
  for (uint32_t r = 0; r < op->spec[TRAIN_N_RECEPTORS]; r++) {
    const uint64_t word = (uint64_t)op->spec[TRAIN_WORD + r] * at.n;
    const uint32_t first = at.model_words + TRAIN_RECEPTOR_WORDS * r;
    const real *__restrict state = at.state + word;
    real *__restrict next = at.next ? at.next + word : nullptr;
    const real *arrivals = at.arrivals + (uint64_t)r * at.n;
    real *__restrict value = b.value[r];
    switch (op->spec[TRAIN_KIND + r]) { SYNAPSE_EACH_VJP(R_FORWARD) }
    switch (op->spec[TRAIN_OUTPUT + r]) {
    case 0:
      for (uint32_t k = 0; k < at.count; k++) b.i[k] = b.i[k] + value[k];
      break;
    case 1:
      for (uint32_t k = 0; k < at.count; k++) {
        b.g[k] = b.g[k] + value[k];
        b.ge[k] = b.ge[k] + value[k] * TRAIN_ROW(at, uniform, k)[first + 1];
      }
      break;
    case 3: // what magnesium blocks is kept as it is without the block
      for (uint32_t k = 0; k < at.count; k++) {
        const real *w_ = TRAIN_ROW(at, uniform, k) + first;
        real acting = value[k] * gv_unblocked(w_[TRAIN_MAGNESIUM_WORD], at.state[k]);
        b.g[k] = b.g[k] + acting;
        b.ge[k] = b.ge[k] + acting * w_[1];
      }
      break;
    default:
      for (uint32_t k = 0; k < at.count; k++) b.dv[k] = b.dv[k] + value[k];
    }
  }
}

#define R_BACKWARD(NAME, PARAMS, STATES, STEP, VJP)                                                \
  case SYNAPSE_##NAME:                                                                             \
    for (uint32_t k = 0; k < at.count; k++) {                                                      \
      const real *w_ = TRAIN_ROW(at, uniform, k) + first;                                          \
      PARAMS p, adj_p;                                                                             \
      NAME##_PARAMS_UNPACK(p, R_PARAM) NAME##_PARAMS_UNPACK(adj_p, R_ZERO) STATES s, adj_s;        \
      NAME##_STATE_UNPACK(s, R_STATE) NAME##_STATE_UNPACK(adj_s, R_ADJ) real adj_arrival;          \
      VJP(p, s, arrivals[k], held, adj_value[k], adj_s, adj_p, adj_arrival);                       \
      arrivals[k] = adj_arrival;                                                                   \
      NAME##_STATE_PACK(adj_s, R_SET_ADJ) if (adj_rows) { NAME##_PARAMS_PACK(adj_p, R_ADD_PARAM) } \
    }                                                                                              \
    break;

extern "C" void GV_NAME(gv_train_receptors_vjp)(const gv_op *op, const TrainPlace &at,
                                                TrainBlock &b) {
  const bool held = op->spec[TRAIN_HELD], uniform = op->spec[TRAIN_UNIFORM];
  for (uint32_t r = 0; r < op->spec[TRAIN_N_RECEPTORS]; r++) {
    const uint64_t word = (uint64_t)op->spec[TRAIN_WORD + r] * at.n;
    const uint32_t first = at.model_words + TRAIN_RECEPTOR_WORDS * r;
    const real *__restrict state = at.state + word;
    real *__restrict adj = at.adj + word;
    real *__restrict adj_rows = at.adj_rows ? at.adj_rows + (uint64_t)first * at.n : nullptr;
    real *__restrict arrivals = at.arrivals + (uint64_t)r * at.n;
    real adj_value[TRAIN_BLOCK];
    switch (op->spec[TRAIN_OUTPUT + r]) {
    case 0: memcpy(adj_value, b.adj_i, at.count * sizeof(real)); break;
    case 1:
      for (uint32_t k = 0; k < at.count; k++) {
        adj_value[k] = b.adj_g[k] + b.adj_ge[k] * TRAIN_ROW(at, uniform, k)[first + 1];
        if (adj_rows) adj_rows[(uint64_t)at.n + k] += b.adj_ge[k] * b.value[r][k];
      }
      break;
    case 3:
      for (uint32_t k = 0; k < at.count; k++) {
        const real *w_ = TRAIN_ROW(at, uniform, k) + first;
        const real mg = w_[TRAIN_MAGNESIUM_WORD], v = at.state[k];
        real acting = b.adj_g[k] + b.adj_ge[k] * w_[1], adj_mg, adj_v;
        gv_unblocked_vjp(mg, v, acting * b.value[r][k], adj_mg, adj_v);
        at.adj[k] = at.adj[k] + adj_v;
        real open = gv_unblocked(mg, v);
        adj_value[k] = acting * open;
        if (!adj_rows) continue;
        adj_rows[(uint64_t)at.n + k] += b.adj_ge[k] * (b.value[r][k] * open);
        adj_rows[(uint64_t)TRAIN_MAGNESIUM_WORD * at.n + k] += adj_mg;
      }
      break;
    default: memcpy(adj_value, b.adj_dv, at.count * sizeof(real));
    }
    switch (op->spec[TRAIN_KIND + r]) { SYNAPSE_EACH_VJP(R_BACKWARD) }
  }
}

// One loop for each form, so that each vectorises.
#define SLOPES(K)                                                                                  \
  case K:                                                                                          \
    for (uint32_t k = 0; k < count; k++) b.slope[k] = gv_surrogate(K, b.distance[k], p, q);        \
    break;

extern "C" void GV_NAME(gv_train_slopes)(uint32_t kind, const real *settings, uint32_t count,
                                         TrainBlock &b) {
  const real p = settings[SETTING_A], q = settings[SETTING_B];
  switch (kind) {
    SLOPES(0)
    SLOPES(1)
    SLOPES(2)
    SLOPES(3)
    SLOPES(4)
    SLOPES(5)
  default:
    for (uint32_t k = 0; k < count; k++) b.slope[k] = gv_surrogate((int)kind, b.distance[k], p, q);
  }
}

#if !REAL_IS_FLOAT
// The adjoint of one step of one receptor, for checks.
extern "C" int gv_train_vjp_receptor(uint32_t kind, int held, const double *w_, const double *state,
                                     double arrival, double adj_value, double *adj,
                                     double *adj_params, double *adj_arrival) {
#define V_PARAM(j) w_[j]
#define V_STATE(j) state[j]
#define V_ADJ(j) adj[j]
#define V_SET_ADJ(j, x) adj[j] = (x)
#define V_SET_PARAM(j, x) adj_params[j] = (x)
#define V_RECEPTOR(NAME, PARAMS, STATES, STEP, VJP)                                                \
  case SYNAPSE_##NAME: {                                                                           \
    PARAMS p, adj_p;                                                                               \
    NAME##_PARAMS_UNPACK(p, V_PARAM) NAME##_PARAMS_UNPACK(adj_p, R_ZERO) STATES s, adj_s;          \
    NAME##_STATE_UNPACK(s, V_STATE) NAME##_STATE_UNPACK(adj_s, V_ADJ)                              \
        VJP(p, s, arrival, held != 0, adj_value, adj_s, adj_p, *adj_arrival);                      \
    NAME##_STATE_PACK(adj_s, V_SET_ADJ) NAME##_PARAMS_PACK(adj_p, V_SET_PARAM) return 1;           \
  }
  switch (kind) { SYNAPSE_EACH_VJP(V_RECEPTOR) }
  return 0;
}
#endif
