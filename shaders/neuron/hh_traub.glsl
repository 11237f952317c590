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

#include "lib/hodgkin_huxley.glsl"

FN HhRates hh_traub_rates(HhTraubParams p, real v) {
  HhRates q;
  real u = v - p.v_t;
  q.alpha_m = R(1.28) * gv_exprelr((R(13.0) - u) / R(4.0));
  q.beta_m = R(1.4) * gv_exprelr((u - R(40.0)) / R(5.0));
  q.alpha_h = R(0.128) * gv_exp((R(17.0) - u) / R(18.0));
  q.beta_h = R(4.0) / (R(1.0) + gv_exp((R(40.0) - u) / R(5.0)));
  q.alpha_n = R(0.16) * gv_exprelr((R(15.0) - u) / R(5.0));
  q.beta_n = R(0.5) * gv_exp((R(10.0) - u) / R(40.0));
  return q;
}

FN real hh_traub_rates_vjp(HhTraubParams p, real v, HhRates q, HhRates adj,
                           INOUT(HhTraubParams) adj_p) {
  real u = v - p.v_t;
  real m = adj.alpha_m * (R(-0.32) * gv_exprelr_slope((R(13.0) - u) / R(4.0))) +
           adj.beta_m * (R(0.28) * gv_exprelr_slope((u - R(40.0)) / R(5.0)));
  real h = adj.alpha_h * (q.alpha_h / R(-18.0)) +
           adj.beta_h * (q.beta_h * (R(1.0) - q.beta_h * R(0.25)) / R(5.0));
  real n = adj.alpha_n * (R(-0.032) * gv_exprelr_slope((R(15.0) - u) / R(5.0))) +
           adj.beta_n * (q.beta_n / R(-40.0));
  adj_p.v_t = adj_p.v_t - (m + h + n);
  return m + h + n;
}

GV_HODGKIN_HUXLEY(hh_traub, HhTraubParams, HhTraubState)

FN bool hh_traub_step(HhTraubParams p, INOUT(HhTraubState) s, NeuronInput x, int scheme) {
  real before = s.v;
  s = hh_traub_flow(p, s, x, scheme);
  return GV_SPIKE(before < p.v_spike && s.v >= p.v_spike);
}

FN real hh_traub_distance(HhTraubParams p, HhTraubState s, NeuronInput x, int scheme) {
  return gv_crossing_distance(s.v, hh_traub_flow(p, s, x, scheme).v, p.v_spike, R(10.0));
}

FN void hh_traub_step_vjp(HhTraubParams p, HhTraubState s, NeuronInput x, int scheme, real slope,
                          real attach, real adj_spike, INOUT(HhTraubState) adj_s,
                          INOUT(HhTraubParams) adj_p, INOUT(NeuronInput) adj_x) {
  real adj_d = slope * adj_spike / R(10.0);
  adj_p.v_spike = adj_p.v_spike - adj_d;
  adj_s.v = adj_s.v + adj_d;
  hh_traub_flow_vjp(p, s, x, scheme, adj_s, adj_p, adj_x);
}
