// pinsky_rinzel: hippocampal CA3 pyramidal neuron, a soma and a dendrite.
//
//   c_m dv/dt = g_l (e_l - v) + g_na m_inf^2 h (e_na - v) + g_kdr n (e_k - v)
//               + (g_c (v_d - v) + i_e + (1 - f_d) i_in) / p
//   c_m dv_d/dt = g_l (e_l - v_d) + g_ca s^2 (e_ca - v_d) + g_ahp q (e_k - v_d)
//               + g_kc c min(ca / 250, 1) (e_k - v_d) + (g_c (v - v_d) + i_d + f_d i_in) / (1 - p)
//   dca/dt = -phi_ca g_ca s^2 (v_d - e_ca) - beta_ca ca
//   dx/dt = alpha_x (1 - x) - beta_x x, x = h, n, s, c, q; m_inf = alpha_m / (alpha_m + beta_m)
//   with u = v + 60, w = v_d + 60:
//   alpha_m = 0.32 (13.1 - u) / (exp((13.1 - u) / 4) - 1)
//   beta_m  = 0.28 (u - 40.1) / (exp((u - 40.1) / 5) - 1)
//   alpha_h = 0.128 exp((17 - u) / 18)                       beta_h = 4 / (1 + exp((40 - u) / 5))
//   alpha_n = 0.016 (35.1 - u) / (exp((35.1 - u) / 5) - 1)   beta_n = 0.25 exp(0.5 - 0.025 u)
//   alpha_s = 1.6 / (1 + exp(-0.072 (w - 65)))
//   beta_s  = 0.02 (w - 51.1) / (exp((w - 51.1) / 5) - 1)
//   alpha_c + beta_c = 2 exp((6.5 - w) / 27), alpha_c all of it above w = 50,
//   below exp((w - 10) / 11 - (w - 6.5) / 27) / 18.975
//   alpha_q = min(0.00002 ca, 0.01)                          beta_q = 0.001
// i_in is what arrives; f_d of it reaches the dendrite, jumps of v the soma alone.
// One spike for each upward crossing of v_spike at the soma; no reset.
//
// Schemes: 0 staggered, gates and ca with the potentials of the step's beginning,
// then the potentials with the new ones; 1 exponential_euler, all of them with
// the values of the step's beginning; 2 rk4, 3 heun, 4 euler, 5 rk45.
// Units: mV, ms, pF, nS, pA, ca without one.
// Paper: Pinsky & Rinzel 1994, J. Comput. Neurosci. 1:39, erratum 2:275.
struct PinskyRinzelParams {
  real g_l;      // nS
  real ge_l;     // pA, g_l e_l
  real g_na;     // nS
  real e_na;     // mV
  real g_kdr;    // nS
  real g_ca;     // nS
  real e_ca;     // mV
  real g_ahp;    // nS
  real g_kc;     // nS
  real e_k;      // mV
  real g_soma;   // nS, g_c / p
  real g_dend;   // nS, g_c / (1 - p)
  real i_soma;   // pA, i_e / p
  real i_dend;   // pA, i_d / (1 - p)
  real in_soma;  // (1 - f_d) / p
  real in_dend;  // f_d / (1 - p)
  real phi_ca;   // 1/(pA ms)
  real beta_ca;  // 1/ms
  real keep_ca;  // exp(-beta_ca dt)
  real per_beta; // (1 - keep_ca) / beta_ca, ms
  real v_spike;  // mV
  real per_c;    // 1 / c_m
  real dt;       // ms
};

struct PinskyRinzelState {
  real v;   // mV, potential of the soma
  real v_d; // mV, potential of the dendrite
  real h;   // sodium inactivation
  real n;   // potassium activation
  real s;   // calcium activation
  real c;   // activation of the fast calcium-activated potassium
  real q;   // activation of the slow one
  real ca;  // calcium
};

// Opening and closing rates of the gates (1/ms) and the square of m_inf.
struct PinskyRinzelRates {
  real m2;
  real alpha_h;
  real beta_h;
  real alpha_n;
  real beta_n;
  real alpha_s;
  real beta_s;
  real alpha_c;
  real beta_c;
  real alpha_q;
};

