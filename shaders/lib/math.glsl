// math.glsl: elementary functions of the common subset of GLSL and C++.
//
// Drivers' own exp and log differ and lose up to 100 ulp, so these are ours:
// float32 additions, multiplications and bit casts only (divisions where said),
// no branches, the same bits on every engine.
// Largest error, measured over the whole range in math_test.go:
//   gv_exp 1, gv_expm1 1.3, gv_log 1, gv_exprelr 2, gv_normal_quantile 6 ulp.
// Denormals: an argument below 2^-126 in magnitude counts as zero and no result
// is denormal, whether or not the device flushes. NaN gives the quiet NaN 7fc00000.
// Reduction and polynomials after Moshier, Cephes (expf.c, logf.c).
// fma() is not used: Mesa drops NoContraction on it.

#ifndef GV_MATH
#define GV_MATH

FN real gv_abs(real x) { return select(x < R(0.0), -x, x); }
FN real gv_min(real a, real b) { return select(b < a, b, a); }
FN real gv_max(real a, real b) { return select(b > a, b, a); }

#if REAL_IS_FLOAT

// exp(r) - 1 - r for |r| <= ln(2)/2.
// Estrin's order of the polynomial: three short chains instead of one long one.
FN real gv_exp_tail(real r) {
  real s = r * r;
  real high = R(1.9875691500e-4) * r + R(1.3981999507e-3);
  real middle = R(8.3334519073e-3) * r + R(4.1665795894e-2);
  real low = R(1.6666665459e-1) * r + R(5.0000001201e-1);
  return ((high * s + middle) * s + low) * s;
}

// exp(x). Above 88.7228 inf; below -87.3365, where the result would be denormal, 0.
FN real gv_exp(real x) {
  real c = gv_min(gv_max(x, R(-89.0)), R(90.0));
  // Adding 1.5 * 2^23 rounds to an integer and leaves it in the low bits.
  real t = c * R(1.44269504) + R(12582912.0);
  real k = t - R(12582912.0);
  real r = (c - k * R(0.693359375)) + k * R(2.12194440e-4);
  real p = (gv_exp_tail(r) + r) + R(1.0);
  real y = as_real(as_uint(p) + (as_uint(t) << 23));
  y = select(x > R(88.722832), GV_INF, y);
  y = select(x < R(-87.336544), R(0.0), y);
  return select(int(as_uint(x) & 0x7fffffffu) > 0x7f800000, GV_NAN, y);
}

// exp(x) for x <= 0, the factor of a decay, in two thirds of the operations:
// no overflow to look for; below -87.3365 it stays at 2^-126. NaN gives some number.
FN real gv_exp_decay(real x) {
  real c = gv_max(x, R(-87.33654));
  real t = c * R(1.44269504) + R(12582912.0);
  real k = t - R(12582912.0);
  real r = (c - k * R(0.693359375)) + k * R(2.12194440e-4);
  real p = (gv_exp_tail(r) + r) + R(1.0);
  return as_real(as_uint(p) + (as_uint(t) << 23));
}

// (exp(x) - 1) / 128, finite up to x = 93.
FN real gv_expm1_scaled(real x) {
  real c = gv_min(gv_max(x, R(-25.0)), R(93.0));
  real t = c * R(1.44269504) + R(12582912.0);
  real k = t - R(12582912.0);
  real r = (c - k * R(0.693359375)) + k * R(2.12194440e-4);
  real s = as_real((as_uint(t) << 23) + 0x3c000000u); // 2^(k-7)
  // a + b rounded, and what the rounding lost, since |a| >= |b| or a = 0.
  real a = s - R(0.0078125);
  real b = s * r;
  real sum = a + b;
  real lost = b - (sum - a);
  return sum + (s * gv_exp_tail(r) + lost);
}

// exp(x) - 1.
FN real gv_expm1(real x) {
  int mag = int(as_uint(x) & 0x7fffffffu);
  real y = gv_expm1_scaled(x) * R(128.0);
  y = select(mag < 0x33000000, x, y);                                 // |x| < 2^-25
  y = select(mag < 0x00800000, as_real(as_uint(x) & 0x80000000u), y); // zero keeps its sign
  return select(mag > 0x7f800000, GV_NAN, y);
}

// x / (exp(x) - 1), 1 at x = 0; one division. Above 91.8568, where the result would be denormal, 0.
FN real gv_exprelr(real x) {
  int mag = int(as_uint(x) & 0x7fffffffu);
  bool tiny = mag < 0x33000000; // |x| < 2^-25
  real d = select(tiny, R(1.0), gv_expm1_scaled(x));
  real y = select(tiny, R(1.0), (x * R(0.0078125)) / d);
  y = select(x > R(91.856773), R(0.0), y);
  return select(mag > 0x7f800000, GV_NAN, y);
}

// Natural logarithm. Zero gives -inf, a negative number NaN.
FN real gv_log(real x) {
  uint u = as_uint(x);
  int mag = int(u & 0x7fffffffu);
  // x = 2^e (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)).
  uint w = u - 0x3f3504f3u;
  real e = real(int(w) >> 23);
  real f = as_real((w & 0x007fffffu) + 0x3f3504f3u) - R(1.0);
  real z = f * f;
  real y = R(7.0376836292e-2);
  y = y * f - R(1.1514610310e-1);
  y = y * f + R(1.1676998740e-1);
  y = y * f - R(1.2420140846e-1);
  y = y * f + R(1.4249322787e-1);
  y = y * f - R(1.6668057665e-1);
  y = y * f + R(2.0000714765e-1);
  y = y * f - R(2.4999993993e-1);
  y = y * f + R(3.3333331174e-1);
  y = (y * f) * z;
  y = y - e * R(2.12194440e-4);
  y = y - z * R(0.5);
  y = (f + y) + e * R(0.693359375);
  y = select(int(u) < 0, GV_NAN, y);
  y = select(mag < 0x00800000, -GV_INF, y);
  y = select(int(u) == 0x7f800000, GV_INF, y);
  return select(mag > 0x7f800000, GV_NAN, y);
}

#endif

// Quantile of the standard normal distribution: u in (0,1), -inf below, inf from 1 on.
// At most 6 ulp (1e-7 in exact arithmetic); two divisions, one square root.
// Wichura 1988, Applied Statistics 37, AS241, PPND7.
FN real gv_normal_quantile(real u) {
  real q = u - R(0.5);
  real s = R(0.180625) - q * q;
  real centre =
      q * (((R(59.109374720) * s + R(159.29113202)) * s + R(50.434271938)) * s + R(3.3871327179)) /
      (((R(67.187563600) * s + R(78.757757664)) * s + R(17.895169469)) * s + R(1.0));
  real m = gv_sqrt(-gv_log(select(q < R(0.0), u, R(1.0) - u)));
  bool far = m > R(5.0);
  real r = m - select(far, R(5.0), R(1.6));
  real n = select(far, R(0.017337203997), R(0.17023821103));
  n = n * r + select(far, R(0.42868294337), R(1.3067284816));
  n = n * r + select(far, R(3.0812263860), R(2.7568153900));
  n = n * r + select(far, R(6.6579051150), R(1.4234372777));
  real d = select(far, R(0.012258202635), R(0.12021132975));
  d = d * r + select(far, R(0.24197894225), R(0.73700164250));
  d = d * r + R(1.0);
  real tail = n / d;
  tail = select(q < R(0.0), -tail, tail);
  real y = select(gv_abs(q) <= R(0.425), centre, tail);
  y = select(u < R(1.17549435e-38), -GV_INF, y);
  return select(u >= R(1.0), GV_INF, y);
}

#endif
