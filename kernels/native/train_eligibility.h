// train_eligibility.h: eligibility traces and the gradients of weights that they
// give, over a segment of steps (e-prop: Bellec et al. 2020, Nat. Commun.
// 11:3625). Included once for each precision. A thread owns whole samples.
//
// A column is a port with its synapses. The trace e of a synapse is the
// derivative of its neuron's state by its weight, spikes of other neurons
// counting as given: e = A e + b s, where A and b are the neuron's derivatives
// and s is 1 when a spike arrives. With c and d the derivatives of the spike,
//
//   z = c e + d s              the derivative of the neuron's spike
//   f = A_out f + b_out z      what the read-out's filter makes of it
//   gradient += L f_v          L: the feedback of the loss's drives to the neuron
//
// Columns of the output itself add drive times e_v instead. Synapse k of a column
// has word w of its trace at w * count + k: those of e, of f, then its gradient.

#include <vector>

#include "train.h"

namespace {

enum {
  E_CLOCK,
  E_BITS,
  E_JACOBIAN,
  E_COLUMNS,
  E_SOURCES,
  E_DELAYS,
  E_FEEDBACK,
  E_DRIVES,
  E_TRACES,
  E_CONTROL
};
enum {
  EP_STEP,
  EP_SAMPLES,
  EP_COLUMNS,
  EP_BIT_WORDS,
  EP_JACOBIAN_WORDS, // of a sample in a step
  EP_TRACE_WORDS,    // of a sample
  EP_DRIVES,         // place of the output's drives
  EP_OUTPUTS,
  EP_OUT,        // the first output neuron's place in a sample's matrices
  EP_OUT_STRIDE, // neurons of its group
  EP_OUT_WORDS,
  EP_OUT_COLUMNS,
  EP_OUT_PORT, // column of the receptor the output's synapses end at
  EP_SOURCES,
  EP_REACH // longest delay in steps
};

// Words of a column's entry.
enum {
  COLUMN_FIRST,
  COLUMN_COUNT,
  COLUMN_TRACES,  // place of its traces in a sample's
  COLUMN_MATRIX,  // place of its neuron's matrix in a sample's
  COLUMN_STRIDE,  // neurons of its group
  COLUMN_STATE,   // words of its neuron's state
  COLUMN_COLUMNS, // columns of the matrix
  COLUMN_PORT,    // the receptor's column
  COLUMN_MASK,    // words of the state that have a derivative
  COLUMN_SOURCE,  // the neuron as a source of spikes: its row of the feedback
  COLUMN_OUTPUT,  // the output neuron, or TRAIN_NONE
  COLUMN_WORDS
};

#define ELIGIBILITY_BLOCK 256u
#define ELIGIBILITY_STATE 16u

// next = M x + m_s s over `count` synapses, for the rows of the mask; x and next
// have `stride` between words. Rows are read before any is written.
FN void advance_traces(const real *matrix, uint32_t pitch, uint32_t columns, uint32_t words,
                       uint32_t port, uint32_t mask, real *__restrict x, uint64_t stride,
                       const real *__restrict s, uint32_t count) {
  real next[ELIGIBILITY_STATE][ELIGIBILITY_BLOCK];
  for (uint32_t w = 0; w < words; w++) {
    if (!(mask >> w & 1)) continue;
    real *__restrict to = next[w];
    const real *row = matrix + (uint64_t)w * columns * pitch;
    const real b = row[(uint64_t)port * pitch];
    for (uint32_t k = 0; k < count; k++) to[k] = b * s[k];
    for (uint32_t v = 0; v < words; v++) {
      const real a = row[(uint64_t)v * pitch];
      if (a == R(0.0)) continue;
      const real *__restrict from = x + v * stride;
      for (uint32_t k = 0; k < count; k++) to[k] = to[k] + a * from[k];
    }
  }
  for (uint32_t w = 0; w < words; w++) {
    if (mask >> w & 1) memcpy(x + w * stride, next[w], count * sizeof(real));
  }
}

} // namespace

