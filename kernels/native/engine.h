// engine.h: the native executor's interface to Go.
//
// A program is a list of operations; each runs one kernel over n elements on
// all threads, with a barrier after it. The kernels are the C++ twins of
// shaders/kernel/*.comp: same arrays, same specialization words, same push words.
#ifndef GV_ENGINE
#define GV_ENGINE

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GV_MAX_ARRAYS 20
#define GV_MAX_SPEC 192
#define GV_MAX_PUSH 20

typedef struct gv_op gv_op;

// Runs the share of one thread. step is the step within the batch.
typedef void (*gv_kernel)(const gv_op *op, uint32_t step, uint32_t thread, uint32_t threads);

struct gv_op {
  gv_kernel kernel;
  void *array[GV_MAX_ARRAYS];
  uint32_t spec[GV_MAX_SPEC];
  uint32_t push[GV_MAX_PUSH]; // word 0 is unused here: the step is passed
  uint32_t n;
};

// The kernel of that name ("deliver", "neuron_step.lif") for real numbers of
// 32 or 64 bits, or NULL.
gv_kernel gv_find(const char *name, int bits);

// Whether the receptor model of that name has an adjoint.
int gv_receptor_adjoint(const char *name);

typedef struct gv_pool gv_pool;

// A pool of `threads` threads, the caller's included; NULL when none could be started.
gv_pool *gv_pool_new(uint32_t threads);
void gv_pool_free(gv_pool *pool);

// Runs the operations for each of `steps` steps. When seconds is not NULL it
// receives the time spent in every operation. apart says that no thread reads
// what another writes, so that none waits for another between operations.
void gv_run(gv_pool *pool, const gv_op *ops, uint32_t n_ops, uint32_t steps, int apart,
            double *seconds);

#ifdef __cplusplus
}
#endif
#endif
