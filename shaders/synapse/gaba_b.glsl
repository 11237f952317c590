// gaba_b: kinetic model of GABA-B receptors, a conductance (nS) that G proteins open.
//
//   dr/dt = k1 c (1 - r) - k2 r      bound receptors
//   ds/dt = k3 r - k4 s              G proteins
//   g = g_max s^4 / (s^4 + kd)
//   c = t w / g_max during t_max after the arrival of weight w
//
// s is kept in units of kd^(1/4). All receptors of the neuron are one pool:
// simultaneous pulses add their transmitter and saturate it (lib/pulse.glsl).
// Scheme: exact, c being constant during a step. The value is that at the
// step's end when it is held during the step, else that at its beginning.
// Paper: Destexhe, Bal, McCormick & Sejnowski 1996, J. Neurophysiol. 76:2049.
struct GabaBParams {
  real bind;   // k1 t dt / g_max, 1/nS
  real unbind; // k2 dt
  real drive;  // k3 dt / kd^(1/4)
  real loss;   // k4 dt
  real g_max;  // nS
  real steps;  // t_max in steps
};

struct GabaBState {
  real r;    // bound fraction
  real s;    // G proteins
  real c;    // nS, weight of the transmitter in the cleft
  real left; // steps until it is gone
};

FN real gaba_b_open(real s) {
  real s2 = s * s;
  real s4 = s2 * s2;
  return s4 / (s4 + R(1.0));
}

FN real gaba_b_step(GabaBParams p, INOUT(GabaBState) s, real arrival, bool held) {
  real bind = p.bind * gv_pulse_now(s.c, s.left);
  real rate = bind + p.unbind;
  real r_inf = bind / rate;
  real old = s.s;
  // s is driven by r_inf and by a part of r that decays with `rate`; 1 / exprelr(z)
  // is (exp(z) - 1) / z, without loss where the rates are small or equal.
  real decay = gv_exp_decay(-p.loss);
  real steady = r_inf / gv_exprelr(p.loss);
  real transient = (s.r - r_inf) / gv_exprelr(p.loss - rate);
  s.s = decay * (old + p.drive * (steady + transient));
  s.r = gv_bind(s.r, bind, p.unbind);
  gv_pulse_step(s.c, s.left, arrival, p.steps);
  return p.g_max * gaba_b_open(held ? s.s : old);
}

#include "lib/adjoint.glsl"

FN void gaba_b_step_vjp(GabaBParams p, GabaBState s, real arrival, bool held, real adj_value,
                        INOUT(GabaBState) adj_s, INOUT(GabaBParams) adj_p,
                        INOUT(real) adj_arrival) {
  real c = gv_pulse_now(s.c, s.left);
  real bind = p.bind * c;
  real rate = bind + p.unbind;
  real r_inf = bind / rate;
  real decay = gv_exp_decay(-p.loss);
  real q_loss = R(1.0) / gv_exprelr(p.loss);
  real gap = p.loss - rate;
  real q_gap = R(1.0) / gv_exprelr(gap);
  real steady = r_inf * q_loss;
  real transient = (s.r - r_inf) * q_gap;
  real driven = s.s + p.drive * (steady + transient);
  real used = held ? decay * driven : s.s;
  real u2 = used * used;
  real d = R(1.0) + u2 * u2;
  real adj_used = adj_value * p.g_max * (R(4.0) * u2 * used / (d * d));
  adj_p.g_max = adj_p.g_max + adj_value * gaba_b_open(used);

  real adj_new = adj_s.s + (held ? adj_used : R(0.0));
  real adj_driven = adj_new * decay;
  real adj_sum = adj_driven * p.drive;
  real adj_gap = -(adj_sum * transient * q_gap * gv_exprelr_slope(gap));
  real adj_inf = adj_sum * (q_loss - q_gap);
  real adj_r = R(0.0);
  real adj_bind = R(0.0);
  real adj_unbind = R(0.0);
  gv_gate_vjp(s.r, bind, p.unbind, R(1.0), adj_s.r, adj_r, adj_bind, adj_unbind);
  adj_bind = adj_bind + adj_inf * (R(1.0) - r_inf) / rate - adj_gap;
  adj_unbind = adj_unbind - adj_inf * r_inf / rate - adj_gap;
  adj_p.bind = adj_p.bind + adj_bind * c;
  adj_p.unbind = adj_p.unbind + adj_unbind;
  adj_p.drive = adj_p.drive + adj_driven * (steady + transient);
  adj_p.loss = adj_p.loss + (adj_gap - adj_new * decay * driven -
                             adj_sum * steady * q_loss * gv_exprelr_slope(p.loss));
  adj_s.r = adj_r + adj_sum * q_gap;
  adj_s.s = adj_driven + (held ? R(0.0) : adj_used);
  gv_pulse_vjp(s.left, arrival, p.steps, adj_bind * p.bind, adj_s.c, adj_arrival);
  adj_s.left = R(0.0);
}