extern "C" void GV_NAME(gv_train_eligibility)(const gv_op *op, uint32_t step, uint32_t thread,
                                              uint32_t threads) {
  const uint32_t *push = op->push, *clock = (const uint32_t *)op->array[E_CLOCK];
  const uint32_t *columns = (const uint32_t *)op->array[E_COLUMNS],
                 *sources = (const uint32_t *)op->array[E_SOURCES],
                 *delays = (const uint32_t *)op->array[E_DELAYS];
  const real *feedback = (const real *)op->array[E_FEEDBACK];
  const uint32_t samples = push[EP_SAMPLES], outputs = push[EP_OUTPUTS], reach = push[EP_REACH];
  const uint32_t origin = clock[CLOCK_ORIGIN], steps = clock[CLOCK_COUNT], n = push[EP_SOURCES];
  uint32_t begin, end;
  gv_share(samples, 1, thread, threads, &begin, &end);
  std::vector<real> spikes((uint64_t)(steps + reach) * n); // from `reach` steps before the segment
  for (uint32_t b = begin; b < end; b++) {
    for (uint32_t i = 0; i < steps + reach; i++) {
      const int64_t now = (int64_t)origin + i - reach;
      real *row = spikes.data() + (uint64_t)i * n;
      if (now < 0) {
        memset(row, 0, n * sizeof(real));
        continue;
      }
      const uint32_t *bits =
          (const uint32_t *)op->array[E_BITS] + ((uint64_t)now * samples + b) * push[EP_BIT_WORDS];
      for (uint32_t s = 0; s < n; s++) row[s] = R(bits[s / 32] >> (s % 32) & 1);
    }
    real *traces = (real *)op->array[E_TRACES] + (uint64_t)b * push[EP_TRACE_WORDS];
    for (uint32_t local = 0; local < steps; local++) {
      const uint32_t now = origin + local;
      const real *matrices = (const real *)op->array[E_JACOBIAN] +
                             ((uint64_t)local * samples + b) * push[EP_JACOBIAN_WORDS];
      const real *drive = (const real *)op->array[E_DRIVES] + push[EP_DRIVES] +
                          ((uint64_t)now * samples + b) * outputs;
      const real *out = matrices + push[EP_OUT];
      const real *arrived = spikes.data() + (uint64_t)(local + reach) * n;
      for (uint32_t c = 0; c < push[EP_COLUMNS]; c++) {
        const uint32_t *col = columns + (uint64_t)c * COLUMN_WORDS;
        const real *matrix = matrices + col[COLUMN_MATRIX];
        const uint32_t words = col[COLUMN_STATE], pitch = col[COLUMN_STRIDE];
        const uint32_t wide = col[COLUMN_COLUMNS], port = col[COLUMN_PORT];
        const uint64_t count = col[COLUMN_COUNT];
        const bool output = col[COLUMN_OUTPUT] != TRAIN_NONE;
        const uint32_t filter = output ? 0 : push[EP_OUT_WORDS];
        real signal = R(0.0);
        if (output) {
          signal = drive[col[COLUMN_OUTPUT]];
        } else {
          const real *row = feedback + (uint64_t)col[COLUMN_SOURCE] * outputs;
          for (uint32_t k = 0; k < outputs; k++) signal = signal + row[k] * drive[k];
        }
        for (uint32_t first = 0; first < count; first += ELIGIBILITY_BLOCK) {
          const uint32_t m = count - first < ELIGIBILITY_BLOCK ? count - first : ELIGIBILITY_BLOCK;
          const uint32_t *src = sources + col[COLUMN_FIRST] + first,
                         *late = delays + col[COLUMN_FIRST] + first;
          real s[ELIGIBILITY_BLOCK], z[ELIGIBILITY_BLOCK];
          for (uint32_t k = 0; k < m; k++)
            s[k] = arrived[(int64_t)src[k] - (int64_t)late[k] * (int64_t)n];
          real *e = traces + col[COLUMN_TRACES] + first, *f = e + words * count;
          real *__restrict gradient = f + filter * count;
          if (!output) {
            const real *spike = matrix + (uint64_t)words * wide * pitch;
            const real d = spike[(uint64_t)port * pitch];
            for (uint32_t k = 0; k < m; k++) z[k] = d * s[k];
            for (uint32_t v = 0; v < words; v++) {
              const real a = spike[(uint64_t)v * pitch];
              if (a == R(0.0)) continue;
              const real *__restrict from = e + v * count;
              for (uint32_t k = 0; k < m; k++) z[k] = z[k] + a * from[k];
            }
            for (uint32_t k = 0; k < m; k++) gradient[k] = gradient[k] + signal * f[k];
            advance_traces(out, push[EP_OUT_STRIDE], push[EP_OUT_COLUMNS], filter,
                           push[EP_OUT_PORT], ~0u, f, count, z, m);
          }
          advance_traces(matrix, pitch, wide, words, port, col[COLUMN_MASK], e, count, s, m);
          if (output) {
            for (uint32_t k = 0; k < m; k++) gradient[k] = gradient[k] + signal * e[k];
          }
        }
      }
    }
  }
  if (thread == 0) ((uint32_t *)op->array[E_CONTROL])[CONTROL_COMPLETED] = step + 1;
}
