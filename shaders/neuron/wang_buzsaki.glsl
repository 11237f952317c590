// wang_buzsaki: fast-spiking interneuron of the hippocampus.
//
//   c_m dv/dt = g_l (e_l - v) + g_na m_inf^3 h (e_na - v) + g_k n^4 (e_k - v)
//               + i_e + i_syn + sum_r g_r (e_rev_r - v)
//   dx/dt = phi (alpha_x (1 - x) - beta_x x), x = h, n;  m_inf = alpha_m / (alpha_m + beta_m):
//   alpha_m = 0.1 (v + 35) / (1 - exp(-0.1 (v + 35)))    beta_m = 4 exp(-(v + 60) / 18)
//   alpha_h = 0.07 exp(-(v + 58) / 20)    beta_h = 1 / (1 + exp(-0.1 (v + 28)))
//   alpha_n = 0.01 (v + 34) / (1 - exp(-0.1 (v + 34)))   beta_n = 0.125 exp(-(v + 44) / 80)
// One spike for each upward crossing of v_spike; no reset.
//
// Schemes: 0 staggered, the gates with v of the step's beginning, then v with
// the new gates; 1 exponential_euler, all of them with the values of the step's
// beginning; 2 rk4, 3 heun, 4 euler, 5 rk45. Units: mV, ms, pF, nS, pA.
// Paper: Wang & Buzsaki 1996, J. Neurosci. 16:6402.
struct WangBuzsakiParams {
  real g_l;     // nS
  real ge_l;    // pA, g_l e_l
  real g_na;    // nS
  real e_na;    // mV
  real g_k;     // nS
  real e_k;     // mV
  real phi;     // 1
  real v_spike; // mV
  real i_e;     // pA
  real per_c;   // 1 / c_m
  real dt;      // ms
};

struct WangBuzsakiState {
  real v; // mV, membrane potential
  real h; // sodium inactivation
  real n; // potassium activation
};

// The rates of h and n (1/ms) at a potential, and the cube of m_inf.
struct WangBuzsakiRates {
  real m3;
  real alpha_h;
  real beta_h;
  real alpha_n;
  real beta_n;
};

FN WangBuzsakiRates wang_buzsaki_rates(WangBuzsakiParams p, real v) {
  real alpha_m = gv_exprelr(-(v + R(35.0)) * R(0.1));
  real beta_m = R(4.0) * gv_exp(-(v + R(60.0)) / R(18.0));
  real m = alpha_m / (alpha_m + beta_m);
  WangBuzsakiRates q;
  q.m3 = m * m * m;
  q.alpha_h = p.phi * R(0.07) * gv_exp(-(v + R(58.0)) / R(20.0));
  q.beta_h = p.phi / (R(1.0) + gv_exp(-(v + R(28.0)) * R(0.1)));
  q.alpha_n = p.phi * R(0.1) * gv_exprelr(-(v + R(34.0)) * R(0.1));
  q.beta_n = p.phi * R(0.125) * gv_exp(-(v + R(44.0)) / R(80.0));
  return q;
}

FN WangBuzsakiState wang_buzsaki_rhs(WangBuzsakiParams p, WangBuzsakiState s, NeuronInput x) {
  WangBuzsakiRates q = wang_buzsaki_rates(p, s.v);
  real g_na = p.g_na * (q.m3 * s.h);
  real g_k = p.g_k * (s.n * s.n * s.n * s.n);
  WangBuzsakiState k;
  k.v = p.per_c * ((p.ge_l - p.g_l * s.v) + g_na * (p.e_na - s.v) + g_k * (p.e_k - s.v) +
                   (x.ge - x.g * s.v) + (p.i_e + x.i));
  k.h = q.alpha_h * (R(1.0) - s.h) - q.beta_h * s.h;
  k.n = q.alpha_n * (R(1.0) - s.n) - q.beta_n * s.n;
  return k;
}

