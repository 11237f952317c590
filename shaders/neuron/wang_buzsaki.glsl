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

FN bool wang_buzsaki_step(WangBuzsakiParams p, INOUT(WangBuzsakiState) s, NeuronInput x,
                          int scheme) {
  real before = s.v;
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
  return before < p.v_spike && s.v >= p.v_spike;
}