FN PinskyRinzelRates pinsky_rinzel_rates(PinskyRinzelState s) {
  real u = s.v + R(60.0);
  real w = s.v_d + R(60.0);
  real alpha_m = R(1.28) * gv_exprelr((R(13.1) - u) * R(0.25));
  real beta_m = R(1.4) * gv_exprelr((u - R(40.1)) * R(0.2));
  real m = alpha_m / (alpha_m + beta_m);
  PinskyRinzelRates k;
  k.m2 = m * m;
  k.alpha_h = R(0.128) * gv_exp((R(17.0) - u) / R(18.0));
  k.beta_h = R(4.0) / (R(1.0) + gv_exp((R(40.0) - u) * R(0.2)));
  k.alpha_n = R(0.08) * gv_exprelr((R(35.1) - u) * R(0.2));
  k.beta_n = R(0.25) * gv_exp(R(0.5) - R(0.025) * u);
  k.alpha_s = R(1.6) / (R(1.0) + gv_exp(R(-0.072) * (w - R(65.0))));
  k.beta_s = R(0.1) * gv_exprelr((w - R(51.1)) * R(0.2));
  real both = R(2.0) * gv_exp((R(6.5) - w) / R(27.0));
  real below = gv_exp((w - R(10.0)) / R(11.0) - (w - R(6.5)) / R(27.0)) / R(18.975);
  k.alpha_c = select(w > R(50.0), both, below);
  k.beta_c = both - k.alpha_c;
  k.alpha_q = gv_min(R(0.00002) * s.ca, R(0.01));
  return k;
}

#define PINSKY_RINZEL_BETA_Q R(0.001)

// Conductance of a compartment (nS) and the current it would carry at 0 mV (pA).
struct PinskyRinzelMembrane {
  real g;
  real i;
};

FN PinskyRinzelMembrane pinsky_rinzel_soma(PinskyRinzelParams p, PinskyRinzelState s, real m2,
                                           real v_d, NeuronInput x) {
  real g_na = p.g_na * (m2 * s.h);
  real g_kdr = p.g_kdr * s.n;
  PinskyRinzelMembrane k;
  k.g = p.g_l + g_na + g_kdr + p.g_soma + p.in_soma * x.g;
  k.i =
      p.ge_l + g_na * p.e_na + g_kdr * p.e_k + p.g_soma * v_d + p.i_soma + p.in_soma * (x.i + x.ge);
  return k;
}

FN PinskyRinzelMembrane pinsky_rinzel_dendrite(PinskyRinzelParams p, PinskyRinzelState s, real v,
                                               NeuronInput x) {
  real g_ca = p.g_ca * (s.s * s.s);
  real g_k = p.g_ahp * s.q + p.g_kc * s.c * gv_min(s.ca * R(0.004), R(1.0));
  PinskyRinzelMembrane k;
  k.g = p.g_l + g_ca + g_k + p.g_dend + p.in_dend * x.g;
  k.i = p.ge_l + g_ca * p.e_ca + g_k * p.e_k + p.g_dend * v + p.i_dend + p.in_dend * (x.i + x.ge);
  return k;
}

FN PinskyRinzelState pinsky_rinzel_rhs(PinskyRinzelParams p, PinskyRinzelState s, NeuronInput x) {
  PinskyRinzelRates r = pinsky_rinzel_rates(s);
  PinskyRinzelMembrane soma = pinsky_rinzel_soma(p, s, r.m2, s.v_d, x);
  PinskyRinzelMembrane dendrite = pinsky_rinzel_dendrite(p, s, s.v, x);
  PinskyRinzelState k;
  k.v = p.per_c * (soma.i - soma.g * s.v);
  k.v_d = p.per_c * (dendrite.i - dendrite.g * s.v_d);
  k.h = r.alpha_h * (R(1.0) - s.h) - r.beta_h * s.h;
  k.n = r.alpha_n * (R(1.0) - s.n) - r.beta_n * s.n;
  k.s = r.alpha_s * (R(1.0) - s.s) - r.beta_s * s.s;
  k.c = r.alpha_c * (R(1.0) - s.c) - r.beta_c * s.c;
  k.q = r.alpha_q * (R(1.0) - s.q) - PINSKY_RINZEL_BETA_Q * s.q;
  k.ca = p.phi_ca * (p.g_ca * (s.s * s.s) * (p.e_ca - s.v_d)) - p.beta_ca * s.ca;
  return k;
}