FN WangBuzsakiState wang_buzsaki_plus(WangBuzsakiState s, real h, WangBuzsakiState k) {
  s.v = s.v + h * k.v;
  s.h = s.h + h * k.h;
  s.n = s.n + h * k.n;
  return s;
}

GV_INTEGRATORS(wang_buzsaki, WangBuzsakiParams, WangBuzsakiState)

// One exponential Euler step, staggered or not.
FN void wang_buzsaki_exponential(WangBuzsakiParams p, INOUT(WangBuzsakiState) s, NeuronInput x,
                                 bool staggered) {
  WangBuzsakiRates q = wang_buzsaki_rates(p, s.v);
  real h = gv_gate(s.h, q.alpha_h, q.beta_h, p.dt);
  real n = gv_gate(s.n, q.alpha_n, q.beta_n, p.dt);
  real ah = staggered ? h : s.h;
  real an = staggered ? n : s.n;
  real g_na = p.g_na * (q.m3 * ah);
  real g_k = p.g_k * (an * an * an * an);
  real g = p.g_l + g_na + g_k + x.g;
  real v_inf = (p.ge_l + g_na * p.e_na + g_k * p.e_k + x.ge + p.i_e + x.i) / g;
  s.v = v_inf + (s.v - v_inf) * gv_exp_decay(-(p.dt * p.per_c * g));
  s.h = h;
  s.n = n;
}

// The state at the step's end.
FN WangBuzsakiState wang_buzsaki_flow(WangBuzsakiParams p, WangBuzsakiState s, NeuronInput x,
                                      int scheme) {
  if (scheme < 2) {
    wang_buzsaki_exponential(p, s, x, scheme == 0);
  } else if (scheme == 2) {
    wang_buzsaki_rk4(p, s, x, p.dt);
  } else if (scheme == 3) {
    wang_buzsaki_heun(p, s, x, p.dt);
  } else if (scheme == 4) {
    wang_buzsaki_euler(p, s, x, p.dt);
  } else {
    wang_buzsaki_rk45(p, s, x, p.dt, R(1e-5));
  }
  s.v = s.v + x.dv;
  return s;
}

FN bool wang_buzsaki_step(WangBuzsakiParams p, INOUT(WangBuzsakiState) s, NeuronInput x,
                          int scheme) {
  real before = s.v;
  s = wang_buzsaki_flow(p, s, x, scheme);
  return GV_SPIKE(before < p.v_spike && s.v >= p.v_spike);
}

#include "lib/schemes_vjp.glsl"
#include "lib/adjoint.glsl"

// The adjoint of the rates: returns the cotangent of v.
FN real wang_buzsaki_rates_vjp(WangBuzsakiParams p, real v, WangBuzsakiRates q,
                               WangBuzsakiRates adj, INOUT(WangBuzsakiParams) adj_p) {
  real alpha_m = gv_exprelr(-(v + R(35.0)) * R(0.1));
  real beta_m = R(4.0) * gv_exp(-(v + R(60.0)) / R(18.0));
  real sum = alpha_m + beta_m;
  real m = alpha_m / sum;
  real adj_m = adj.m3 * R(3.0) * m * m / sum;
  real adj_v = adj_m * ((R(1.0) - m) * (R(-0.1) * gv_exprelr_slope(-(v + R(35.0)) * R(0.1))) -
                        m * (beta_m / R(-18.0)));
  real open = R(1.0) / (R(1.0) + gv_exp(-(v + R(28.0)) * R(0.1)));
  real rise = gv_exp(-(v + R(58.0)) / R(20.0));
  real relative = gv_exprelr(-(v + R(34.0)) * R(0.1));
  real fall = gv_exp(-(v + R(44.0)) / R(80.0));
  adj_p.phi = adj_p.phi + (adj.alpha_h * R(0.07) * rise + adj.beta_h * open +
                           adj.alpha_n * R(0.1) * relative + adj.beta_n * R(0.125) * fall);
  adj_v = adj_v + adj.alpha_h * (q.alpha_h / R(-20.0)) +
          adj.beta_h * (R(0.1) * q.beta_h * (R(1.0) - open));
  adj_v = adj_v + adj.alpha_n * (p.phi * R(-0.01) * gv_exprelr_slope(-(v + R(34.0)) * R(0.1))) +
          adj.beta_n * (q.beta_n / R(-80.0));
  return adj_v;
}

