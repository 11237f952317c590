// train.h: what the native kernels of training share: words of their tables, and
// the blocks in which neurons go through a step and back.
//
// Twins of shaders/kernel/train_*.comp: same arrays, constants and push words.
// A thread owns whole samples (train_step, train_deliver) or whole rows
// (train_weights), so that no result depends on the number of threads.
#ifndef GV_TRAIN_H
#define GV_TRAIN_H

#define TRAIN_BLOCK 128u
#define TRAIN_RECEPTORS 8
#define TRAIN_RECEPTOR_WORDS 8
#define TRAIN_MAGNESIUM_WORD 7
#define TRAIN_NONE 0xffffffffu
#define TRAIN_SPIKE 0xfffffffeu

// Words of the clock: where the steps of a segment lie.
enum { CLOCK_ORIGIN, CLOCK_TOTAL, CLOCK_TRIAL, CLOCK_COUNT };

// Specialization words of train_forward and train_backward.
enum {
  TRAIN_SCHEME = 1,
  TRAIN_N_RECEPTORS,
  TRAIN_UNIFORM,
  TRAIN_HELD,
  TRAIN_SURROGATE,
  TRAIN_INTERPOLATED,
  TRAIN_CLOSES,
  TRAIN_KIND = 8,
  TRAIN_OUTPUT = 16,
  TRAIN_WORD = 24,
  TRAIN_STATE_WORDS = 32
};

// Push words of train_forward and train_backward.
enum {
  TP_STEP,
  TP_N,
  TP_SOURCE_BASE,
  TP_STATE_BASE,
  TP_PORT_BASE,
  TP_STATE_WORDS,
  TP_PORTS,
  TP_SAMPLES,
  TP_SPILL,
  TP_BIT_WORDS,
  TP_TRACES,
  TP_FIRST_TRACE,
  TP_INPUT_BASE,
  TP_INPUTS,
  TP_ADJ_ROW_BASE,
  TP_ADJ_ROW_WORDS,
  TP_TRUNCATE
};

// Arrays of train_forward and train_backward, by the shader's binding / 2.
enum {
  TA_CLOCK,
  TA_STATE,
  TA_ARRIVALS,
  TA_ROWS,
  TA_IDENTITY,
  TA_TRACE_TABLE,
  TA_TRACES, // backward: the cotangents of what forward traced
  TA_INPUTS,
  TA_CONTROL,
  TA_BITS, // forward only
  TA_ADJ_STATE = 9,
  TA_ADJ_ROWS,
  TA_ADJ_INPUTS,
  TA_ROW_PTR,
  TA_TARGETS,
  TA_WEIGHTS,
  TA_DELAYS,
  TA_FRACTIONS,
  TA_SETTINGS
};

// Words of the settings: the surrogate's two numbers, and 1 unless the
// derivative of the reset with respect to the spike is left out.
enum { SETTING_A, SETTING_B, SETTING_ATTACH };

#define TRACE_WORDS 4u // state word, first neuron, neurons, place

// What the neurons of a block receive, and the cotangents of that.
struct TrainBlock {
  real i[TRAIN_BLOCK], g[TRAIN_BLOCK], ge[TRAIN_BLOCK], dv[TRAIN_BLOCK], u[TRAIN_BLOCK];
  real value[TRAIN_RECEPTORS][TRAIN_BLOCK];
  real distance[TRAIN_BLOCK], slope[TRAIN_BLOCK], adj_spike[TRAIN_BLOCK];
  real adj_i[TRAIN_BLOCK], adj_g[TRAIN_BLOCK], adj_ge[TRAIN_BLOCK], adj_dv[TRAIN_BLOCK];
  int32_t spike[TRAIN_BLOCK];
};

// Where a block lies: word w of neuron k of the block at w * n + k in state,
// next, adj and adj_rows; port k of receptor r at r * n + k in arrivals.
struct TrainPlace {
  uint32_t count, n, row_words, model_words, identity_words;
  const real *state, *rows;
  const uint32_t *row;
  real *next, *arrivals, *adj, *adj_rows;
  bool uniform; // all share row 0
};

// The parameters of neuron k of the block: row 0 when all share it.
#define TRAIN_ROW(at, uniform, k)                                                                  \
  ((at).rows +                                                                                     \
   ((uniform) ? 0 : (uint64_t)(at).row[(uint64_t)(k) * (at).identity_words] * (at).row_words))

extern "C" {
// Advances all receptors of a block from state to next (not when it is NULL),
// keeps their values and adds them to what the block receives.
void gv_train_receptors_f32(const gv_op *op, const TrainPlace &at, TrainBlock &b);
void gv_train_receptors_f64(const gv_op *op, const TrainPlace &at, TrainBlock &b);
// The adjoint: cotangents of what the block received become those of the
// receptors' state (in adj), parameters (adj_rows) and arrivals (in their place).
void gv_train_receptors_vjp_f32(const gv_op *op, const TrainPlace &at, TrainBlock &b);
void gv_train_receptors_vjp_f64(const gv_op *op, const TrainPlace &at, TrainBlock &b);
// slope of every neuron from its distance to threshold.
void gv_train_slopes_f32(uint32_t kind, const real *settings, uint32_t count, TrainBlock &b);
void gv_train_slopes_f64(uint32_t kind, const real *settings, uint32_t count, TrainBlock &b);
}

#endif
