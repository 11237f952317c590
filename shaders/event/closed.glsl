// closed.glsl: a neuron with one exponential current (or no receptor) between
// two events, in closed form; common subset of GLSL and C++.
//
//   v(t) = v_inf + (v - v_inf) exp(-a t) + I K(t) / c,  a = g / c,  v_inf = e + i / g
//   K(t) = integral of exp(-a (t - s) - b s) ds, s from 0 to t,  b = 1 / tau
//
// K is written with the slower of the two rates and the distance z = |a - b| t
// so that equal rates need no case of their own.

#ifndef GV_EVENT_CLOSED
#define GV_EVENT_CLOSED

struct EventClosed {
  real t;
  real alpha; // exp(-a t)
  real beta;  // exp(-b t)
  real k;     // K
  real v;
  real i;
};

FN bool event_is_closed(EventCell c) {
  return c.receptors == 0u || (c.receptors == 1u && c.kind[0] == 0u);
}

FN real event_rate(EventCell c) { return c.receptors == 0u ? R(1.0) : c.rate[0]; }
FN real event_input(EventCell c, EventState s) { return c.receptors == 0u ? R(0.0) : s.g[0]; }

// The neuron t ms after state s.
FN EventClosed event_after(EventCell c, EventState s, real t) {
  EventClosed y;
  real a = c.g / c.c;
  real b = event_rate(c);
  real v_inf = c.e + c.i / c.g;
  y.t = t;
  y.alpha = gv_exp(-(a * t));
  y.beta = gv_exp(-(b * t));
  real z = gv_abs(a - b) * t;
  real ratio = z > R(0.0) ? -gv_expm1(-z) / z : R(1.0);
  y.k = gv_max(y.alpha, y.beta) * (t * ratio);
  y.i = event_input(c, s) * y.beta;
  y.v = v_inf + (s.v - v_inf) * y.alpha + event_input(c, s) * y.k / c.c;
  return y;
}

// Looks for the first crossing in (from, to]; v(from) lies below v_th. c dv/dt
// at v = v_th is monotone in time: v can rise through v_th while it is positive only.
FN bool event_cross_closed(EventCell c, EventState s, real from, real to, INOUT(real) where) {
  real b = event_rate(c);
  real input_now = event_input(c, s);
  real steady = c.g * (c.e - c.v_th) + c.i;
  real peak = to;
  if (steady <= R(0.0)) {
    if (!(input_now > R(0.0))) return false;
    // The drive vanishes when the input has fallen to what the leak takes.
    if (steady < R(0.0)) peak = gv_min(to, gv_log(input_now / -steady) / b);
    if (!(peak > from)) return false;
  }
  if (!(event_after(c, s, peak).v >= c.v_th)) return false;
  real low = from;
  real high = peak;
  real t = R(0.5) * (low + high);
  for (int k = 0; k < 60; k++) {
    EventClosed y = event_after(c, s, t);
    real f = y.v - c.v_th;
    if (f >= R(0.0)) high = t;
    else low = t;
    real next = t - f * c.c / (c.g * (c.e - y.v) + c.i + y.i);
    if (!(next > low && next < high)) next = R(0.5) * (low + high);
    real moved = gv_abs(next - t);
    t = next;
    if (moved <= R(EVENT_EPS) * t) break;
  }
  where = t;
  return true;
}

// The integral of v over the t ms from state s to y, from the membrane equation.
FN real event_area(EventCell c, EventState s, EventClosed y) {
  real charge = (event_input(c, s) - y.i) / event_rate(c);
  return (c.e + c.i / c.g) * y.t + (c.c * (s.v - y.v) + charge) / c.g;
}

// The adjoint of event_after and, with the cotangent `area`, of event_area.
FN void event_after_vjp(EventCell c, EventState s, real t, real area, INOUT(EventState) bar,
                        INOUT(EventCellBar) p) {
  EventClosed y = event_after(c, s, t);
  real a = c.g / c.c;
  real b = event_rate(c);
  real input_now = event_input(c, s);
  real v_inf = c.e + c.i / c.g;
  real charge = (input_now - y.i) / b;
  real v_bar = bar.v - area * c.c / c.g;
  real i_bar = (c.receptors == 0u ? R(0.0) : bar.g[0]) - area / (b * c.g);

  // The first moment J of the kernel: integral of s exp(-a (t - s) - b s) ds.
  real z = gv_abs(a - b) * t;
  real slow = gv_max(y.alpha, y.beta);
  real moment = R(0.0); // integral of u exp(-z u) du, u from 0 to 1
  if (z < R(0.5)) {
    real term = R(1.0);
    for (int n = 0; n < EVENT_ORDER; n++) {
      moment = moment + term / real(n + 2);
      term = -(term * z) / real(n + 1);
    }
  } else {
    real fall = gv_exp(-z);
    moment = ((R(1.0) - fall) / z - fall) / z;
  }
  moment = slow * t * t * moment;
  if (b < a) moment = t * y.k - moment;

  real a_bar = v_bar * (input_now / c.c * (moment - t * y.k) - t * y.alpha * (s.v - v_inf));
  real b_bar = -(v_bar * input_now / c.c * moment) - i_bar * t * y.i - area * charge / (b * c.g);
  real v_inf_bar = v_bar * (R(1.0) - y.alpha) + area * t;
  p.e = p.e + v_inf_bar;
  p.i = p.i + v_inf_bar / c.g;
  p.g = p.g - v_inf_bar * c.i / (c.g * c.g) + a_bar / c.c -
        area * (c.c * (s.v - y.v) + charge) / (c.g * c.g);
  p.c = p.c - a_bar * a / c.c - v_bar * input_now * y.k / (c.c * c.c) + area * (s.v - y.v) / c.g;
  bar.v = v_bar * y.alpha + area * c.c / c.g;
  if (c.receptors != 0u) {
    p.tau[0] = p.tau[0] - b_bar * b * b;
    bar.g[0] = i_bar * y.beta + v_bar * y.k / c.c + area / (b * c.g);
  }
}

#endif