FN WangBuzsakiState wang_buzsaki_rhs_vjp(WangBuzsakiParams p, WangBuzsakiState s, NeuronInput x,
                                         WangBuzsakiState adj_k, INOUT(WangBuzsakiParams) adj_p,
                                         INOUT(NeuronInput) adj_x) {
  WangBuzsakiRates q = wang_buzsaki_rates(p, s.v);
  real n3 = s.n * s.n * s.n;
  real g_na = p.g_na * (q.m3 * s.h);
  real g_k = p.g_k * (n3 * s.n);
  real i = (p.ge_l - p.g_l * s.v) + g_na * (p.e_na - s.v) + g_k * (p.e_k - s.v) +
           (x.ge - x.g * s.v) + (p.i_e + x.i);
  real a = adj_k.v * p.per_c;
  adj_p.per_c = adj_p.per_c + adj_k.v * i;
  adj_p.ge_l = adj_p.ge_l + a;
  adj_p.g_l = adj_p.g_l - a * s.v;
  adj_p.e_na = adj_p.e_na + a * g_na;
  adj_p.e_k = adj_p.e_k + a * g_k;
  adj_p.i_e = adj_p.i_e + a;
  adj_x.i = adj_x.i + a;
  adj_x.ge = adj_x.ge + a;
  adj_x.g = adj_x.g - a * s.v;
  real adj_g_na = a * (p.e_na - s.v);
  real adj_g_k = a * (p.e_k - s.v);
  adj_p.g_na = adj_p.g_na + adj_g_na * (q.m3 * s.h);
  adj_p.g_k = adj_p.g_k + adj_g_k * (n3 * s.n);
  WangBuzsakiRates adj_q;
  adj_q.m3 = adj_g_na * p.g_na * s.h;
  adj_q.alpha_h = adj_k.h * (R(1.0) - s.h);
  adj_q.beta_h = -(adj_k.h * s.h);
  adj_q.alpha_n = adj_k.n * (R(1.0) - s.n);
  adj_q.beta_n = -(adj_k.n * s.n);
  WangBuzsakiState adj;
  adj.v = wang_buzsaki_rates_vjp(p, s.v, q, adj_q, adj_p) - a * (p.g_l + g_na + g_k + x.g);
  adj.h = adj_g_na * p.g_na * q.m3 - adj_k.h * (q.alpha_h + q.beta_h);
  adj.n = adj_g_k * p.g_k * R(4.0) * n3 - adj_k.n * (q.alpha_n + q.beta_n);
  return adj;
}