FN PinskyRinzelState pinsky_rinzel_plus(PinskyRinzelState s, real h, PinskyRinzelState k) {
  s.v = s.v + h * k.v;
  s.v_d = s.v_d + h * k.v_d;
  s.h = s.h + h * k.h;
  s.n = s.n + h * k.n;
  s.s = s.s + h * k.s;
  s.c = s.c + h * k.c;
  s.q = s.q + h * k.q;
  s.ca = s.ca + h * k.ca;
  return s;
}

GV_INTEGRATORS(pinsky_rinzel, PinskyRinzelParams, PinskyRinzelState)

// One exponential Euler step, staggered or not.
FN void pinsky_rinzel_exponential(PinskyRinzelParams p, INOUT(PinskyRinzelState) s, NeuronInput x,
                                  bool staggered) {
  PinskyRinzelRates r = pinsky_rinzel_rates(s);
  PinskyRinzelState next;
  next.v = s.v;
  next.v_d = s.v_d;
  next.h = gv_gate(s.h, r.alpha_h, r.beta_h, p.dt);
  next.n = gv_gate(s.n, r.alpha_n, r.beta_n, p.dt);
  next.s = gv_gate(s.s, r.alpha_s, r.beta_s, p.dt);
  next.c = gv_gate(s.c, r.alpha_c, r.beta_c, p.dt);
  next.q = gv_gate(s.q, r.alpha_q, PINSKY_RINZEL_BETA_Q, p.dt);
  real inward = p.g_ca * (s.s * s.s) * (p.e_ca - s.v_d);
  next.ca = p.keep_ca * s.ca + p.phi_ca * p.per_beta * inward;
  PinskyRinzelState used = s;
  if (staggered) used = next;
  PinskyRinzelMembrane soma = pinsky_rinzel_soma(p, used, r.m2, s.v_d, x);
  PinskyRinzelMembrane dendrite = pinsky_rinzel_dendrite(p, used, s.v, x);
  real v_inf = soma.i / soma.g;
  real v_d_inf = dendrite.i / dendrite.g;
  next.v = v_inf + (s.v - v_inf) * gv_exp_decay(-(p.dt * p.per_c * soma.g));
  next.v_d = v_d_inf + (s.v_d - v_d_inf) * gv_exp_decay(-(p.dt * p.per_c * dendrite.g));
  s = next;
}

// The state at the step's end.
FN PinskyRinzelState pinsky_rinzel_flow(PinskyRinzelParams p, PinskyRinzelState s, NeuronInput x,
                                        int scheme) {
  if (scheme < 2) {
    pinsky_rinzel_exponential(p, s, x, scheme == 0);
  } else if (scheme == 2) {
    pinsky_rinzel_rk4(p, s, x, p.dt);
  } else if (scheme == 3) {
    pinsky_rinzel_heun(p, s, x, p.dt);
  } else if (scheme == 4) {
    pinsky_rinzel_euler(p, s, x, p.dt);
  } else {
    pinsky_rinzel_rk45(p, s, x, p.dt, R(1e-5));
  }
  s.v = s.v + x.dv;
  return s;
}

FN bool pinsky_rinzel_step(PinskyRinzelParams p, INOUT(PinskyRinzelState) s, NeuronInput x,
                           int scheme) {
  real before = s.v;
  s = pinsky_rinzel_flow(p, s, x, scheme);
  return GV_SPIKE(before < p.v_spike && s.v >= p.v_spike);
}

#include "lib/schemes_vjp.glsl"
#include "lib/adjoint.glsl"

