// hodgkin_huxley.glsl: a membrane with a sodium current of gates m and h, a
// potassium current of gate n and a leak, and its adjoint; common subset of GLSL and C++.
//
//   c_m dv/dt = g_l (e_l - v) + g_na m^3 h (e_na - v) + g_k n^4 (e_k - v)
//               + i_e + i_syn + sum_r g_r (e_rev_r - v)
//   dx/dt = alpha_x (1 - x) - beta_x x, x = m, h, n
//
// A model writes down its rates as functions of the potential,
//   HhRates NAME_rates(PARAMS p, real v)
//   real NAME_rates_vjp(PARAMS p, real v, HhRates q, HhRates adj, INOUT(PARAMS) adj_p)
// (the second returns the cotangent of v for those of the rates q), and
// GV_HODGKIN_HUXLEY(NAME, PARAMS, STATE) declares for these members of its
// structs (g_l, ge_l, g_na, e_na, g_k, e_k, i_e, dt_c, dt; v, m, h, n)
//   STATE NAME_flow      the state behind a step
//   NAME_flow_vjp        its adjoint: adj_s goes from the state behind the step to that in front of
//   it
// Schemes: 0 staggered, the gates with v of the step's beginning, then v with
// the new gates; 1 exponential_euler, all of them with the values of the step's beginning.
// Paper: Hodgkin & Huxley 1952, J. Physiol. 117:500.

#ifndef GV_HODGKIN_HUXLEY_MEMBRANE
#define GV_HODGKIN_HUXLEY_MEMBRANE

#include "lib/adjoint.glsl"

// Opening and closing rates of the gates, 1/ms.
struct HhRates {
  real alpha_m;
  real beta_m;
  real alpha_h;
  real beta_h;
  real alpha_n;
  real beta_n;
};

// clang-format off
#define GV_HODGKIN_HUXLEY(NAME, PARAMS, STATE)                                                     \
  FN STATE NAME##_flow(PARAMS p, STATE s, NeuronInput x, int scheme) {                             \
    HhRates q = NAME##_rates(p, s.v);                                                              \
    real m = gv_gate(s.m, q.alpha_m, q.beta_m, p.dt);                                              \
    real h = gv_gate(s.h, q.alpha_h, q.beta_h, p.dt);                                              \
    real n = gv_gate(s.n, q.alpha_n, q.beta_n, p.dt);                                              \
    real am = scheme == 0 ? m : s.m;                                                               \
    real ah = scheme == 0 ? h : s.h;                                                               \
    real an = scheme == 0 ? n : s.n;                                                               \
    real g_na = p.g_na * (am * am * am * ah);                                                      \
    real g_k = p.g_k * (an * an * an * an);                                                        \
    real g = p.g_l + g_na + g_k + x.g;                                                             \
    real v_inf = (p.ge_l + g_na * p.e_na + g_k * p.e_k + x.ge + p.i_e + x.i) / g;                  \
    s.v = v_inf + (s.v - v_inf) * gv_exp_decay(-(p.dt_c * g)) + x.dv;                              \
    s.m = m;                                                                                       \
    s.h = h;                                                                                       \
    s.n = n;                                                                                       \
    return s;                                                                                      \
  }                                                                                                \
  FN void NAME##_flow_vjp(PARAMS p, STATE s, NeuronInput x, int scheme, INOUT(STATE) adj_s,        \
                          INOUT(PARAMS) adj_p, INOUT(NeuronInput) adj_x) {                         \
    HhRates q = NAME##_rates(p, s.v);                                                              \
    real m = gv_gate(s.m, q.alpha_m, q.beta_m, p.dt);                                              \
    real h = gv_gate(s.h, q.alpha_h, q.beta_h, p.dt);                                              \
    real n = gv_gate(s.n, q.alpha_n, q.beta_n, p.dt);                                              \
    real am = scheme == 0 ? m : s.m;                                                               \
    real ah = scheme == 0 ? h : s.h;                                                               \
    real an = scheme == 0 ? n : s.n;                                                               \
    real m3 = am * am * am;                                                                        \
    real n3 = an * an * an;                                                                        \
    real g_na = p.g_na * (m3 * ah);                                                                \
    real g_k = p.g_k * (n3 * an);                                                                  \
    real g = p.g_l + g_na + g_k + x.g;                                                             \
    real i = p.ge_l + g_na * p.e_na + g_k * p.e_k + x.ge + p.i_e + x.i;                            \
    GvMembrane a = gv_membrane_vjp(s.v, g, i, p.dt_c, adj_s.v);                                    \
    real adj_g_na = a.g + a.i * p.e_na;                                                            \
    real adj_g_k = a.g + a.i * p.e_k;                                                              \
    real adj_m = adj_g_na * p.g_na * R(3.0) * am * am * ah;                                        \
    real adj_h = adj_g_na * p.g_na * m3;                                                           \
    real adj_n = adj_g_k * p.g_k * R(4.0) * n3;                                                    \
    adj_p.dt_c = adj_p.dt_c + a.dt_c;                                                              \
    adj_p.g_l = adj_p.g_l + a.g;                                                                   \
    adj_p.ge_l = adj_p.ge_l + a.i;                                                                 \
    adj_p.g_na = adj_p.g_na + adj_g_na * (m3 * ah);                                                \
    adj_p.e_na = adj_p.e_na + a.i * g_na;                                                          \
    adj_p.g_k = adj_p.g_k + adj_g_k * (n3 * an);                                                   \
    adj_p.e_k = adj_p.e_k + a.i * g_k;                                                             \
    adj_p.i_e = adj_p.i_e + a.i;                                                                   \
    adj_x.i = a.i;                                                                                 \
    adj_x.g = a.g;                                                                                 \
    adj_x.ge = a.i;                                                                                \
    adj_x.dv = adj_s.v;                                                                            \
    /* the gates act through those of the step's end (scheme 0) or of its beginning */             \
    real late = scheme == 0 ? R(1.0) : R(0.0);                                                     \
    HhRates adj;                                                                                   \
    real old_m = R(0.0);                                                                           \
    real old_h = R(0.0);                                                                           \
    real old_n = R(0.0);                                                                           \
    gv_gate_vjp(s.m, q.alpha_m, q.beta_m, p.dt, adj_s.m + late * adj_m, old_m, adj.alpha_m,        \
                adj.beta_m);                                                                       \
    gv_gate_vjp(s.h, q.alpha_h, q.beta_h, p.dt, adj_s.h + late * adj_h, old_h, adj.alpha_h,        \
                adj.beta_h);                                                                       \
    gv_gate_vjp(s.n, q.alpha_n, q.beta_n, p.dt, adj_s.n + late * adj_n, old_n, adj.alpha_n,        \
                adj.beta_n);                                                                       \
    adj_s.v = a.v + NAME##_rates_vjp(p, s.v, q, adj, adj_p);                                       \
    adj_s.m = old_m + (R(1.0) - late) * adj_m;                                                     \
    adj_s.h = old_h + (R(1.0) - late) * adj_h;                                                     \
    adj_s.n = old_n + (R(1.0) - late) * adj_n;                                                     \
  }
// clang-format on

#endif
