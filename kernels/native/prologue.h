// prologue.h: what every native kernel includes first.
//
// fp-contract=off rounds every operation as the shaders' NoContraction does, so
// that both engines decide spikes alike; the other two options let loops over
// math functions vectorise without changing a result. Loops that clear a block
// of a kilobyte stay loops: the "rep stos" they would become takes ten times as long.
#ifdef __GNUC__
#pragma GCC optimize("O3", "no-math-errno", "no-trapping-math", "fp-contract=off",                 \
                     "no-tree-loop-distribute-patterns", "schedule-insns")
#endif

#include <cstring>

#include "engine.h"
#include "gen_hash.h"
#include "lib/prelude.h"
#include "lib/math.glsl"
#include "lib/philox.glsl"
#include "lib/gate.glsl"
#include "lib/trig.glsl"
#include "lib/coupling.glsl"
#include "lib/poisson.glsl"
#include "lib/factor.glsl"
#include "lib/pulse.glsl"
#include "lib/magnesium.glsl"
#include "lib/control.glsl"
#include "lib/surrogate.glsl"
#include "lib/refractory.glsl"
#include "lib/schemes.glsl"

// One body compiled for several instruction sets, chosen when the program starts.
#if defined(__x86_64__) && defined(__gnu_linux__)
#define GV_CLONES __attribute__((target_clones("default", "arch=x86-64-v3")))
#else
#define GV_CLONES
#endif

#if REAL_IS_FLOAT
#define GV_NAME(stem) stem##_f32
#else
#define GV_NAME(stem) stem##_f64
#endif

// The share of one thread of n elements, in multiples of `grain`.
static inline void gv_share(uint32_t n, uint32_t grain, uint32_t thread, uint32_t threads,
                            uint32_t *begin, uint32_t *end) {
  uint64_t grains = ((uint64_t)n + grain - 1) / grain;
  uint64_t b = grains * thread / threads * grain;
  uint64_t e = grains * (thread + 1) / threads * grain;
  *begin = (uint32_t)(b < n ? b : n);
  *end = (uint32_t)(e < n ? e : n);
}

// Lists `found` spikes at the end of the step's part of the list; returns
// where, or UINT32_MAX when the list is full.
static inline uint32_t gv_reserve(uint32_t *control, uint32_t step, uint32_t counts,
                                  uint32_t capacity, uint32_t found) {
  uint32_t before = __atomic_fetch_add(&control[counts + step], found, __ATOMIC_RELAXED);
  uint64_t place = (uint64_t)control[CONTROL_OFFSET + step] + before;
  return place + found <= capacity ? (uint32_t)place : UINT32_MAX;
}

// Reports a neuron whose state is not finite; the first one stays.
static inline void gv_failed(uint32_t *control, uint32_t source) {
  uint32_t seen = __atomic_load_n(&control[CONTROL_INFO], __ATOMIC_RELAXED);
  while (seen < FAILED_AT(source) &&
         !__atomic_compare_exchange_n(&control[CONTROL_INFO], &seen, FAILED_AT(source), true,
                                      __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
  }
}

// The name of a model's kernel, gv_neuron_step_lif_f32.
#define GV_MODEL_NAME_(model) GV_NAME(gv_neuron_step_##model)
#define GV_MODEL_NAME(model) GV_MODEL_NAME_(model)
#define GV_PRESYNAPSE_NAME_(model) GV_NAME(gv_presynapse_##model)
#define GV_PRESYNAPSE_NAME(model) GV_PRESYNAPSE_NAME_(model)
