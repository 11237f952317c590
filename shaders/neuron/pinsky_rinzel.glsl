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

FN bool pinsky_rinzel_step(PinskyRinzelParams p, INOUT(PinskyRinzelState) s, NeuronInput x,
                           int scheme) {
  real before = s.v;
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
  return before < p.v_spike && s.v >= p.v_spike;
}
