// series_vjp.glsl: the adjoint of one series, common subset of GLSL and C++.
//
// The terms are made again and the recurrences run backwards: the derivative
// of what the forward pass computes, not of what it approximates.

#ifndef GV_EVENT_SERIES_VJP
#define GV_EVENT_SERIES_VJP

// From the cotangents `bar` of the state after h ms to those of state s before;
// `integral` is the cotangent of the integral of v, whose term weights are w.
// Adds to the cotangents of the parameters.
FN void event_expand_vjp(EventCell c, EventState s, real h, EventPoly w, real integral,
                         INOUT(EventState) bar, INOUT(EventCellBar) p) {
  EventSeries y;
  event_expand(c, s, h, y);
  real step = h / c.c;
  EventPoly v_bar;
  EventPoly push_bar;
  EventPoly load_bar;
  for (int n = 0; n <= EVENT_ORDER; n++) {
    v_bar.a[n] = bar.v + integral * (h * w.a[n]);
    load_bar.a[n] = R(0.0);
  }
  push_bar.a[EVENT_ORDER] = R(0.0);
  real c_bar = R(0.0);
  for (int n = EVENT_ORDER - 1; n >= 0; n--) {
    real k = v_bar.a[n + 1] * (step * (R(1.0) / real(n + 1)));
    c_bar = c_bar + v_bar.a[n + 1] * y.v.a[n + 1];
    push_bar.a[n] = k;
    v_bar.a[n] = v_bar.a[n] - c.g * k;
    p.g = p.g - k * y.v.a[n];
    if (c.conducts) {
      for (int m = 0; m <= n; m++) {
        load_bar.a[m] = load_bar.a[m] - k * y.v.a[n - m];
        v_bar.a[n - m] = v_bar.a[n - m] - k * y.load.a[m];
      }
    }
  }
  p.c = p.c - c_bar / c.c;
  p.i = p.i + push_bar.a[0];
  p.e = p.e + c.g * push_bar.a[0];
  p.g = p.g + c.e * push_bar.a[0];
  bar.v = v_bar.a[0];
  for (uint r = 0u; r < c.receptors; r++) {
    bool conductance = (c.kind[r] & EVENT_CONDUCTANCE) != 0u;
    real drive = conductance ? c.e_rev[r] : R(1.0);
    real load = conductance ? R(1.0) : R(0.0);
    real z = c.rate[r] * h;
    EventPoly g;
    EventPoly x;
    g.a[0] = s.g[r];
    x.a[0] = s.x[r];
    for (int n = 0; n < EVENT_ORDER; n++) {
      real k = z * (R(1.0) / real(n + 1));
      g.a[n + 1] = k * (x.a[n] - g.a[n]);
      x.a[n + 1] = -(k * x.a[n]);
    }
    real e_bar = R(0.0);
    real z_bar = R(0.0);
    real g_bar = R(0.0);
    real x_bar = R(0.0);
    for (int n = EVENT_ORDER; n >= 0; n--) {
      // From the terms n + 1 to the terms n, then what term n does itself.
      real inverse = R(1.0) / real(n + 1);
      real k = z * inverse;
      real g_next = g_bar;
      real x_next = x_bar;
      z_bar = z_bar + inverse * (g_next * (x.a[n] - g.a[n]) - x_next * x.a[n]);
      g_bar = bar.g[r] - k * g_next + drive * push_bar.a[n] + load * load_bar.a[n];
      x_bar = bar.x[r] + k * (g_next - x_next);
      e_bar = e_bar + push_bar.a[n] * g.a[n];
    }
    bar.g[r] = g_bar;
    bar.x[r] = x_bar;
    p.tau[r] = p.tau[r] - z_bar * z * c.rate[r];
    if (conductance) p.e_rev[r] = p.e_rev[r] + e_bar;
  }
}

// The adjoint of event_decay.
FN void event_decay_vjp(EventCell c, EventState s, real t, INOUT(EventState) bar,
                        INOUT(EventCellBar) p) {
  for (uint r = 0u; r < c.receptors; r++) {
    real z = t * c.rate[r];
    real decay = gv_exp(-z);
    real g_after = (s.g[r] + s.x[r] * z) * decay;
    real x_after = s.x[r] * decay;
    real z_bar = bar.g[r] * (s.x[r] * decay - g_after) - bar.x[r] * x_after;
    bar.x[r] = decay * (bar.x[r] + bar.g[r] * z);
    bar.g[r] = decay * bar.g[r];
    p.tau[r] = p.tau[r] - z_bar * z * c.rate[r];
  }
}

#endif
