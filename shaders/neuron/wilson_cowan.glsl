// wilson_cowan: a population of excitatory and inhibitory neurons, by their activities.
//
//   tau_e de/dt = -e + (1 - r_e e) S(c_ee e - c_ei i + p + x; a_e, theta_e)
//   tau_i di/dt = -i + (1 - r_i i) S(c_ie e - c_ii i + q; a_i, theta_i)
//   S(u; a, theta) = 1 / (1 + exp(-a (u - theta))) - 1 / (1 + exp(a theta))
//
// x is the sum of stimuli, couplings and receptors. Dimensionless, time in ms. No spikes.
// Schemes: 0 euler, 1 heun, 2 rk4.
// Paper: Wilson & Cowan 1972, Biophys. J. 12:1, equations 11, 12 and 15.
struct WilsonCowanParams {
  real rate_e;  // 1/ms, 1 / tau_e
  real rate_i;  // 1/ms, 1 / tau_i
  real c_ee;    // excitation of e
  real c_ei;    // inhibition of e
  real c_ie;    // excitation of i
  real c_ii;    // inhibition of i
  real a_e;     // slope
  real theta_e; // position of the largest slope
  real a_i;     // slope
  real theta_i; // position of the largest slope
  real r_e;     // refractory fraction
  real r_i;     // refractory fraction
  real p;       // drive of e
  real q;       // drive of i
  real base_e;  // 1 / (1 + exp(a_e theta_e))
  real base_i;  // 1 / (1 + exp(a_i theta_i))
  real dt;      // ms
};

struct WilsonCowanState {
  real e; // activity of the excitatory neurons
  real i; // activity of the inhibitory neurons
};

FN WilsonCowanState wilson_cowan_rhs(WilsonCowanParams p, WilsonCowanState s, NeuronInput x) {
  real u_e = p.c_ee * s.e - p.c_ei * s.i + p.p + x.i;
  real u_i = p.c_ie * s.e - p.c_ii * s.i + p.q;
  real s_e = R(1.0) / (R(1.0) + gv_exp(-p.a_e * (u_e - p.theta_e))) - p.base_e;
  real s_i = R(1.0) / (R(1.0) + gv_exp(-p.a_i * (u_i - p.theta_i))) - p.base_i;
  WilsonCowanState k;
  k.e = p.rate_e * ((R(1.0) - p.r_e * s.e) * s_e - s.e);
  k.i = p.rate_i * ((R(1.0) - p.r_i * s.i) * s_i - s.i);
  return k;
}

FN WilsonCowanState wilson_cowan_plus(WilsonCowanState s, real h, WilsonCowanState k) {
  s.e = s.e + h * k.e;
  s.i = s.i + h * k.i;
  return s;
}

GV_FIXED_STEPS(wilson_cowan, WilsonCowanParams, WilsonCowanState)

FN bool wilson_cowan_step(WilsonCowanParams p, INOUT(WilsonCowanState) s, NeuronInput x,
                          int scheme) {
  wilson_cowan_advance(p, s, x, p.dt, scheme);
  return false;
}

#include "lib/schemes_vjp.glsl"

FN WilsonCowanState wilson_cowan_rhs_vjp(WilsonCowanParams p, WilsonCowanState s, NeuronInput x,
                                         WilsonCowanState adj_k, INOUT(WilsonCowanParams) adj_p,
                                         INOUT(NeuronInput) adj_x) {
  real u_e = p.c_ee * s.e - p.c_ei * s.i + p.p + x.i - p.theta_e;
  real u_i = p.c_ie * s.e - p.c_ii * s.i + p.q - p.theta_i;
  real f_e = R(1.0) / (R(1.0) + gv_exp(-p.a_e * u_e));
  real f_i = R(1.0) / (R(1.0) + gv_exp(-p.a_i * u_i));
  real s_e = f_e - p.base_e;
  real s_i = f_i - p.base_i;
  real adj_e = adj_k.e * p.rate_e;
  real adj_i = adj_k.i * p.rate_i;
  real adj_s_e = adj_e * (R(1.0) - p.r_e * s.e);
  real adj_s_i = adj_i * (R(1.0) - p.r_i * s.i);
  real adj_z_e = adj_s_e * f_e * (R(1.0) - f_e);
  real adj_z_i = adj_s_i * f_i * (R(1.0) - f_i);
  real adj_u_e = adj_z_e * p.a_e;
  real adj_u_i = adj_z_i * p.a_i;
  adj_p.rate_e = adj_p.rate_e + adj_k.e * ((R(1.0) - p.r_e * s.e) * s_e - s.e);
  adj_p.rate_i = adj_p.rate_i + adj_k.i * ((R(1.0) - p.r_i * s.i) * s_i - s.i);
  adj_p.r_e = adj_p.r_e - adj_e * s.e * s_e;
  adj_p.r_i = adj_p.r_i - adj_i * s.i * s_i;
  adj_p.base_e = adj_p.base_e - adj_s_e;
  adj_p.base_i = adj_p.base_i - adj_s_i;
  adj_p.a_e = adj_p.a_e + adj_z_e * u_e;
  adj_p.a_i = adj_p.a_i + adj_z_i * u_i;
  adj_p.theta_e = adj_p.theta_e - adj_u_e;
  adj_p.theta_i = adj_p.theta_i - adj_u_i;
  adj_p.c_ee = adj_p.c_ee + adj_u_e * s.e;
  adj_p.c_ei = adj_p.c_ei - adj_u_e * s.i;
  adj_p.c_ie = adj_p.c_ie + adj_u_i * s.e;
  adj_p.c_ii = adj_p.c_ii - adj_u_i * s.i;
  adj_p.p = adj_p.p + adj_u_e;
  adj_p.q = adj_p.q + adj_u_i;
  adj_x.i = adj_x.i + adj_u_e;
  WilsonCowanState adj;
  adj.e = adj_u_e * p.c_ee + adj_u_i * p.c_ie - adj_e * (R(1.0) + p.r_e * s_e);
  adj.i = -(adj_u_e * p.c_ei + adj_u_i * p.c_ii) - adj_i * (R(1.0) + p.r_i * s_i);
  return adj;
}

GV_FIXED_STEPS_VJP(wilson_cowan, WilsonCowanParams, WilsonCowanState)

// It never comes near a threshold.
FN real wilson_cowan_distance(WilsonCowanParams p, WilsonCowanState s, NeuronInput x, int scheme) {
  return GV_NEVER;
}

FN void wilson_cowan_step_vjp(WilsonCowanParams p, WilsonCowanState s, NeuronInput x, int scheme,
                              real slope, real attach, real adj_spike,
                              INOUT(WilsonCowanState) adj_s, INOUT(WilsonCowanParams) adj_p,
                              INOUT(NeuronInput) adj_x) {
  wilson_cowan_advance_vjp(p, s, x, p.dt, scheme, adj_s, adj_p, adj_x);
}
