// series.glsl: the membrane potential between two events as a power series,
// common subset of GLSL and C++.
//
// With u = t / h in [0, 1] every quantity is a polynomial in u. Receptors are
// exponentials, whose terms follow from one another; the membrane equation is
// linear in v, so that v's terms follow too (Cauchy products with the
// conductances). Over event_reach the first term left out is below rounding.
// Method: Parker & Sochacki 1996, Neural Parallel Sci. Comput. 4:97.

#ifndef GV_EVENT_SERIES
#define GV_EVENT_SERIES

// The series end with u^EVENT_ORDER: 1/17! is 3e-15, 1/11! is 3e-8.
#if REAL_IS_FLOAT
#define EVENT_ORDER 10
#else
#define EVENT_ORDER 16
#endif
#define EVENT_TERMS (EVENT_ORDER + 1)

struct EventPoly {
  real a[EVENT_TERMS];
};

struct EventSeries {
  real h;         // ms
  EventPoly v;    // potential
  EventPoly load; // sum of the conductances of receptors
  EventPoly push; // everything that drives c dv/dt and does not depend on v
  EventState end; // the state after h
};

FN real event_poly(EventPoly p, real u) {
  real y = p.a[EVENT_ORDER];
  for (int n = EVENT_ORDER - 1; n >= 0; n--) y = y * u + p.a[n];
  return y;
}

// The derivative in u.
FN real event_slope(EventPoly p, real u) {
  real y = p.a[EVENT_ORDER] * real(EVENT_ORDER);
  for (int n = EVENT_ORDER - 1; n >= 1; n--) y = y * u + p.a[n] * real(n);
  return y;
}

// Receptor values at time t after s, for members whose potential is held.
FN void event_decay(EventCell c, INOUT(EventState) s, real t) {
  for (uint r = 0u; r < c.receptors; r++) {
    real z = t * c.rate[r];
    real decay = gv_exp(-z);
    s.g[r] = (s.g[r] + s.x[r] * z) * decay;
    s.x[r] = s.x[r] * decay;
  }
}

// The series of state s over the next h ms.
FN void event_expand(EventCell c, EventState s, real h, INOUT(EventSeries) y) {
  y.h = h;
  for (int n = 0; n <= EVENT_ORDER; n++) {
    y.push.a[n] = R(0.0);
    y.load.a[n] = R(0.0);
  }
  y.push.a[0] = c.g * c.e + c.i;
  for (uint r = 0u; r < c.receptors; r++) {
    real g = s.g[r];
    real x = s.x[r];
    real z = c.rate[r] * h;
    bool conductance = (c.kind[r] & EVENT_CONDUCTANCE) != 0u;
    real drive = conductance ? c.e_rev[r] : R(1.0);
    real load = conductance ? R(1.0) : R(0.0);
    real g_sum = R(0.0);
    real x_sum = R(0.0);
    for (int n = 0; n <= EVENT_ORDER; n++) {
      g_sum = g_sum + g;
      x_sum = x_sum + x;
      y.push.a[n] = y.push.a[n] + g * drive;
      y.load.a[n] = y.load.a[n] + g * load;
      real k = z * (R(1.0) / real(n + 1));
      g = k * (x - g);
      x = -(k * x);
    }
    y.end.g[r] = g_sum;
    y.end.x[r] = x_sum;
  }
  real step = h / c.c;
  y.v.a[0] = s.v;
  for (int n = 0; n < EVENT_ORDER; n++) {
    real sum = y.push.a[n] - c.g * y.v.a[n];
    if (c.conducts) {
      for (int m = 0; m <= n; m++) sum = sum - y.load.a[m] * y.v.a[n - m];
    }
    y.v.a[n + 1] = (step * (R(1.0) / real(n + 1))) * sum;
  }
  y.end.v = event_poly(y.v, R(1.0));
}

// The weights of the terms of v in the integral of v exp(-k u) over u in [0, 1].
FN void event_weights(real k, INOUT(EventPoly) w) {
  real edge = gv_exp(-k);
  real x = edge / real(EVENT_TERMS + 1);
  // Downwards the recurrence of integration by parts damps errors; it starts
  // with terms that are not kept.
  for (int n = EVENT_ORDER + 12; n > EVENT_ORDER; n--) x = (edge + k * x) / real(n + 1);
  for (int n = EVENT_ORDER; n >= 0; n--) {
    x = (edge + k * x) / real(n + 1);
    w.a[n] = x;
  }
}

FN real event_dot(EventPoly a, EventPoly b) {
  real sum = R(0.0);
  for (int n = EVENT_ORDER; n >= 0; n--) sum = sum + a.a[n] * b.a[n];
  return sum;
}

#endif
