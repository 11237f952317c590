// adjoint.glsl: what the adjoints of models share, common subset of GLSL and
// C++. Fragments that need it include it, so that the others do not depend on it.

#ifndef GV_ADJOINT
#define GV_ADJOINT

#include "lib/surrogate.glsl"

// The adjoint of gv_gate: adj is the cotangent of its result.
FN void gv_gate_vjp(real x, real a, real b, real dt, real adj, INOUT(real) adj_x, INOUT(real) adj_a,
                    INOUT(real) adj_b) {
  real rate = a + b;
  real x_inf = a / rate;
  real e = gv_exp_decay(-(rate * dt));
  real adj_inf = adj * (R(1.0) - e) / rate;
  adj_x = adj * e;
  adj_b = -(adj * (x - x_inf) * e * dt) - adj_inf * x_inf;
  adj_a = adj_b + adj_inf;
}

// What an exponential Euler step of a membrane gives back.
struct GvMembrane {
  real v;
  real g;
  real i;
  real dt_c;
};

// The adjoint of v_inf + (v - v_inf) exp(-dt_c g), v_inf = i / g: a membrane of
// conductance g (nS) and current i (pA) at 0 mV. adj is the cotangent of the result.
FN GvMembrane gv_membrane_vjp(real v, real g, real i, real dt_c, real adj) {
  real v_inf = i / g;
  real e = gv_exp_decay(-(dt_c * g));
  real adj_e = adj * (v - v_inf) * e;
  GvMembrane m;
  m.v = adj * e;
  m.i = adj * (R(1.0) - e) / g;
  m.g = -(adj_e * dt_c) - m.i * v_inf;
  m.dt_c = -(adj_e * g);
  return m;
}

// The derivative of gv_exprelr, x / (exp(x) - 1): by its series near 0, where
// the quotient would lose all digits.
FN real gv_exprelr_slope(real x) {
  real z = x * x;
  real series = R(-0.5) + x * (R(0.16666666666666666) -
                               z * (R(0.005555555555555556) -
                                    z * (R(1.984126984126984e-4) - z * R(6.613756613756614e-6))));
  bool near = gv_abs(x) < R(0.1);
  real far = select(near, R(1.0), x);
  real quotient = (R(1.0) - gv_exprelr(far) - far) / gv_expm1(far);
  return select(near, series, quotient);
}

// The adjoint of gv_exponential_euler: adj is the cotangent of the result. The
// cotangent of h is added to, the other two are set.
FN void gv_exponential_euler_vjp(real f, real slope, real h, real adj, INOUT(real) adj_f,
                                 INOUT(real) adj_slope, INOUT(real) adj_h) {
  real z = gv_min(h * slope, R(10.0));
  real q = R(1.0) / gv_exprelr(z);
  real adj_z = -(adj * h * f * q) * (q * gv_exprelr_slope(z));
  adj_z = select(h * slope > R(10.0), R(0.0), adj_z);
  adj_f = adj * h * q;
  adj_slope = adj_z * h;
  adj_h = adj_h + (adj * f * q + adj_z * slope);
}

// Distance to the crossing of a level from below, in so many units; a neuron
// that begins the step above it cannot cross it.
FN real gv_crossing_distance(real before, real after, real level, real unit) {
  return before < level ? (after - level) / unit : GV_NEVER;
}

// Distance to threshold of a neuron that is reset, 1 from rest; none while
// steps of the refractory time are left.
FN real gv_threshold_distance(real v, real v_th, real rest, real left) {
  return left > R(0.0) ? GV_NEVER : (v - v_th) / (v_th - rest);
}

// What the threshold and reset of an integrate-and-fire neuron give back.
struct GvReset {
  real v;      // of v before the threshold is looked at
  real v_th;   // of the threshold
  real rest;   // of what the distance to threshold is measured from
  real reset;  // of what v is reset to
  real spiked; // 1 when there was a spike, else 0
};

// The adjoint of: a spike when v >= v_th unless `left` steps of the refractory
// time are left; v = reset then and during it. slope is that of the spike by
// gv_threshold_distance, adj_v the cotangent of the v that results, and adj_z
// that of the spike by everything but this reset, which attach = 0 leaves out.
FN GvReset gv_reset_vjp(real v, real v_th, real rest, real reset, real left, real slope,
                        real attach, real adj_z, real adj_v) {
  bool clamped = left > R(0.0);
  real w = v_th - rest;
  real adj_d = clamped ? R(0.0) : slope * (adj_z + attach * (reset - v) * adj_v) / w;
  real shift = adj_d * ((v - v_th) / w);
  GvReset q;
  bool spike = !clamped && v >= v_th;
  bool gone = clamped || spike;
  q.spiked = spike ? R(1.0) : R(0.0);
  q.v = (gone ? R(0.0) : adj_v) + adj_d;
  q.v_th = -(adj_d + shift);
  q.rest = shift;
  q.reset = gone ? adj_v : R(0.0);
  return q;
}

// The adjoint of gv_pulse_now and gv_pulse_step together. How long transmitter
// stays is a number of steps and constant: adj_now is the cotangent of what is
// in the cleft now, adj_c goes from that of c behind the step to that in front.
FN void gv_pulse_vjp(real left, real released, real steps, real adj_now, INOUT(real) adj_c,
                     INOUT(real) adj_released) {
  real rest = gv_max(left - R(1.0), R(0.0));
  bool added = released > R(0.0);
  adj_released = added ? adj_c : R(0.0);
  adj_c = (added ? adj_c * rest / steps : adj_c) + (left > R(0.5) ? adj_now : R(0.0));
}

#endif