// The adjoint of the rates: adds to the cotangents of v, v_d and ca.
FN void pinsky_rinzel_rates_vjp(PinskyRinzelState s, PinskyRinzelRates r, PinskyRinzelRates adj,
                                INOUT(PinskyRinzelState) adj_s) {
  real u = s.v + R(60.0);
  real w = s.v_d + R(60.0);
  real alpha_m = R(1.28) * gv_exprelr((R(13.1) - u) * R(0.25));
  real beta_m = R(1.4) * gv_exprelr((u - R(40.1)) * R(0.2));
  real m = alpha_m / (alpha_m + beta_m);
  real adj_m = adj.m2 * R(2.0) * m / (alpha_m + beta_m);
  adj_s.v =
      adj_s.v + adj_m * ((R(1.0) - m) * (R(-0.32) * gv_exprelr_slope((R(13.1) - u) * R(0.25))) -
                         m * (R(0.28) * gv_exprelr_slope((u - R(40.1)) * R(0.2))));
  adj_s.v = adj_s.v + adj.alpha_h * (r.alpha_h / R(-18.0)) +
            adj.beta_h * (R(0.2) * r.beta_h * (R(1.0) - R(0.25) * r.beta_h));
  adj_s.v = adj_s.v + adj.alpha_n * (R(-0.016) * gv_exprelr_slope((R(35.1) - u) * R(0.2))) +
            adj.beta_n * (R(-0.025) * r.beta_n);
  adj_s.v_d = adj_s.v_d + adj.alpha_s * (R(0.072) * r.alpha_s * (R(1.0) - r.alpha_s / R(1.6))) +
              adj.beta_s * (R(0.02) * gv_exprelr_slope((w - R(51.1)) * R(0.2)));
  // beta_c is what alpha_c leaves of both.
  real slope_both = (r.alpha_c + r.beta_c) / R(-27.0);
  real slope_c = select(w > R(50.0), slope_both, r.alpha_c * (R(1.0) / R(11.0) - R(1.0) / R(27.0)));
  adj_s.v_d = adj_s.v_d + (adj.alpha_c * slope_c + adj.beta_c * (slope_both - slope_c));
  adj_s.ca = adj_s.ca + (R(0.00002) * s.ca > R(0.01) ? R(0.0) : adj.alpha_q * R(0.00002));
}

// The adjoint of the calcium current p.g_ca s^2 (e_ca - v_d).
FN void pinsky_rinzel_inward_vjp(PinskyRinzelParams p, PinskyRinzelState s, real adj,
                                 INOUT(PinskyRinzelState) adj_s, INOUT(PinskyRinzelParams) adj_p) {
  real s2 = s.s * s.s;
  adj_p.g_ca = adj_p.g_ca + adj * s2 * (p.e_ca - s.v_d);
  adj_p.e_ca = adj_p.e_ca + adj * p.g_ca * s2;
  adj_s.s = adj_s.s + adj * p.g_ca * R(2.0) * s.s * (p.e_ca - s.v_d);
  adj_s.v_d = adj_s.v_d - adj * p.g_ca * s2;
}

// The adjoint of a compartment's conductance and current: adds to the cotangents
// of the gates it uses, of m2 and of the other compartment's potential.
FN void pinsky_rinzel_soma_vjp(PinskyRinzelParams p, PinskyRinzelState s, real m2, real v_d,
                               NeuronInput x, real adj_g, real adj_i,
                               INOUT(PinskyRinzelState) adj_s, INOUT(real) adj_m2,
                               INOUT(real) adj_v_d, INOUT(PinskyRinzelParams) adj_p,
                               INOUT(NeuronInput) adj_x) {
  real adj_na = adj_g + adj_i * p.e_na;
  real adj_kdr = adj_g + adj_i * p.e_k;
  adj_p.g_l = adj_p.g_l + adj_g;
  adj_p.ge_l = adj_p.ge_l + adj_i;
  adj_p.g_na = adj_p.g_na + adj_na * (m2 * s.h);
  adj_p.e_na = adj_p.e_na + adj_i * (p.g_na * (m2 * s.h));
  adj_p.g_kdr = adj_p.g_kdr + adj_kdr * s.n;
  adj_p.e_k = adj_p.e_k + adj_i * (p.g_kdr * s.n);
  adj_p.g_soma = adj_p.g_soma + (adj_g + adj_i * v_d);
  adj_p.i_soma = adj_p.i_soma + adj_i;
  adj_p.in_soma = adj_p.in_soma + (adj_g * x.g + adj_i * (x.i + x.ge));
  adj_x.g = adj_x.g + adj_g * p.in_soma;
  adj_x.i = adj_x.i + adj_i * p.in_soma;
  adj_x.ge = adj_x.ge + adj_i * p.in_soma;
  adj_m2 = adj_m2 + adj_na * p.g_na * s.h;
  adj_v_d = adj_v_d + adj_i * p.g_soma;
  adj_s.h = adj_s.h + adj_na * p.g_na * m2;
  adj_s.n = adj_s.n + adj_kdr * p.g_kdr;
}

