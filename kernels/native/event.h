// event.h: the native twins of shaders/kernel/event_*.comp. A thread owns
// samples; all of it is the shaders' own source.
#include "prologue.h"

#include <vector>

#include "event/cell.glsl"
#include "event/series.glsl"
#include "event/series_vjp.glsl"
#include "event/crossing.glsl"
#include "event/closed.glsl"

namespace {

inline uint32_t event_add(uint32_t &word, uint32_t x) {
  uint32_t old = word;
  word += x;
  return old;
}
inline uint32_t event_exchange(uint32_t &word, uint32_t x) {
  uint32_t old = word;
  word = x;
  return old;
}

// The arrays and push words of one operation, under the shaders' names.
struct Event {
  uint32_t *rec_word;
  real *rec_real;
  uint32_t *cell_word;
  real *cell_real;
  uint32_t *sample_word;
  const real *param;
  const uint32_t *row_ptr, *syn_word;
  real *syn_real;
  uint32_t *control;
  uint32_t n, first, count, neurons, slices, capacity, receptors;
  uint32_t rec_stride, cell_stride, param_stride, sources;

  explicit Event(const gv_op *op)
      : rec_word((uint32_t *)op->array[0]), rec_real((real *)op->array[1]),
        cell_word((uint32_t *)op->array[2]), cell_real((real *)op->array[3]),
        sample_word((uint32_t *)op->array[4]), param((const real *)op->array[5]),
        row_ptr((const uint32_t *)op->array[6]), syn_word((const uint32_t *)op->array[7]),
        syn_real((real *)op->array[8]), control((uint32_t *)op->array[9]), n(op->push[1]),
        first(op->push[2]), count(op->push[3]), neurons(op->push[4]), slices(op->push[5]),
        capacity(op->push[6]), receptors(op->push[7]), rec_stride(op->push[8]),
        cell_stride(op->push[9]), param_stride(op->push[10]), sources(op->push[11]) {}

#pragma push_macro("FN")
#undef FN
#define FN inline
#define EVENT_ADD(word, x) event_add(word, x)
#define EVENT_EXCHANGE(word, x) event_exchange(word, x)
#include "event/log.glsl"
#include "event/deliver.glsl"
#include "event/sort.glsl"
#include "event/advance.glsl"
#include "event/adjoint.glsl"
#pragma pop_macro("FN")

  void close(uint32_t step, uint32_t thread) {
    if (thread == 0) control[CONTROL_COMPLETED] = step + 1;
  }
  // The samples of one thread.
  void share(uint32_t thread, uint32_t threads, uint32_t *begin, uint32_t *end) const {
    gv_share(count == 0 ? 0 : n / count, 1, thread, threads, begin, end);
  }
};

} // namespace

#include "event_layer.h"

extern "C" void GV_NAME(gv_event_deliver)(const gv_op *op, uint32_t step, uint32_t thread,
                                          uint32_t threads) {
  EventLayer e(op);
  uint32_t begin, end;
  e.share(thread, threads, &begin, &end);
  e.close(step, thread);
  const bool row = op->push[12] != 0;
  for (uint32_t b = begin; b < end; b++) {
    for (uint32_t i = 0; i < e.count; i++) {
      if (row) e.deliver(b, e.first + i);
      else e.event_deliver(b, e.first + i, e.control[CONTROL_BASE] + step);
    }
  }
}

extern "C" void GV_NAME(gv_event_advance)(const gv_op *op, uint32_t step, uint32_t thread,
                                          uint32_t threads) {
  EventLayer e(op);
  uint32_t begin, end;
  e.share(thread, threads, &begin, &end);
  const bool together = e.together(op);
  for (uint32_t b = begin; b < end; b++) {
    if (together) {
      e.advance(b);
      continue;
    }
    for (uint32_t i = 0; i < e.count; i++) {
      e.event_advance(b, e.first + i, e.control[CONTROL_BASE] + step);
    }
  }
}

extern "C" void GV_NAME(gv_event_adjoint)(const gv_op *op, uint32_t step, uint32_t thread,
                                          uint32_t threads) {
  EventLayer e(op);
  uint32_t begin, end;
  e.share(thread, threads, &begin, &end);
  e.close(step, thread);
  const bool together = e.together(op);
  uint32_t slice = e.slices - 1 - e.control[CONTROL_BASE] - step;
  for (uint32_t b = begin; b < end; b++) {
    if (together) {
      e.back(b);
      continue;
    }
    for (uint32_t i = 0; i < e.count; i++) e.event_adjoint(b, e.first + i, slice);
  }
}

extern "C" void GV_NAME(gv_event_gather)(const gv_op *op, uint32_t step, uint32_t thread,
                                         uint32_t threads) {
  EventLayer e(op);
  uint32_t begin, end;
  gv_share(e.n, 16, thread, threads, &begin, &end);
  e.close(step, thread);
  e.gather(begin, end, e.count);
}
