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

  bool spike = GV_SPIKE(s.v < p.v_spike && v >= p.v_spike);
  s.v = v;
  s.m = m;
  s.h = h;
  s.n = n;
  return spike;
}

#include "lib/adjoint.glsl"

// Distance to the crossing of v_spike from below, in units of 10 mV.
FN real hh_1952_distance(Hh1952Params p, Hh1952State s, NeuronInput x, int scheme) {
  Hh1952State after = s;
  hh_1952_step(p, after, x, scheme);
  return s.v < p.v_spike ? (after.v - p.v_spike) / R(10.0) : GV_NEVER;
}

FN void hh_1952_step_vjp(Hh1952Params p, Hh1952State s, NeuronInput x, int scheme, real slope,
                         real attach, real adj_spike, INOUT(Hh1952State) adj_s,
                         INOUT(Hh1952Params) adj_p, INOUT(NeuronInput) adj_x) {
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
  real m3 = am * am * am;
  real n3 = an * an * an;
  real g_na = p.g_na * (m3 * ah);
  real g_k = p.g_k * (n3 * an);
  real g = p.g_l + g_na + g_k + x.g;
  real v_inf = (p.ge_l + g_na * p.e_na + g_k * p.e_k + x.ge + p.i_e + x.i) / g;
  real e = gv_exp_decay(-(p.dt_c * g));

  real adj_d = slope * adj_spike / R(10.0);
  real adj_v = adj_s.v + adj_d;
  real adj_e = adj_v * (s.v - v_inf) * e;
  real adj_i = adj_v * (R(1.0) - e) / g;
  real adj_g = -(adj_e * p.dt_c) - adj_i * v_inf;
  real adj_g_na = adj_g + adj_i * p.e_na;
  real adj_g_k = adj_g + adj_i * p.e_k;
  real adj_m = adj_g_na * p.g_na * R(3.0) * am * am * ah;
  real adj_h = adj_g_na * p.g_na * m3;
  real adj_n = adj_g_k * p.g_k * R(4.0) * n3;
  adj_p.v_spike = adj_p.v_spike - adj_d;
  adj_p.dt_c = adj_p.dt_c - adj_e * g;
  adj_p.g_l = adj_p.g_l + adj_g;
  adj_p.ge_l = adj_p.ge_l + adj_i;
  adj_p.g_na = adj_p.g_na + adj_g_na * (m3 * ah);
  adj_p.e_na = adj_p.e_na + adj_i * g_na;
  adj_p.g_k = adj_p.g_k + adj_g_k * (n3 * an);
  adj_p.e_k = adj_p.e_k + adj_i * g_k;
  adj_p.i_e = adj_p.i_e + adj_i;
  adj_x.i = adj_i;
  adj_x.g = adj_g;
  adj_x.ge = adj_i;
  adj_x.dv = adj_v;

  // The gates act through those of the step's end (scheme 0) or of its beginning.
  real late = scheme == 0 ? R(1.0) : R(0.0);
  real adj_m_old = R(0.0);
  real adj_h_old = R(0.0);
  real adj_n_old = R(0.0);
  real adj_a = R(0.0);
  real adj_b = R(0.0);
  real adj_u = R(0.0); // of the potential in the rates
  gv_gate_vjp(s.m, alpha_m, beta_m, p.dt, adj_s.m + late * adj_m, adj_m_old, adj_a, adj_b);
  adj_u = adj_a * (R(-0.1) * gv_exprelr_slope(-(s.v + R(40.0)) / R(10.0))) +
          adj_b * (beta_m / R(-18.0));
  gv_gate_vjp(s.h, alpha_h, beta_h, p.dt, adj_s.h + late * adj_h, adj_h_old, adj_a, adj_b);
  adj_u = adj_u + adj_a * (alpha_h / R(-20.0)) + adj_b * (R(0.1) * beta_h * (R(1.0) - beta_h));
  gv_gate_vjp(s.n, alpha_n, beta_n, p.dt, adj_s.n + late * adj_n, adj_n_old, adj_a, adj_b);
  adj_u = adj_u + adj_a * (R(-0.01) * gv_exprelr_slope(-(s.v + R(55.0)) / R(10.0))) +
          adj_b * (beta_n / R(-80.0));
  adj_s.v = adj_v * e + adj_u;
  adj_s.m = adj_m_old + (R(1.0) - late) * adj_m;
  adj_s.h = adj_h_old + (R(1.0) - late) * adj_h;
  adj_s.n = adj_n_old + (R(1.0) - late) * adj_n;
}