FN void pinsky_rinzel_dendrite_vjp(PinskyRinzelParams p, PinskyRinzelState s, real v, NeuronInput x,
                                   real adj_g, real adj_i, INOUT(PinskyRinzelState) adj_s,
                                   INOUT(real) adj_v, INOUT(PinskyRinzelParams) adj_p,
                                   INOUT(NeuronInput) adj_x) {
  real s2 = s.s * s.s;
  real bound = gv_min(s.ca * R(0.004), R(1.0));
  real g_k = p.g_ahp * s.q + p.g_kc * s.c * bound;
  real adj_ca = adj_g + adj_i * p.e_ca;
  real adj_k = adj_g + adj_i * p.e_k;
  adj_p.g_l = adj_p.g_l + adj_g;
  adj_p.ge_l = adj_p.ge_l + adj_i;
  adj_p.g_ca = adj_p.g_ca + adj_ca * s2;
  adj_p.e_ca = adj_p.e_ca + adj_i * (p.g_ca * s2);
  adj_p.g_ahp = adj_p.g_ahp + adj_k * s.q;
  adj_p.g_kc = adj_p.g_kc + adj_k * (s.c * bound);
  adj_p.e_k = adj_p.e_k + adj_i * g_k;
  adj_p.g_dend = adj_p.g_dend + (adj_g + adj_i * v);
  adj_p.i_dend = adj_p.i_dend + adj_i;
  adj_p.in_dend = adj_p.in_dend + (adj_g * x.g + adj_i * (x.i + x.ge));
  adj_x.g = adj_x.g + adj_g * p.in_dend;
  adj_x.i = adj_x.i + adj_i * p.in_dend;
  adj_x.ge = adj_x.ge + adj_i * p.in_dend;
  adj_v = adj_v + adj_i * p.g_dend;
  adj_s.s = adj_s.s + adj_ca * p.g_ca * R(2.0) * s.s;
  adj_s.q = adj_s.q + adj_k * p.g_ahp;
  adj_s.c = adj_s.c + adj_k * p.g_kc * bound;
  adj_s.ca = adj_s.ca + (s.ca * R(0.004) > R(1.0) ? R(0.0) : adj_k * p.g_kc * s.c * R(0.004));
}

