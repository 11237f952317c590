// crossing.glsl: the first upward crossing of the threshold within a series,
// common subset of GLSL and C++.
//
// v can rise through v_th only where f = c dv/dt at v = v_th is positive, and
// within one stretch of positive f at most once. The signs of f at the ends of
// an interval tell its stretches when f is monotone there or has no root;
// intervals where bounds of its derivatives show neither are halved. So no
// crossing is missed, whatever the number of receptors.

#ifndef GV_EVENT_CROSSING
#define GV_EVENT_CROSSING

#if REAL_IS_FLOAT
#define EVENT_EPS 1.1920929e-7
#else
#define EVENT_EPS 2.2204460492503131e-16
#endif

// The root of p - level in (low, high], where p rises through it once.
FN real event_root(EventPoly p, real level, real low, real high) {
  real u = R(0.5) * (low + high);
  for (int k = 0; k < 60; k++) {
    real f = event_poly(p, u) - level;
    if (f >= R(0.0)) high = u;
    else low = u;
    real next = u - f / event_slope(p, u);
    if (!(next > low && next < high)) next = R(0.5) * (low + high);
    real moved = gv_abs(next - u);
    u = next;
    if (moved <= R(EVENT_EPS)) return u;
  }
  return u;
}

// An upper bound of p over [0, 1].
FN real event_bound(EventPoly p) {
  real sum = p.a[0];
  for (int n = 1; n <= EVENT_ORDER; n++) sum = sum + gv_max(p.a[n], R(0.0));
  return sum;
}

// Bounds of the first and the second derivative of p over [0, 1].
FN void event_bends(EventPoly p, INOUT(real) first_bound, INOUT(real) second_bound) {
  first_bound = R(0.0);
  second_bound = R(0.0);
  for (int n = EVENT_ORDER; n >= 1; n--) {
    real size = gv_abs(p.a[n]) * real(n);
    first_bound = first_bound + size;
    second_bound = second_bound + size * real(n - 1);
  }
}

// Looks for the first crossing in (from, to]; v(from) lies below v_th.
FN bool event_cross(EventCell c, EventSeries y, real from, real to, INOUT(real) where) {
  if (event_bound(y.v) < c.v_th) return false;
  EventPoly f;
  for (int n = 0; n <= EVENT_ORDER; n++) f.a[n] = y.push.a[n] - c.v_th * y.load.a[n];
  f.a[0] = f.a[0] - c.g * c.v_th;
  if (event_bound(f) <= R(0.0)) return false;
  real slope_bound;
  real bend_bound;
  event_bends(f, slope_bound, bend_bound);
  // With one exponential current f is monotone.
  bool monotone = c.receptors <= 1u && !c.conducts && (c.receptors == 0u || c.kind[0] == 0u);
  real width = to - from;
  real least = width * R(1e-6);
  for (int k = 0; k < 400 && from < to; k++) {
    real half_width = R(0.5) * width;
    real middle = from + half_width;
    if (!monotone && width > least && gv_abs(event_poly(f, middle)) <= half_width * slope_bound &&
        gv_abs(event_slope(f, middle)) <= half_width * bend_bound) {
      width = half_width;
      continue;
    }
    real end = gv_min(from + width, to);
    real f0 = event_poly(f, from);
    real f1 = event_poly(f, end);
    real peak = end; // where v is largest if it crosses at all
    if (f0 > R(0.0) && f1 < R(0.0)) {
      // f falls through zero: -f rises.
      EventPoly negative;
      for (int n = 0; n <= EVENT_ORDER; n++) negative.a[n] = -f.a[n];
      peak = event_root(negative, R(0.0), from, end);
    }
    if (event_poly(y.v, peak) >= c.v_th) {
      where = event_root(y.v, c.v_th, from, peak);
      return true;
    }
    if (peak != end && event_poly(y.v, end) >= c.v_th) {
      where = event_root(y.v, c.v_th, peak, end);
      return true;
    }
    from = end;
    width = to - end;
  }
  return false;
}

#endif
