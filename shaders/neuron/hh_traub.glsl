// hh_traub: Hodgkin-Huxley neuron with the currents of Traub and Miles.
//
//   c_m dv/dt = g_l (e_l - v) + g_na m^3 h (e_na - v) + g_k n^4 (e_k - v)
//               + i_e + i_syn + sum_r g_r (e_rev_r - v)
//   dx/dt = alpha_x (1 - x) - beta_x x, x = m, h, n, with u = v - v_t:
//   alpha_m = 0.32 (13 - u) / (exp((13 - u) / 4) - 1)
//   beta_m  = 0.28 (u - 40) / (exp((u - 40) / 5) - 1)
//   alpha_h = 0.128 exp((17 - u) / 18)      beta_h = 4 / (1 + exp((40 - u) / 5))
//   alpha_n = 0.032 (15 - u) / (exp((15 - u) / 5) - 1)
//   beta_n  = 0.5 exp((10 - u) / 40)
// One spike for each upward crossing of v_spike; no reset.
//
// Schemes: 0 staggered, the gates with v of the step's beginning, then v with
// the new gates; 1 exponential_euler, all of them with the values of the step's
// beginning (Brian2's; several times the error). Units: mV, ms, pF, nS, pA.
// Paper: Traub & Miles 1991, Neuronal Networks of the Hippocampus; in the
// form of Brette et al. 2007, J. Comput. Neurosci. 23:349, benchmark 3.
struct HhTraubParams {
  real g_l;     // nS
  real ge_l;    // pA, g_l e_l
  real g_na;    // nS
  real e_na;    // mV
  real g_k;     // nS
  real e_k;     // mV
  real v_t;     // mV
  real v_spike; // mV
  real i_e;     // pA
  real dt_c;    // dt / c_m, 1/nS
  real dt;      // ms
};

struct HhTraubState {
  real v; // mV, membrane potential
  real m; // sodium activation
  real h; // sodium inactivation
  real n; // potassium activation
};

FN bool hh_traub_step(HhTraubParams p, INOUT(HhTraubState) s, NeuronInput x, int scheme) {
  real u = s.v - p.v_t;
  real alpha_m = R(1.28) * gv_exprelr((R(13.0) - u) / R(4.0));
  real beta_m = R(1.4) * gv_exprelr((u - R(40.0)) / R(5.0));
  real alpha_h = R(0.128) * gv_exp((R(17.0) - u) / R(18.0));
  real beta_h = R(4.0) / (R(1.0) + gv_exp((R(40.0) - u) / R(5.0)));
  real alpha_n = R(0.16) * gv_exprelr((R(15.0) - u) / R(5.0));
  real beta_n = R(0.5) * gv_exp((R(10.0) - u) / R(40.0));

  real m = gv_gate(s.m, alpha_m, beta_m, p.dt);
  real h = gv_gate(s.h, alpha_h, beta_h, p.dt);
  real n = gv_gate(s.n, alpha_n, beta_n, p.dt);

  real am = scheme == 0 ? m : s.m;
  real ah = scheme == 0 ? h : s.h;
  real an = scheme == 0 ? n : s.n;
  real g_na = p.g_na * (am * am * am * ah);
  real g_k = p.g_k * (an * an * an * an);
  real g = p.g_l + g_na + g_k + x.g;
  real v_inf = (p.ge_l + g_na * p.e_na + g_k * p.e_k + x.ge + p.i_e + x.i) / g;
  real v = v_inf + (s.v - v_inf) * gv_exp_decay(-(p.dt_c * g)) + x.dv;

  bool spike = s.v < p.v_spike && v >= p.v_spike;
  s.v = v;
  s.m = m;
  s.h = h;
  s.n = n;
  return spike;
}
