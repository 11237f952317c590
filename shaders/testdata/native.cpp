// Runs one function of shaders/lib on the CPU for the tests: argv gives the
// function, the first float32 bit pattern, the stride and the count; the bits of
// the results go to standard output. Compiled with REAL_IS_FLOAT 1 or 0; with
// double the results are float64.
#include "lib/prelude.h"
#include "lib/math.glsl"
#include "lib/philox.glsl"
#include "lib/trig.glsl"
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

FN real u01_of_bits(float x) { return u01(as_uint(x)); }

#define EACH(X)                                                                                    \
  X(gv_exp)                                                                                        \
  X(gv_expm1)                                                                                      \
  X(gv_exprelr)                                                                                    \
  X(gv_log)                                                                                        \
  X(gv_sqrt)                                                                                       \
  X(gv_normal_quantile) X(u01_of_bits) X(gv_exp_decay) X(gv_sin) X(gv_cos) X(gv_wrap_phase)

// Functions of their own, so that the compiler's report tells which loops vectorise.
#define LOOP(f)                                                                                    \
  __attribute__((noinline)) static void loop_##f(const float *__restrict x, real *__restrict y,    \
                                                 int n) {                                          \
    for (int i = 0; i < n; i++) y[i] = f(x[i]);                                                    \
  }
EACH(LOOP)

int main(int argc, char **argv) {
  if (argc == 8 && !strcmp(argv[1], "philox")) {
    uint a[6];
    for (int i = 0; i < 6; i++) a[i] = (uint)strtoul(argv[2 + i], 0, 0);
    Philox p = philox4x32(a[0], a[1], a[2], a[3], a[4], a[5]);
    fwrite(&p, 4, 4, stdout);
    return 0;
  }
  if (argc != 5) return 2;
  uint first = (uint)strtoul(argv[2], 0, 0), stride = (uint)strtoul(argv[3], 0, 0);
  int n = atoi(argv[4]);
  std::vector<float> in(n);
  std::vector<real> out(n);
  for (int i = 0; i < n; i++) in[i] = as_real(first + (uint)i * stride);
#define CALL(f)                                                                                    \
  if (!strcmp(argv[1], #f)) {                                                                      \
    loop_##f(in.data(), out.data(), n);                                                            \
    fwrite(out.data(), sizeof(real), n, stdout);                                                   \
    return 0;                                                                                      \
  }
  EACH(CALL)
  return 3;
}