FN PinskyRinzelState pinsky_rinzel_rhs_vjp(PinskyRinzelParams p, PinskyRinzelState s, NeuronInput x,
                                           PinskyRinzelState adj_k, INOUT(PinskyRinzelParams) adj_p,
                                           INOUT(NeuronInput) adj_x) {
  PinskyRinzelRates r = pinsky_rinzel_rates(s);
  PinskyRinzelMembrane soma = pinsky_rinzel_soma(p, s, r.m2, s.v_d, x);
  PinskyRinzelMembrane dendrite = pinsky_rinzel_dendrite(p, s, s.v, x);
  real a = adj_k.v * p.per_c;
  real d = adj_k.v_d * p.per_c;
  adj_p.per_c = adj_p.per_c +
                (adj_k.v * (soma.i - soma.g * s.v) + adj_k.v_d * (dendrite.i - dendrite.g * s.v_d));
  PinskyRinzelRates adj_r;
  PinskyRinzelState adj;
  adj.v = -(a * soma.g);
  adj.v_d = -(d * dendrite.g);
  adj.h = -(adj_k.h * (r.alpha_h + r.beta_h));
  adj.n = -(adj_k.n * (r.alpha_n + r.beta_n));
  adj.s = -(adj_k.s * (r.alpha_s + r.beta_s));
  adj.c = -(adj_k.c * (r.alpha_c + r.beta_c));
  adj.q = -(adj_k.q * (r.alpha_q + PINSKY_RINZEL_BETA_Q));
  adj.ca = -(adj_k.ca * p.beta_ca);
  adj_r.alpha_h = adj_k.h * (R(1.0) - s.h);
  adj_r.beta_h = -(adj_k.h * s.h);
  adj_r.alpha_n = adj_k.n * (R(1.0) - s.n);
  adj_r.beta_n = -(adj_k.n * s.n);
  adj_r.alpha_s = adj_k.s * (R(1.0) - s.s);
  adj_r.beta_s = -(adj_k.s * s.s);
  adj_r.alpha_c = adj_k.c * (R(1.0) - s.c);
  adj_r.beta_c = -(adj_k.c * s.c);
  adj_r.alpha_q = adj_k.q * (R(1.0) - s.q);
  adj_p.beta_ca = adj_p.beta_ca - adj_k.ca * s.ca;
  pinsky_rinzel_inward_vjp(p, s, adj_k.ca * p.phi_ca, adj, adj_p);
  adj_p.phi_ca = adj_p.phi_ca + adj_k.ca * (p.g_ca * (s.s * s.s) * (p.e_ca - s.v_d));
  adj_r.m2 = R(0.0);
  pinsky_rinzel_soma_vjp(p, s, r.m2, s.v_d, x, -(a * s.v), a, adj, adj_r.m2, adj.v_d, adj_p, adj_x);
  pinsky_rinzel_dendrite_vjp(p, s, s.v, x, -(d * s.v_d), d, adj, adj.v, adj_p, adj_x);
  pinsky_rinzel_rates_vjp(s, r, adj_r, adj);
  return adj;
}

// The adjoint of the exponential Euler step, staggered or not.
FN void pinsky_rinzel_exponential_vjp(PinskyRinzelParams p, PinskyRinzelState s, NeuronInput x,
                                      bool staggered, INOUT(PinskyRinzelState) adj_s,
                                      INOUT(PinskyRinzelParams) adj_p, INOUT(NeuronInput) adj_x) {
  PinskyRinzelRates r = pinsky_rinzel_rates(s);
  real inward = p.g_ca * (s.s * s.s) * (p.e_ca - s.v_d);
  PinskyRinzelState used = s;
  if (staggered) {
    used.h = gv_gate(s.h, r.alpha_h, r.beta_h, p.dt);
    used.n = gv_gate(s.n, r.alpha_n, r.beta_n, p.dt);
    used.s = gv_gate(s.s, r.alpha_s, r.beta_s, p.dt);
    used.c = gv_gate(s.c, r.alpha_c, r.beta_c, p.dt);
    used.q = gv_gate(s.q, r.alpha_q, PINSKY_RINZEL_BETA_Q, p.dt);
    used.ca = p.keep_ca * s.ca + p.phi_ca * p.per_beta * inward;
  }
  PinskyRinzelMembrane soma = pinsky_rinzel_soma(p, used, r.m2, s.v_d, x);
  PinskyRinzelMembrane dendrite = pinsky_rinzel_dendrite(p, used, s.v, x);
  GvMembrane a = gv_membrane_vjp(s.v, soma.g, soma.i, p.dt * p.per_c, adj_s.v);
  GvMembrane d = gv_membrane_vjp(s.v_d, dendrite.g, dendrite.i, p.dt * p.per_c, adj_s.v_d);
  adj_p.per_c = adj_p.per_c + (a.dt_c + d.dt_c) * p.dt;
  // What the two membranes give to the gates and calcium they use.
  PinskyRinzelState adj_used = pinsky_rinzel_plus(s, R(-1.0), s);
  PinskyRinzelRates adj_r;
  adj_r.m2 = R(0.0);
  real adj_v_d = R(0.0);
  real adj_v = R(0.0);
  pinsky_rinzel_soma_vjp(p, used, r.m2, s.v_d, x, a.g, a.i, adj_used, adj_r.m2, adj_v_d, adj_p,
                         adj_x);
  pinsky_rinzel_dendrite_vjp(p, used, s.v, x, d.g, d.i, adj_used, adj_v, adj_p, adj_x);
  // They are those of the step's end (staggered) or of its beginning.
  real late = staggered ? R(1.0) : R(0.0);
  real early = R(1.0) - late;
  real unused = R(0.0);
  real old_h = R(0.0);
  real old_n = R(0.0);
  real old_s = R(0.0);
  real old_c = R(0.0);
  real old_q = R(0.0);
  gv_gate_vjp(s.h, r.alpha_h, r.beta_h, p.dt, adj_s.h + late * adj_used.h, old_h, adj_r.alpha_h,
              adj_r.beta_h);
  gv_gate_vjp(s.n, r.alpha_n, r.beta_n, p.dt, adj_s.n + late * adj_used.n, old_n, adj_r.alpha_n,
              adj_r.beta_n);
  gv_gate_vjp(s.s, r.alpha_s, r.beta_s, p.dt, adj_s.s + late * adj_used.s, old_s, adj_r.alpha_s,
              adj_r.beta_s);
  gv_gate_vjp(s.c, r.alpha_c, r.beta_c, p.dt, adj_s.c + late * adj_used.c, old_c, adj_r.alpha_c,
              adj_r.beta_c);
  gv_gate_vjp(s.q, r.alpha_q, PINSKY_RINZEL_BETA_Q, p.dt, adj_s.q + late * adj_used.q, old_q,
              adj_r.alpha_q, unused);
  real adj_ca = adj_s.ca + late * adj_used.ca;
  adj_p.keep_ca = adj_p.keep_ca + adj_ca * s.ca;
  adj_p.phi_ca = adj_p.phi_ca + adj_ca * p.per_beta * inward;
  adj_p.per_beta = adj_p.per_beta + adj_ca * p.phi_ca * inward;
  adj_s.v = a.v + adj_v;
  adj_s.v_d = d.v + adj_v_d;
  adj_s.h = old_h + early * adj_used.h;
  adj_s.n = old_n + early * adj_used.n;
  adj_s.s = old_s + early * adj_used.s;
  adj_s.c = old_c + early * adj_used.c;
  adj_s.q = old_q + early * adj_used.q;
  adj_s.ca = adj_ca * p.keep_ca + early * adj_used.ca;
  pinsky_rinzel_inward_vjp(p, s, adj_ca * p.phi_ca * p.per_beta, adj_s, adj_p);
  pinsky_rinzel_rates_vjp(s, r, adj_r, adj_s);
}

