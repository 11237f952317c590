// engine.cpp: threads, barrier, and the loop over steps and operations.
#include "engine.h"

#include <atomic>
#include <chrono>
#include <cstring>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

#include "gen_table.h"

extern "C" {
#define DECLARE(model)                                                                             \
  void gv_neuron_step_##model##_f32(const gv_op *, uint32_t, uint32_t, uint32_t);                  \
  void gv_neuron_step_##model##_f64(const gv_op *, uint32_t, uint32_t, uint32_t);
GV_MODELS(DECLARE)
void gv_keep_f32(const gv_op *, uint32_t, uint32_t, uint32_t);
void gv_keep_f64(const gv_op *, uint32_t, uint32_t, uint32_t);
void gv_couple_f32(const gv_op *, uint32_t, uint32_t, uint32_t);
void gv_couple_f64(const gv_op *, uint32_t, uint32_t, uint32_t);
#define DECLARE_KERNEL(name)                                                                       \
  void gv_##name##_f32(const gv_op *, uint32_t, uint32_t, uint32_t);                               \
  void gv_##name##_f64(const gv_op *, uint32_t, uint32_t, uint32_t);
#define DECLARE_FORWARD(model) DECLARE_KERNEL(train_forward_##model)
#define DECLARE_BACKWARD(model)                                                                    \
  DECLARE_KERNEL(train_backward_##model) DECLARE_KERNEL(train_jacobian_##model)
GV_TRAINED(DECLARE_FORWARD)
GV_ADJOINTS(DECLARE_BACKWARD)
DECLARE_KERNEL(train_deliver)
DECLARE_KERNEL(train_clear)
DECLARE_KERNEL(train_weights)
DECLARE_KERNEL(train_couple)
DECLARE_KERNEL(train_couple_vjp)
DECLARE_KERNEL(train_release_deliver)
DECLARE_KERNEL(train_release_weights)
DECLARE_KERNEL(train_eligibility)
#define DECLARE_RULE(kernel, rule)                                                                 \
  void gv_##kernel##_##rule##_f32(const gv_op *, uint32_t, uint32_t, uint32_t);                    \
  void gv_##kernel##_##rule##_f64(const gv_op *, uint32_t, uint32_t, uint32_t);
GV_RULE_KERNELS(DECLARE_RULE)
#define DECLARE_PRESYNAPSE(model)                                                                  \
  DECLARE_KERNEL(presynapse_##model)                                                               \
  DECLARE_KERNEL(train_release_##model)                                                            \
  DECLARE_KERNEL(train_release_vjp_##model)
GV_PRESYNAPSES(DECLARE_PRESYNAPSE)
void gv_deliver(const gv_op *, uint32_t, uint32_t, uint32_t);
void gv_deliver_procedural(const gv_op *, uint32_t, uint32_t, uint32_t);
void gv_spike_source(const gv_op *, uint32_t, uint32_t, uint32_t);
void gv_stimulate_f32(const gv_op *, uint32_t, uint32_t, uint32_t);
void gv_stimulate_f64(const gv_op *, uint32_t, uint32_t, uint32_t);
void gv_record_f32(const gv_op *, uint32_t, uint32_t, uint32_t);
void gv_record_f64(const gv_op *, uint32_t, uint32_t, uint32_t);
void gv_reduce_f32(const gv_op *, uint32_t, uint32_t, uint32_t);
void gv_reduce_f64(const gv_op *, uint32_t, uint32_t, uint32_t);
void gv_event_deliver_f32(const gv_op *, uint32_t, uint32_t, uint32_t);
void gv_event_deliver_f64(const gv_op *, uint32_t, uint32_t, uint32_t);
void gv_event_advance_f32(const gv_op *, uint32_t, uint32_t, uint32_t);
void gv_event_advance_f64(const gv_op *, uint32_t, uint32_t, uint32_t);
void gv_event_adjoint_f32(const gv_op *, uint32_t, uint32_t, uint32_t);
void gv_event_adjoint_f64(const gv_op *, uint32_t, uint32_t, uint32_t);
void gv_event_gather_f32(const gv_op *, uint32_t, uint32_t, uint32_t);
void gv_event_gather_f64(const gv_op *, uint32_t, uint32_t, uint32_t);
}

namespace {

struct Entry {
  const char *name;
  gv_kernel f32, f64;
};

#define PRESYNAPSE(model)                                                                          \
  {"presynapse." #model, gv_presynapse_##model##_f32, gv_presynapse_##model##_f64},                \
      {"train_release." #model, gv_train_release_##model##_f32, gv_train_release_##model##_f64},   \
      {"train_release_vjp." #model, gv_train_release_vjp_##model##_f32,                            \
       gv_train_release_vjp_##model##_f64},
#define ENTRY(model)                                                                               \
  {"neuron_step." #model, gv_neuron_step_##model##_f32, gv_neuron_step_##model##_f64},
#define FORWARD(model)                                                                             \
  {"train_forward." #model, gv_train_forward_##model##_f32, gv_train_forward_##model##_f64},
#define BACKWARD(model)                                                                            \
  {"train_backward." #model, gv_train_backward_##model##_f32, gv_train_backward_##model##_f64},    \
      {"train_jacobian." #model, gv_train_jacobian_##model##_f32,                                  \
       gv_train_jacobian_##model##_f64},
#define KERNEL_ENTRY(kernel, rule)                                                                 \
  {#kernel "." #rule, gv_##kernel##_##rule##_f32, gv_##kernel##_##rule##_f64},
const Entry table[] = {
    GV_TRAINED(FORWARD)
        GV_ADJOINTS(BACKWARD){"train_deliver", gv_train_deliver_f32, gv_train_deliver_f64},
    {"train_clear", gv_train_clear_f32, gv_train_clear_f64},
    {"train_weights", gv_train_weights_f32, gv_train_weights_f64},
    {"train_couple", gv_train_couple_f32, gv_train_couple_f64},
    {"train_couple_vjp", gv_train_couple_vjp_f32, gv_train_couple_vjp_f64},
    {"train_release_deliver", gv_train_release_deliver_f32, gv_train_release_deliver_f64},
    {"train_release_weights", gv_train_release_weights_f32, gv_train_release_weights_f64},
    {"train_eligibility", gv_train_eligibility_f32, gv_train_eligibility_f64},
    GV_MODELS(ENTRY) GV_PRESYNAPSES(PRESYNAPSE)
        GV_RULE_KERNELS(KERNEL_ENTRY){"deliver", gv_deliver, gv_deliver},
    {"deliver_procedural", gv_deliver_procedural, gv_deliver_procedural},
    {"spike_source", gv_spike_source, gv_spike_source},
    {"keep", gv_keep_f32, gv_keep_f64},
    {"couple", gv_couple_f32, gv_couple_f64},
    {"stimulate", gv_stimulate_f32, gv_stimulate_f64},
    {"record", gv_record_f32, gv_record_f64},
    {"reduce", gv_reduce_f32, gv_reduce_f64},
    {"event_deliver", gv_event_deliver_f32, gv_event_deliver_f64},
    {"event_advance", gv_event_advance_f32, gv_event_advance_f64},
    {"event_adjoint", gv_event_adjoint_f32, gv_event_adjoint_f64},
    {"event_gather", gv_event_gather_f32, gv_event_gather_f64},
};

// Threads that arrive wait for the last: they spin for about the length of a
// step, then let others run, since the machine may have fewer free cores than
// threads, then sleep.
class Barrier {
public:
  explicit Barrier(uint32_t threads) : threads_(threads) {}
  void wait() {
    uint32_t phase = phase_.load(std::memory_order_relaxed);
    if (arrived_.fetch_add(1, std::memory_order_acq_rel) + 1 == threads_) {
      arrived_.store(0, std::memory_order_relaxed);
      phase_.store(phase + 1, std::memory_order_release);
      phase_.notify_all();
      return;
    }
    for (int spin = 0; spin < 300; spin++) {
      if (phase_.load(std::memory_order_acquire) != phase) return;
#if defined(__x86_64__)
      __builtin_ia32_pause();
#endif
    }
    for (int turn = 0; turn < 50; turn++) {
      std::this_thread::yield();
      if (phase_.load(std::memory_order_acquire) != phase) return;
    }
    while (phase_.load(std::memory_order_acquire) == phase) {
      phase_.wait(phase, std::memory_order_acquire);
    }
  }

private:
  const uint32_t threads_;
  alignas(64) std::atomic<uint32_t> arrived_{0};
  alignas(64) std::atomic<uint32_t> phase_{0};
};

double now_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

} // namespace

struct gv_pool {
  explicit gv_pool(uint32_t n) : threads(n), start(n), step(n) {}
  uint32_t threads;
  Barrier start, step;
  std::vector<std::thread> workers;
  const gv_op *ops = nullptr; // NULL ends the workers
  uint32_t n_ops = 0, steps = 0;
  bool apart = false;
  double *seconds = nullptr;

  void work(uint32_t thread) {
    for (uint32_t s = 0; s < steps; s++) {
      for (uint32_t k = 0; k < n_ops; k++) {
        double begin = seconds && thread == 0 ? now_seconds() : 0;
        ops[k].kernel(&ops[k], s, thread, threads);
        if (threads > 1 && !apart) step.wait();
        if (seconds && thread == 0) seconds[k] += now_seconds() - begin;
      }
    }
  }
  void serve(uint32_t thread) {
    for (;;) {
      start.wait();
      if (ops == nullptr) return;
      work(thread);
      start.wait();
    }
  }
};

extern "C" {

gv_kernel gv_find(const char *name, int bits) {
  for (const Entry &e : table) {
    if (strcmp(e.name, name) == 0) return bits == 64 ? e.f64 : e.f32;
  }
  return nullptr;
}

int gv_receptor_adjoint(const char *name) {
#define IS_RECEPTOR(receptor)                                                                      \
  if (strcmp(name, #receptor) == 0) return 1;
  GV_RECEPTOR_ADJOINTS(IS_RECEPTOR)
  return 0;
}

gv_pool *gv_pool_new(uint32_t threads) {
  gv_pool *pool = new (std::nothrow) gv_pool(threads);
  if (pool == nullptr) return nullptr;
  try {
    for (uint32_t t = 1; t < threads; t++) pool->workers.emplace_back(&gv_pool::serve, pool, t);
  } catch (const std::system_error &) {
    // The barrier counts threads that do not exist: those started wait in it and
    // cannot be joined, so the pool is left to the end of the process.
    for (std::thread &w : pool->workers) w.detach();
    return nullptr;
  }
  return pool;
}

void gv_pool_free(gv_pool *pool) {
  if (pool == nullptr) return;
  pool->ops = nullptr;
  if (pool->threads > 1) pool->start.wait();
  for (std::thread &w : pool->workers) w.join();
  delete pool;
}

void gv_run(gv_pool *pool, const gv_op *ops, uint32_t n_ops, uint32_t steps, int apart,
            double *seconds) {
  pool->ops = ops;
  pool->n_ops = n_ops;
  pool->steps = steps;
  pool->apart = apart != 0;
  pool->seconds = seconds;
  if (pool->threads > 1) pool->start.wait();
  pool->work(0);
  if (pool->threads > 1) pool->start.wait();
}
}
