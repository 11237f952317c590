// Evaluates one function of lib/math.glsl on float32 bit patterns: argv gives the
// function, the first pattern, the stride and the count; results go to stdout.
#define REAL float
#define REAL_IS_FLOAT 1
#include "lib/prelude.h"
#include "lib/math.glsl"
#include "lib/philox.glsl"
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

int main(int argc, char **argv) {
  if (argc != 5)
    return 2;
  uint first = (uint)strtoul(argv[2], 0, 0), stride = (uint)strtoul(argv[3], 0, 0);
  size_t n = strtoul(argv[4], 0, 0);
  std::vector<float> in(n), out(n);
  float *x = in.data(), *y = out.data();
  for (size_t i = 0; i < n; i++)
    x[i] = as_real(first + (uint)i * stride);
#define LOOP(f)                                                                                                        \
  if (!strcmp(argv[1], #f)) {                                                                                          \
    for (size_t i = 0; i < n; i++)                                                                                     \
      y[i] = f(x[i]);                                                                                                  \
    fwrite(y, 4, n, stdout);                                                                                           \
    return 0;                                                                                                          \
  }
#define u01_of_bits(x) u01(as_uint(x))
  LOOP(gv_exp)
  LOOP(gv_expm1)
  LOOP(gv_exprelr)
  LOOP(gv_log)
  LOOP(gv_sqrt)
  LOOP(gv_normal_quantile)
  LOOP(u01_of_bits)
  return 3;
}