GV_FIXED_STEPS_VJP(pinsky_rinzel, PinskyRinzelParams, PinskyRinzelState)

FN void pinsky_rinzel_flow_vjp(PinskyRinzelParams p, PinskyRinzelState s, NeuronInput x, int scheme,
                               INOUT(PinskyRinzelState) adj_s, INOUT(PinskyRinzelParams) adj_p,
                               INOUT(NeuronInput) adj_x) {
  adj_x.dv = adj_s.v;
  if (scheme < 2) {
    pinsky_rinzel_exponential_vjp(p, s, x, scheme == 0, adj_s, adj_p, adj_x);
  } else if (scheme == 2) {
    pinsky_rinzel_rk4_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  } else if (scheme == 3) {
    pinsky_rinzel_heun_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  } else {
    pinsky_rinzel_euler_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  }
}

FN real pinsky_rinzel_distance(PinskyRinzelParams p, PinskyRinzelState s, NeuronInput x,
                               int scheme) {
  return gv_crossing_distance(s.v, pinsky_rinzel_flow(p, s, x, scheme).v, p.v_spike, R(10.0));
}

FN void pinsky_rinzel_step_vjp(PinskyRinzelParams p, PinskyRinzelState s, NeuronInput x, int scheme,
                               real slope, real attach, real adj_spike,
                               INOUT(PinskyRinzelState) adj_s, INOUT(PinskyRinzelParams) adj_p,
                               INOUT(NeuronInput) adj_x) {
  real adj_d = slope * adj_spike / R(10.0);
  adj_p.v_spike = adj_p.v_spike - adj_d;
  adj_s.v = adj_s.v + adj_d;
  pinsky_rinzel_flow_vjp(p, s, x, scheme, adj_s, adj_p, adj_x);
}
