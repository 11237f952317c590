// dual.h: the common subset of GLSL and C++ over dual numbers, in the place of
// lib/prelude.h: a fragment compiled with it gives the derivative of its results
// along a direction (forward mode), which its hand-written adjoint is checked
// against. Wengert 1964, Commun. ACM 7:463.
#ifndef GV_PRELUDE
#define GV_PRELUDE

#include <cmath>
#include <cstdint>
#include <cstring>

typedef uint32_t uint;

// v + d eps with eps^2 = 0. Comparisons are those of the values.
struct Dual {
  double v, d;
  Dual() = default;
  constexpr Dual(double value) : v(value), d(0) {}
  constexpr Dual(double value, double slope) : v(value), d(slope) {}
  explicit operator int() const { return (int)v; }
};

static inline Dual operator+(Dual a, Dual b) { return {a.v + b.v, a.d + b.d}; }
static inline Dual operator-(Dual a, Dual b) { return {a.v - b.v, a.d - b.d}; }
static inline Dual operator-(Dual a) { return {-a.v, -a.d}; }
static inline Dual operator*(Dual a, Dual b) { return {a.v * b.v, a.d * b.v + a.v * b.d}; }
static inline Dual operator/(Dual a, Dual b) {
  double q = a.v / b.v;
  return {q, (a.d - q * b.d) / b.v};
}
static inline bool operator<(Dual a, Dual b) { return a.v < b.v; }
static inline bool operator>(Dual a, Dual b) { return a.v > b.v; }
static inline bool operator<=(Dual a, Dual b) { return a.v <= b.v; }
static inline bool operator>=(Dual a, Dual b) { return a.v >= b.v; }
static inline bool operator==(Dual a, Dual b) { return a.v == b.v; }
static inline bool operator!=(Dual a, Dual b) { return a.v != b.v; }

typedef Dual real;
#define R(x) (Dual((double)(x)))
#define INOUT(T) T &
#define FN static inline __attribute__((unused))

template <class T> FN T select(bool c, T a, T b) { return c ? a : b; }

// A decision is as it falls, or as the caller forces it.
static thread_local int gv_forced = -1;
#define GV_SPIKE(c) (gv_forced < 0 ? (c) : gv_forced != 0)

#define GV_INF (Dual(__builtin_inf()))
#define GV_NAN (Dual(__builtin_nan("")))

FN real gv_sqrt(real x) {
  double y = std::sqrt(x.v);
  return {y, x.d / (2 * y)};
}
FN real gv_exp(real x) {
  double y = std::exp(x.v);
  return {y, y * x.d};
}
FN real gv_exp_decay(real x) { return gv_exp(x); }
FN real gv_expm1(real x) { return {std::expm1(x.v), std::exp(x.v) * x.d}; }
FN real gv_sin(real x) { return {std::sin(x.v), std::cos(x.v) * x.d}; }
FN real gv_cos(real x) { return {std::cos(x.v), -std::sin(x.v) * x.d}; }
// The turns taken off are constant.
FN real gv_wrap_phase(real x) {
  const double turn = 6.283185307179586476925;
  return {x.v - turn * std::nearbyint(x.v / turn), x.d};
}
FN real gv_log(real x) { return {std::log(x.v), x.d / x.v}; }
// The slope is the derivative of the Bernoulli numbers' series near 0.
FN real gv_exprelr(real x) {
  double a = std::fabs(x.v);
  if (a < 0.05) {
    double z = x.v * x.v;
    return {a < 1e-17 ? 1.0 : x.v / std::expm1(x.v),
            (-0.5 + x.v / 6 - x.v * z / 180 + x.v * z * z / 5040 - x.v * z * z * z / 151200) * x.d};
  }
  double m = std::expm1(x.v), y = x.v / m;
  return {y, (1 - y * (m + 1)) / m * x.d};
}

#endif