// The adjoint of the exponential Euler step, staggered or not.
FN void wang_buzsaki_exponential_vjp(WangBuzsakiParams p, WangBuzsakiState s, NeuronInput x,
                                     bool staggered, INOUT(WangBuzsakiState) adj_s,
                                     INOUT(WangBuzsakiParams) adj_p, INOUT(NeuronInput) adj_x) {
  WangBuzsakiRates q = wang_buzsaki_rates(p, s.v);
  real ah = staggered ? gv_gate(s.h, q.alpha_h, q.beta_h, p.dt) : s.h;
  real an = staggered ? gv_gate(s.n, q.alpha_n, q.beta_n, p.dt) : s.n;
  real n3 = an * an * an;
  real g_na = p.g_na * (q.m3 * ah);
  real g_k = p.g_k * (n3 * an);
  GvMembrane a = gv_membrane_vjp(s.v, p.g_l + g_na + g_k + x.g,
                                 p.ge_l + g_na * p.e_na + g_k * p.e_k + x.ge + p.i_e + x.i,
                                 p.dt * p.per_c, adj_s.v);
  adj_p.per_c = adj_p.per_c + a.dt_c * p.dt;
  adj_p.g_l = adj_p.g_l + a.g;
  adj_p.ge_l = adj_p.ge_l + a.i;
  adj_p.e_na = adj_p.e_na + a.i * g_na;
  adj_p.e_k = adj_p.e_k + a.i * g_k;
  adj_p.i_e = adj_p.i_e + a.i;
  adj_x.i = a.i;
  adj_x.ge = a.i;
  adj_x.g = a.g;
  real adj_g_na = a.g + a.i * p.e_na;
  real adj_g_k = a.g + a.i * p.e_k;
  adj_p.g_na = adj_p.g_na + adj_g_na * (q.m3 * ah);
  adj_p.g_k = adj_p.g_k + adj_g_k * (n3 * an);
  real adj_h = adj_g_na * p.g_na * q.m3;
  real adj_n = adj_g_k * p.g_k * R(4.0) * n3;
  // The gates act through those of the step's end (staggered) or of its beginning.
  real late = staggered ? R(1.0) : R(0.0);
  WangBuzsakiRates adj_q;
  adj_q.m3 = adj_g_na * p.g_na * ah;
  real old_h = R(0.0);
  real old_n = R(0.0);
  gv_gate_vjp(s.h, q.alpha_h, q.beta_h, p.dt, adj_s.h + late * adj_h, old_h, adj_q.alpha_h,
              adj_q.beta_h);
  gv_gate_vjp(s.n, q.alpha_n, q.beta_n, p.dt, adj_s.n + late * adj_n, old_n, adj_q.alpha_n,
              adj_q.beta_n);
  adj_s.v = a.v + wang_buzsaki_rates_vjp(p, s.v, q, adj_q, adj_p);
  adj_s.h = old_h + (R(1.0) - late) * adj_h;
  adj_s.n = old_n + (R(1.0) - late) * adj_n;
}

GV_FIXED_STEPS_VJP(wang_buzsaki, WangBuzsakiParams, WangBuzsakiState)

FN void wang_buzsaki_flow_vjp(WangBuzsakiParams p, WangBuzsakiState s, NeuronInput x, int scheme,
                              INOUT(WangBuzsakiState) adj_s, INOUT(WangBuzsakiParams) adj_p,
                              INOUT(NeuronInput) adj_x) {
  adj_x.dv = adj_s.v;
  if (scheme < 2) {
    wang_buzsaki_exponential_vjp(p, s, x, scheme == 0, adj_s, adj_p, adj_x);
  } else if (scheme == 2) {
    wang_buzsaki_rk4_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  } else if (scheme == 3) {
    wang_buzsaki_heun_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  } else {
    wang_buzsaki_euler_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  }
}

FN real wang_buzsaki_distance(WangBuzsakiParams p, WangBuzsakiState s, NeuronInput x, int scheme) {
  return gv_crossing_distance(s.v, wang_buzsaki_flow(p, s, x, scheme).v, p.v_spike, R(10.0));
}

FN void wang_buzsaki_step_vjp(WangBuzsakiParams p, WangBuzsakiState s, NeuronInput x, int scheme,
                              real slope, real attach, real adj_spike,
                              INOUT(WangBuzsakiState) adj_s, INOUT(WangBuzsakiParams) adj_p,
                              INOUT(NeuronInput) adj_x) {
  real adj_d = slope * adj_spike / R(10.0);
  adj_p.v_spike = adj_p.v_spike - adj_d;
  adj_s.v = adj_s.v + adj_d;
  wang_buzsaki_flow_vjp(p, s, x, scheme, adj_s, adj_p, adj_x);
}
