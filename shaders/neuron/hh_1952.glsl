// hh_1952: the squid axon's currents of Hodgkin and Huxley as a point neuron.
//
//   c_m dv/dt = g_l (e_l - v) + g_na m^3 h (e_na - v) + g_k n^4 (e_k - v)
//               + i_e + i_syn + sum_r g_r (e_rev_r - v)
//   dx/dt = alpha_x (1 - x) - beta_x x, x = m, h, n:
//   alpha_m = 0.1 (v + 40) / (1 - exp(-(v + 40) / 10))   beta_m = 4 exp(-(v + 65) / 18)
//   alpha_h = 0.07 exp(-(v + 65) / 20)    beta_h = 1 / (1 + exp(-(v + 35) / 10))
//   alpha_n = 0.01 (v + 55) / (1 - exp(-(v + 55) / 10))  beta_n = 0.125 exp(-(v + 65) / 80)
// One spike for each upward crossing of v_spike; no reset.
//
// Schemes: 0 staggered, the gates with v of the step's beginning, then v with
// the new gates; 1 exponential_euler, all of them with the values of the step's
// beginning (Brian2's; several times the error). Units: mV, ms, pF, nS, pA.
// Paper: Hodgkin & Huxley 1952, J. Physiol. 117:500, shifted to a rest of -65 mV.
struct Hh1952Params {
  real g_l;     // nS
  real ge_l;    // pA, g_l e_l
  real g_na;    // nS
  real e_na;    // mV
  real g_k;     // nS
  real e_k;     // mV
  real v_spike; // mV
  real i_e;     // pA
  real dt_c;    // dt / c_m, 1/nS
  real dt;      // ms
};

struct Hh1952State {
  real v; // mV, membrane potential
  real m; // sodium activation
  real h; // sodium inactivation
  real n; // potassium activation
};

FN bool hh_1952_step(Hh1952Params p, INOUT(Hh1952State) s, NeuronInput x, int scheme) {
  real alpha_m = gv_exprelr(-(s.v + R(40.0)) / R(10.0));
  real beta_m = R(4.0) * gv_exp(-(s.v + R(65.0)) / R(18.0));
  real alpha_h = R(0.07) * gv_exp(-(s.v + R(65.0)) / R(20.0));
  real beta_h = R(1.0) / (R(1.0) + gv_exp(-(s.v + R(35.0)) / R(10.0)));
  real alpha_n = R(0.1) * gv_exprelr(-(s.v + R(55.0)) / R(10.0));
  real beta_n = R(0.125) * gv_exp(-(s.v + R(65.0)) / R(80.0));

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
