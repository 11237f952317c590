// trig.glsl: sine, cosine and phases, common subset of GLSL and C++.
//
// float32 additions, multiplications and bit casts only, no branches, the same
// bits on every engine (see math.glsl). For |x| up to 8192 the error of sine and
// cosine is at most 1e-7; phases are kept within a turn, far below that. Beyond
// it, and for infinities, the result is some number, for NaN it is NaN.
// Reduction and polynomials after Moshier, Cephes (sinf.c).

#ifndef GV_TRIG
#define GV_TRIG

#if REAL_IS_FLOAT

// sin(r) and cos(r) for |r| <= pi/4.
FN real gv_sin_quarter(real r) {
  real z = r * r;
  return ((R(-1.9515295891e-4) * z + R(8.3321608736e-3)) * z - R(1.6666654611e-1)) * z * r + r;
}
FN real gv_cos_quarter(real r) {
  real z = r * r;
  real p = (R(2.443315711809948e-5) * z - R(1.388731625493765e-3)) * z + R(4.166664568298827e-2);
  return (p * z * z - z * R(0.5)) + R(1.0);
}

// sin(x + turns pi/2).
FN real gv_sin_turned(real x, uint turns) {
  real c = gv_min(gv_max(x, R(-8192.0)), R(8192.0));
  // Adding 1.5 * 2^23 rounds to an integer and leaves it in the low bits.
  real t = c * R(0.636619772) + R(12582912.0);
  real k = t - R(12582912.0);
  real r =
      ((c - k * R(1.5703125)) - k * R(4.837512969970703125e-4)) - k * R(7.54978995489188216e-8);
  uint quadrant = as_uint(t) + turns;
  real y = select((quadrant & 1u) != 0u, gv_cos_quarter(r), gv_sin_quarter(r));
  y = select((quadrant & 2u) != 0u, -y, y);
  return select(int(as_uint(x) & 0x7fffffffu) > 0x7f800000, GV_NAN, y);
}

FN real gv_sin(real x) { return gv_sin_turned(x, 0u); }
FN real gv_cos(real x) { return gv_sin_turned(x, 1u); }

// x less the whole turns nearest to it: from -pi to pi.
FN real gv_wrap_phase(real x) {
  real k = (x * R(0.159154943) + R(12582912.0)) - R(12582912.0);
  return ((x - k * R(6.28125)) - k * R(1.93500518798828125e-3)) - k * R(3.01991598195675286e-7);
}

#endif

#endif
