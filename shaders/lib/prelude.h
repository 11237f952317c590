// prelude.h: the common subset of GLSL and C++, C++20 side; see prelude.glsl.
//
// The including file defines REAL (float or double) and REAL_IS_FLOAT (1 or 0)
// first. With double, gv_* are the C library's functions: that build is the
// reference the float32 engines are compared with.

#ifndef GV_PRELUDE
#define GV_PRELUDE

#ifndef REAL
#error "define REAL and REAL_IS_FLOAT before including prelude.h"
#endif

#include <cmath>
#include <cstdint>

typedef REAL real;
typedef uint32_t uint;

#define R(x) ((real)(x))
#define INOUT(T) T &
#define FN static inline __attribute__((always_inline))

// a when c, else b; both are evaluated, so that loops vectorise.
template <class T> FN T select(bool c, T a, T b) { return c ? a : b; }

// A spike decision of a fragment. Forward-mode tangents replace it, to see both outcomes.
#ifndef GV_SPIKE
#define GV_SPIKE(c) (c)
#endif

// Bits of a float32 and back.
FN uint as_uint(float x) { return __builtin_bit_cast(uint, x); }
FN float as_real(uint x) { return __builtin_bit_cast(float, x); }

#define GV_INF ((real)__builtin_inf())
#define GV_NAN ((real)__builtin_nan(""))

// The 64-bit product of a and b as two words.
FN void umulhilo(uint a, uint b, INOUT(uint) hi, INOUT(uint) lo) {
  uint64_t p = (uint64_t)a * b;
  hi = (uint)(p >> 32);
  lo = (uint)p;
}

#if REAL_IS_FLOAT
FN real gv_sqrt(real x) { return __builtin_sqrtf(x); }
#else
FN real gv_sqrt(real x) { return __builtin_sqrt(x); }
FN real gv_exp(real x) { return std::exp(x); }
FN real gv_exp_decay(real x) { return std::exp(x); }
FN real gv_expm1(real x) { return std::expm1(x); }
FN real gv_log(real x) { return std::log(x); }
FN real gv_sin(real x) { return std::sin(x); }
FN real gv_cos(real x) { return std::cos(x); }
FN real gv_wrap_phase(real x) {
  const real turn = 6.283185307179586476925;
  return x - turn * std::nearbyint(x / turn);
}
FN real gv_exprelr(real x) {
  real a = x < 0 ? -x : x;
  return a < 1e-17 ? 1.0 : x > 700 ? x * std::exp(-x) : x / std::expm1(x);
}
#endif

#endif
