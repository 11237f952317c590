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

#include "lib/hodgkin_huxley.glsl"

FN HhRates hh_1952_rates(Hh1952Params p, real v) {
  HhRates q;
  q.alpha_m = gv_exprelr(-(v + R(40.0)) / R(10.0));
  q.beta_m = R(4.0) * gv_exp(-(v + R(65.0)) / R(18.0));
  q.alpha_h = R(0.07) * gv_exp(-(v + R(65.0)) / R(20.0));
  q.beta_h = R(1.0) / (R(1.0) + gv_exp(-(v + R(35.0)) / R(10.0)));
  q.alpha_n = R(0.1) * gv_exprelr(-(v + R(55.0)) / R(10.0));
  q.beta_n = R(0.125) * gv_exp(-(v + R(65.0)) / R(80.0));
  return q;
}

FN real hh_1952_rates_vjp(Hh1952Params p, real v, HhRates q, HhRates adj,
                          INOUT(Hh1952Params) adj_p) {
  real m = adj.alpha_m * (R(-0.1) * gv_exprelr_slope(-(v + R(40.0)) / R(10.0))) +
           adj.beta_m * (q.beta_m / R(-18.0));
  real h =
      adj.alpha_h * (q.alpha_h / R(-20.0)) + adj.beta_h * (R(0.1) * q.beta_h * (R(1.0) - q.beta_h));
  real n = adj.alpha_n * (R(-0.01) * gv_exprelr_slope(-(v + R(55.0)) / R(10.0))) +
           adj.beta_n * (q.beta_n / R(-80.0));
  return m + h + n;
}

GV_HODGKIN_HUXLEY(hh_1952, Hh1952Params, Hh1952State)

FN bool hh_1952_step(Hh1952Params p, INOUT(Hh1952State) s, NeuronInput x, int scheme) {
  real before = s.v;
  s = hh_1952_flow(p, s, x, scheme);
  return GV_SPIKE(before < p.v_spike && s.v >= p.v_spike);
}

FN real hh_1952_distance(Hh1952Params p, Hh1952State s, NeuronInput x, int scheme) {
  return gv_crossing_distance(s.v, hh_1952_flow(p, s, x, scheme).v, p.v_spike, R(10.0));
}

FN void hh_1952_step_vjp(Hh1952Params p, Hh1952State s, NeuronInput x, int scheme, real slope,
                         real attach, real adj_spike, INOUT(Hh1952State) adj_s,
                         INOUT(Hh1952Params) adj_p, INOUT(NeuronInput) adj_x) {
  real adj_d = slope * adj_spike / R(10.0);
  adj_p.v_spike = adj_p.v_spike - adj_d;
  adj_s.v = adj_s.v + adj_d;
  hh_1952_flow_vjp(p, s, x, scheme, adj_s, adj_p, adj_x);
}
