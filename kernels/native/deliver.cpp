// deliver.cpp: the native twin of shaders/kernel/deliver.comp.
//
// A thread owns a range of ring ports and adds only there, so that no two
// threads touch one word; rows are sorted by port, so its share is one run.
#define REAL float
#define REAL_IS_FLOAT 1
#include "prologue.h"

#include <algorithm>

enum {
  ARRAY_CONTROL,
  ARRAY_SPIKES,
  ARRAY_SOURCE_BLOCKS,
  ARRAY_BLOCKS,
  ARRAY_ROW_PTR,
  ARRAY_TARGETS,
  ARRAY_WEIGHTS,
  ARRAY_DELAYS,
  ARRAY_RING,
  ARRAY_FACTORS
};
enum { PUSH_STEP, PUSH_PORTS, PUSH_SLOT_MASK, PUSH_COUNTS, PUSH_FIRST, PUSH_CAPACITY };
#define BLOCK_WORDS 12u
#define NONE 0xffffffffu
#define AHEAD 3u // spikes

// The ports a thread owns.
struct Range {
  uint32_t begin, end;
  bool all;
};

struct Matrix {
  const uint32_t *row_ptr, *targets;
  const int32_t *weights;
  const uint16_t *delays;
  const uint32_t *factors;
  int32_t *ring;
  uint32_t ports, slot_mask, now;
};

static inline void walk(const Matrix &m, const uint32_t *block, uint32_t source, Range own) {
  uint32_t row = source - block[0];
  if (row >= block[1]) return;
  uint32_t begin = m.row_ptr[block[2] + row], end = m.row_ptr[block[2] + row + 1];
  const uint32_t *targets = m.targets + block[3];
  if (!own.all) {
    uint32_t b = (uint32_t)(std::lower_bound(targets + begin, targets + end, own.begin) - targets);
    end = (uint32_t)(std::lower_bound(targets + b, targets + end, own.end) - targets);
    begin = b;
  }
  const uint32_t factor = block[8] == NONE ? NO_FACTOR : m.factors[block[8] + row];
  const int32_t weight = gv_scaled((int32_t)block[4], factor);
  int32_t *slot = m.ring + (uint64_t)((m.now + block[5]) & m.slot_mask) * m.ports;
  const int32_t *weights = block[6] == NONE ? nullptr : m.weights + block[6];
  if (weights && factor != NO_FACTOR) {
    const uint16_t *delays = block[7] == NONE ? nullptr : m.delays + block[7];
    for (uint32_t k = begin; k < end; k++) {
      const uint32_t delay = delays ? delays[k] : block[5];
      int32_t *at = m.ring + (uint64_t)((m.now + delay) & m.slot_mask) * m.ports;
      at[targets[k]] += gv_scaled(weights[k], factor);
    }
  } else if (block[7] != NONE) {
    const uint16_t *delays = m.delays + block[7];
    for (uint32_t k = begin; k < end; k++) {
      int32_t *late = m.ring + (uint64_t)((m.now + delays[k]) & m.slot_mask) * m.ports;
      late[targets[k]] += weights ? weights[k] : weight;
    }
  } else if (weights) {
    for (uint32_t k = begin; k < end; k++) slot[targets[k]] += weights[k];
  } else {
    for (uint32_t k = begin; k < end; k++) slot[targets[k]] += weight;
  }
}

// Asks for the first lines of a later spike's rows: rows lie far apart, so
// their beginnings are not in any cache.
static inline void fetch_ahead(const Matrix &m, const uint32_t *blocks, const uint32_t *lists,
                               uint32_t source) {
  uint32_t list = lists[source];
  const uint32_t *block = blocks + (uint64_t)(list & 0xffffffu) * BLOCK_WORDS;
  for (uint32_t b = 0; b < list >> 24; b++, block += BLOCK_WORDS) {
    uint32_t row = source - block[0];
    if (row >= block[1]) continue;
    const char *line = (const char *)(m.targets + block[3] + m.row_ptr[block[2] + row]);
    for (int k = 0; k < 6; k++) __builtin_prefetch(line + 64 * k);
  }
}

extern "C" void gv_deliver(const gv_op *op, uint32_t step, uint32_t thread, uint32_t threads) {
  uint32_t *control = (uint32_t *)op->array[ARRAY_CONTROL];
  uint32_t begin = control[CONTROL_OFFSET + step];
  uint32_t end = begin + control[op->push[PUSH_COUNTS] + step];
  if (op->push[PUSH_FIRST] == 1 && thread == 0) {
    control[CONTROL_OFFSET + step + 1] = end;
    control[CONTROL_COMPLETED] = step + 1;
    if (end > op->push[PUSH_CAPACITY]) control[CONTROL_STATUS] = STATUS_SPIKES_LOST;
  }
  if (end > op->push[PUSH_CAPACITY]) return; // the list has gaps
  Matrix m = {(const uint32_t *)op->array[ARRAY_ROW_PTR],
              (const uint32_t *)op->array[ARRAY_TARGETS],
              (const int32_t *)op->array[ARRAY_WEIGHTS],
              (const uint16_t *)op->array[ARRAY_DELAYS],
              (const uint32_t *)op->array[ARRAY_FACTORS],
              (int32_t *)op->array[ARRAY_RING],
              op->push[PUSH_PORTS],
              op->push[PUSH_SLOT_MASK],
              control[CONTROL_BASE] + step};
  Range own;
  gv_share(m.ports, 16, thread, threads, &own.begin, &own.end);
  own.all = threads == 1;
  const uint32_t *spikes = (const uint32_t *)op->array[ARRAY_SPIKES];
  const uint32_t *lists = (const uint32_t *)op->array[ARRAY_SOURCE_BLOCKS];
  const uint32_t *blocks = (const uint32_t *)op->array[ARRAY_BLOCKS];
  for (uint32_t k = begin; k < end; k++) {
    if (k + AHEAD < end) fetch_ahead(m, blocks, lists, spikes[k + AHEAD]);
    uint32_t source = spikes[k], list = lists[source];
    const uint32_t *block = blocks + (uint64_t)(list & 0xffffffu) * BLOCK_WORDS;
    for (uint32_t b = 0; b < list >> 24; b++, block += BLOCK_WORDS) walk(m, block, source, own);
  }
}

// spike_source: the native twin of shaders/kernel/spike_source.comp, on thread 0.
extern "C" void gv_spike_source(const gv_op *op, uint32_t step, uint32_t thread, uint32_t) {
  if (thread != 0) return;
  const uint32_t *steps = (const uint32_t *)op->array[0], *sources = (const uint32_t *)op->array[1];
  uint32_t *spikes = (uint32_t *)op->array[2], *control = (uint32_t *)op->array[3];
  uint32_t now = control[CONTROL_BASE] + step, events = op->push[1];
  uint32_t first = (uint32_t)(std::lower_bound(steps, steps + events, now) - steps);
  uint32_t last = (uint32_t)(std::upper_bound(steps + first, steps + events, now) - steps);
  if (first == last) return;
  uint32_t place = gv_reserve(control, step, op->push[2], op->push[3], last - first);
  if (place != UINT32_MAX)
    memcpy(spikes + place, sources + first, (last - first) * sizeof(uint32_t));
}
