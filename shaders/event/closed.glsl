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

// What t ms do to every neuron with the same rates.
struct EventFlow {
  real t;
  real alpha; // exp(-a t)
  real beta;  // exp(-b t)
  real k;     // K
};

struct EventClosed {
  EventFlow flow;
  real v;
  real i;
};

FN bool event_is_closed(EventCell c) {
  return c.receptors == 0u || (c.receptors == 1u && c.kind[0] == 0u);
}

FN real event_rate(EventCell c) { return c.receptors == 0u ? R(1.0) : c.rate[0]; }
FN real event_input(EventCell c, EventState s) { return c.receptors == 0u ? R(0.0) : s.g[0]; }

FN real event_rest(EventCell c) { return c.e + c.i / c.g; }

FN EventFlow event_flow(EventCell c, real t) {
  EventFlow f;
  real a = c.g / c.c;
  real b = event_rate(c);
  f.t = t;
  f.alpha = gv_exp(-(a * t));
  f.beta = gv_exp(-(b * t));
  real z = gv_abs(a - b) * t;
  real ratio = z > R(0.0) ? -gv_expm1(-z) / z : R(1.0);
  f.k = gv_max(f.alpha, f.beta) * (t * ratio);
  return f;
}

// v after the flow, from v and the input current at its beginning.
FN real event_flow_v(EventCell c, EventFlow f, real v, real i) {
  real v_inf = event_rest(c);
  return v_inf + (v - v_inf) * f.alpha + i * f.k / c.c;
}

// The neuron t ms after state s.
FN EventClosed event_after(EventCell c, EventState s, real t) {
  EventClosed y;
  y.flow = event_flow(c, t);
  y.i = event_input(c, s) * y.flow.beta;
  y.v = event_flow_v(c, y.flow, s.v, event_input(c, s));
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

// The integral of v over a flow from v0 and i0 to v1 and i1, from the membrane equation.
FN real event_flow_area(EventCell c, EventFlow f, real v0, real i0, real v1, real i1) {
  real charge = (i0 - i1) / event_rate(c);
  return event_rest(c) * f.t + (c.c * (v0 - v1) + charge) / c.g;
}

FN real event_area(EventCell c, EventState s, EventClosed y) {
  return event_flow_area(c, y.flow, s.v, event_input(c, s), y.v, y.i);
}

// The first moment of a flow's kernel: integral of s exp(-a (t - s) - b s) ds.
FN real event_flow_moment(EventCell c, EventFlow f) {
  real a = c.g / c.c;
  real b = event_rate(c);
  real z = gv_abs(a - b) * f.t;
  real slow = gv_max(f.alpha, f.beta);
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
  moment = slow * f.t * f.t * moment;
  return b < a ? f.t * f.k - moment : moment;
}

// Cotangents of v and the input current, and of the parameters.
struct EventFlowBar {
  real v;
  real i;
  real c;
  real g;
  real e;
  real drive; // of the constant current
  real tau;
};

// The adjoint of a flow from v0 and i0 and, with the cotangent `area`, of event_flow_area.
FN void event_flow_vjp(EventCell c, EventFlow f, real moment, real v0, real i0, real area,
                       INOUT(EventFlowBar) bar) {
  real a = c.g / c.c;
  real b = event_rate(c);
  real v_inf = event_rest(c);
  real v1 = event_flow_v(c, f, v0, i0);
  real i1 = i0 * f.beta;
  real charge = (i0 - i1) / b;
  real v_bar = bar.v - area * c.c / c.g;
  real i_bar = bar.i - area / (b * c.g);
  real a_bar = v_bar * (i0 / c.c * (moment - f.t * f.k) - f.t * f.alpha * (v0 - v_inf));
  real b_bar = -(v_bar * i0 / c.c * moment) - i_bar * f.t * i1 - area * charge / (b * c.g);
  real v_inf_bar = v_bar * (R(1.0) - f.alpha) + area * f.t;
  bar.e = bar.e + v_inf_bar;
  bar.drive = bar.drive + v_inf_bar / c.g;
  bar.g = bar.g - v_inf_bar * c.i / (c.g * c.g) + a_bar / c.c -
          area * (c.c * (v0 - v1) + charge) / (c.g * c.g);
  bar.c = bar.c - a_bar * a / c.c - v_bar * i0 * f.k / (c.c * c.c) + area * (v0 - v1) / c.g;
  bar.tau = bar.tau - b_bar * b * b;
  bar.v = v_bar * f.alpha + area * c.c / c.g;
  bar.i = i_bar * f.beta + v_bar * f.k / c.c + area / (b * c.g);
}

// The adjoint of event_after and, with the cotangent `area`, of event_area.
FN void event_after_vjp(EventCell c, EventState s, real t, real area, INOUT(EventState) bar,
                        INOUT(EventCellBar) p) {
  EventFlow f = event_flow(c, t);
  EventFlowBar y;
  y.v = bar.v;
  y.i = c.receptors == 0u ? R(0.0) : bar.g[0];
  y.c = p.c;
  y.g = p.g;
  y.e = p.e;
  y.drive = p.i;
  y.tau = c.receptors == 0u ? R(0.0) : p.tau[0];
  event_flow_vjp(c, f, event_flow_moment(c, f), s.v, event_input(c, s), area, y);
  bar.v = y.v;
  p.c = y.c;
  p.g = y.g;
  p.e = y.e;
  p.i = y.drive;
  if (c.receptors != 0u) {
    bar.g[0] = y.i;
    p.tau[0] = y.tau;
  }
}

#endif
