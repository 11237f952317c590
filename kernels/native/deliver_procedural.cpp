// deliver_procedural.cpp: the native twin of shaders/kernel/deliver_procedural.comp.
//
// Threads share the spikes, so that a row is made by one thread only, and add
// atomically where there are several: the sums are of integers.
#define REAL float
#define REAL_IS_FLOAT 1
#include "prologue.h"

#define PROC_ARGS const uint32_t *tables,
#define PROC_PASS tables,
#define TABLES(i) tables[i]
#include "kernel/procedural.glsl"

enum { ARRAY_CONTROL, ARRAY_SPIKES, ARRAY_SOURCE_PLANS, ARRAY_PLANS, ARRAY_TABLES, ARRAY_RING };
enum { PUSH_STEP, PUSH_PORTS, PUSH_SLOT_MASK, PUSH_COUNTS, PUSH_CAPACITY };
#define PLAN_WORDS 20u
#define NONE 0xffffffffu
#define SPIKES_TOGETHER 16u

struct Regrowth {
  const uint32_t *tables;
  int32_t *ring;
  uint32_t ports, slot_mask, now;
};

// A row's target for the ring: adds weights one by one.
template <bool SHARED> struct Adder {
  const uint32_t *tables;
  int32_t *slot;
  uint32_t stride, self, row, levels, wkey0, wkey1;
  int32_t weight;
  uint32_t k = 0;
  Philox words = {};

  inline void add(uint32_t target) {
    int32_t w = weight;
    if (levels != NONE) {
      if ((k & 3u) == 0) words = philox4x32(k >> 2, row, 0u, 0u, wkey0, wkey1);
      w = (int32_t)tables[levels + (words.x >> 20)];
      words.x = words.y;
      words.y = words.z;
      words.z = words.w;
    }
    if (target >= self) target++;
    int32_t *to = slot + (uint64_t)target * stride;
    if (SHARED) {
      __atomic_fetch_add(to, w, __ATOMIC_RELAXED);
    } else {
      *to += w;
    }
    k++;
  }
};

template <bool SHARED> static void walk(const Regrowth &m, const uint32_t *plan, uint32_t source) {
  uint32_t row = source - plan[0];
  if (row >= plan[1]) return;
  const uint32_t *tables = m.tables;
  uint32_t width = plan[3], table = plan[14], many = plan[15];
  if (width == 0) return;
  int32_t *slot = m.ring + (uint64_t)((m.now + plan[9]) & m.slot_mask) * m.ports + plan[7];
  Adder<SHARED> out = {tables,   slot,     plan[8],  plan[4] != 0 ? row : NONE, row,
                       plan[11], plan[12], plan[13], (int32_t)plan[10]};
  RowCursor c = row_begin(row, plan[5], plan[6]);
  if (plan[2] == PROC_DEGREE) {
    for (uint32_t k = 0; k < many; k++) out.add(row_uniform(c, width));
    return;
  }
  bool dense = plan[2] == PROC_DENSE;
  for (uint32_t at = 0; at < width;) {
    uint32_t skip =
        dense ? row_skip(tables, c, table, many) : row_skip_sparse(tables, c, table, many, width);
    if (skip >= width - at) return;
    at += skip;
    if (dense && skip == many) continue;
    out.add(at++);
  }
}

template <bool SHARED>
static void deliver(const Regrowth &m, const gv_op *op, uint32_t begin, uint32_t end,
                    uint32_t thread, uint32_t threads) {
  const uint32_t *spikes = (const uint32_t *)op->array[ARRAY_SPIKES];
  const uint32_t *lists = (const uint32_t *)op->array[ARRAY_SOURCE_PLANS];
  const uint32_t *plans = (const uint32_t *)op->array[ARRAY_PLANS];
  for (uint64_t first = begin + (uint64_t)thread * SPIKES_TOGETHER; first < end;
       first += (uint64_t)threads * SPIKES_TOGETHER) {
    for (uint64_t s = first; s < end && s < first + SPIKES_TOGETHER; s++) {
      uint32_t list = lists[spikes[s]];
      const uint32_t *plan = plans + (uint64_t)(list & 0xffffffu) * PLAN_WORDS;
      for (uint32_t p = 0; p < list >> 24; p++, plan += PLAN_WORDS)
        walk<SHARED>(m, plan, spikes[s]);
    }
  }
}

extern "C" void gv_deliver_procedural(const gv_op *op, uint32_t step, uint32_t thread,
                                      uint32_t threads) {
  const uint32_t *control = (const uint32_t *)op->array[ARRAY_CONTROL];
  uint32_t begin = control[CONTROL_OFFSET + step];
  uint32_t end = begin + control[op->push[PUSH_COUNTS] + step];
  if (end > op->push[PUSH_CAPACITY]) end = op->push[PUSH_CAPACITY];
  Regrowth m = {(const uint32_t *)op->array[ARRAY_TABLES], (int32_t *)op->array[ARRAY_RING],
                op->push[PUSH_PORTS], op->push[PUSH_SLOT_MASK], control[CONTROL_BASE] + step};
  if (threads > 1) {
    deliver<true>(m, op, begin, end, thread, threads);
  } else {
    deliver<false>(m, op, begin, end, thread, threads);
  }
}
