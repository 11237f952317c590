// fitzhugh_nagumo: excitable neuron with two variables, without units.
//
//   dv/dt = v - v^3 / 3 - w + i_e + i_syn + sum_r g_r (e_rev_r - v)
//   tau dw/dt = v + a - b w
// One spike for each upward crossing of v_th; no reset.
//
// Schemes: 0 rk4, 1 exponential_euler (each variable linearised in itself, the
// other at the step's beginning), 2 heun, 3 euler, 4 rk45. Time in ms.
// Paper: FitzHugh 1961, Biophys. J. 1:445; Nagumo, Arimoto & Yoshizawa 1962, Proc. IRE 50:2061.
struct FitzhughNagumoParams {
  real a;       // 1
  real b;       // 1
  real per_tau; // 1/ms
  real keep_w;  // exp(-b dt / tau)
  real gain_w;  // what w gains in the step for each unit of v + a
  real v_th;    // 1
  real i_e;     // 1
  real dt;      // ms
};

struct FitzhughNagumoState {
  real v; // membrane potential
  real w; // recovery
};

FN FitzhughNagumoState fitzhugh_nagumo_rhs(FitzhughNagumoParams p, FitzhughNagumoState s,
                                           NeuronInput x) {
  FitzhughNagumoState k;
  k.v = s.v - R(0.33333333333333333) * (s.v * s.v * s.v) - s.w + (x.ge - x.g * s.v) + (p.i_e + x.i);
  k.w = p.per_tau * (s.v + p.a - p.b * s.w);
  return k;
}

FN FitzhughNagumoState fitzhugh_nagumo_plus(FitzhughNagumoState s, real h, FitzhughNagumoState k) {
  s.v = s.v + h * k.v;
  s.w = s.w + h * k.w;
  return s;
}

GV_INTEGRATORS(fitzhugh_nagumo, FitzhughNagumoParams, FitzhughNagumoState)

// The state at the step's end.
FN FitzhughNagumoState fitzhugh_nagumo_flow(FitzhughNagumoParams p, FitzhughNagumoState s,
                                            NeuronInput x, int scheme) {
  if (scheme == 0) {
    fitzhugh_nagumo_rk4(p, s, x, p.dt);
  } else if (scheme == 1) {
    real dv = fitzhugh_nagumo_rhs(p, s, x).v;
    s.w = p.keep_w * s.w + p.gain_w * (s.v + p.a);
    s.v = s.v + gv_exponential_euler(dv, R(1.0) - s.v * s.v - x.g, p.dt);
  } else if (scheme == 2) {
    fitzhugh_nagumo_heun(p, s, x, p.dt);
  } else if (scheme == 3) {
    fitzhugh_nagumo_euler(p, s, x, p.dt);
  } else {
    fitzhugh_nagumo_rk45(p, s, x, p.dt, R(1e-6));
  }
  s.v = s.v + x.dv;
  return s;
}

FN bool fitzhugh_nagumo_step(FitzhughNagumoParams p, INOUT(FitzhughNagumoState) s, NeuronInput x,
                             int scheme) {
  real before = s.v;
  s = fitzhugh_nagumo_flow(p, s, x, scheme);
  return GV_SPIKE(before < p.v_th && s.v >= p.v_th);
}

#include "lib/schemes_vjp.glsl"
#include "lib/adjoint.glsl"

FN FitzhughNagumoState fitzhugh_nagumo_rhs_vjp(FitzhughNagumoParams p, FitzhughNagumoState s,
                                               NeuronInput x, FitzhughNagumoState adj_k,
                                               INOUT(FitzhughNagumoParams) adj_p,
                                               INOUT(NeuronInput) adj_x) {
  real adj_w = adj_k.w * p.per_tau;
  adj_p.per_tau = adj_p.per_tau + adj_k.w * (s.v + p.a - p.b * s.w);
  adj_p.a = adj_p.a + adj_w;
  adj_p.b = adj_p.b - adj_w * s.w;
  adj_p.i_e = adj_p.i_e + adj_k.v;
  adj_x.i = adj_x.i + adj_k.v;
  adj_x.ge = adj_x.ge + adj_k.v;
  adj_x.g = adj_x.g - adj_k.v * s.v;
  FitzhughNagumoState adj;
  adj.v = adj_k.v * (R(1.0) - s.v * s.v - x.g) + adj_w;
  adj.w = -(adj_k.v + adj_w * p.b);
  return adj;
}

GV_FIXED_STEPS_VJP(fitzhugh_nagumo, FitzhughNagumoParams, FitzhughNagumoState)

FN void fitzhugh_nagumo_flow_vjp(FitzhughNagumoParams p, FitzhughNagumoState s, NeuronInput x,
                                 int scheme, INOUT(FitzhughNagumoState) adj_s,
                                 INOUT(FitzhughNagumoParams) adj_p, INOUT(NeuronInput) adj_x) {
  adj_x.dv = adj_s.v;
  if (scheme == 0) {
    fitzhugh_nagumo_rk4_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  } else if (scheme == 1) {
    real rise = R(1.0) - s.v * s.v - x.g;
    real adj_f = R(0.0);
    real adj_rise = R(0.0);
    real adj_dt = R(0.0);
    gv_exponential_euler_vjp(fitzhugh_nagumo_rhs(p, s, x).v, rise, p.dt, adj_s.v, adj_f, adj_rise,
                             adj_dt);
    FitzhughNagumoState adj_k;
    adj_k.v = adj_f;
    adj_k.w = R(0.0);
    FitzhughNagumoState adj = fitzhugh_nagumo_rhs_vjp(p, s, x, adj_k, adj_p, adj_x);
    adj_x.g = adj_x.g - adj_rise;
    adj_p.keep_w = adj_p.keep_w + adj_s.w * s.w;
    adj_p.gain_w = adj_p.gain_w + adj_s.w * (s.v + p.a);
    adj_p.a = adj_p.a + adj_s.w * p.gain_w;
    adj_s.v = adj_s.v + adj.v + adj_s.w * p.gain_w - R(2.0) * adj_rise * s.v;
    adj_s.w = adj_s.w * p.keep_w + adj.w;
  } else if (scheme == 2) {
    fitzhugh_nagumo_heun_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  } else {
    fitzhugh_nagumo_euler_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  }
}

FN real fitzhugh_nagumo_distance(FitzhughNagumoParams p, FitzhughNagumoState s, NeuronInput x,
                                 int scheme) {
  return gv_crossing_distance(s.v, fitzhugh_nagumo_flow(p, s, x, scheme).v, p.v_th, R(1.0));
}

FN void fitzhugh_nagumo_step_vjp(FitzhughNagumoParams p, FitzhughNagumoState s, NeuronInput x,
                                 int scheme, real slope, real attach, real adj_spike,
                                 INOUT(FitzhughNagumoState) adj_s,
                                 INOUT(FitzhughNagumoParams) adj_p, INOUT(NeuronInput) adj_x) {
  real adj_d = slope * adj_spike;
  adj_p.v_th = adj_p.v_th - adj_d;
  adj_s.v = adj_s.v + adj_d;
  fitzhugh_nagumo_flow_vjp(p, s, x, scheme, adj_s, adj_p, adj_x);
}
