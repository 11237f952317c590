// lif_sfa: leaky integrate-and-fire neuron with a current that adapts its rate.
//
//   c_m dv/dt = g_l (e_l - v) - w + i_e + i_syn + sum_r g_r (e_rev_r - v)
//   tau_sfa dw/dt = -w
//   spike when v >= v_th: w += q_sfa, v = v_reset, held there for t_ref
//
// Schemes: 0 exact (propagator of the linear equations, current and voltage
// receptors), 1 exponential_euler (conductances held during the step, w at its
// mean), 2 euler (forward). Units: mV, ms, pF, nS, pA.
// Paper: Benda & Herz 2003, Neural Computation 15:2523.
struct LifSfaParams {
  real e_l;              // mV
  real g_l;              // nS
  real i_e;              // pA
  real r_m;              // mV/pA, 1 / g_l
  real alpha;            // exp(-dt / tau_m)
  real keep_w;           // exp(-dt / tau_sfa)
  real w_v;              // mV/pA, what w of the step's beginning takes from v in the step
  real mean_w;           // mean of w over the step, over w of its beginning
  real slope_w;          // dt / tau_sfa
  real dt_c;             // dt / c_m, mV per pA
  real v_th;             // mV
  real v_reset;          // mV
  real q_sfa;            // pA
  real refractory_steps; // t_ref in steps
};

struct LifSfaState {
  real v;          // mV, membrane potential
  real w;          // pA, adaptation current
  real refractory; // steps left in the refractory time
};

// The state at the step's end, before threshold, reset and refractory time.
FN LifSfaState lif_sfa_after(LifSfaParams p, LifSfaState s, NeuronInput x, int scheme) {
  real i = p.i_e + x.i;
  real w = p.keep_w * s.w;
  real v;
  if (scheme == 0) {
    real v_inf = p.e_l + p.r_m * i;
    v = v_inf + (s.v - v_inf) * p.alpha - p.w_v * s.w;
  } else if (scheme == 1) {
    real g = p.g_l + x.g;
    real v_inf = (p.g_l * p.e_l + x.ge + i - p.mean_w * s.w) / g;
    v = v_inf + (s.v - v_inf) * gv_exp_decay(-(p.dt_c * g));
  } else {
    v = s.v + p.dt_c * (p.g_l * (p.e_l - s.v) + (x.ge - x.g * s.v) + (i - s.w));
    w = s.w - p.slope_w * s.w;
  }
  s.v = v + x.dv;
  s.w = w;
  return s;
}

FN bool lif_sfa_step(LifSfaParams p, INOUT(LifSfaState) s, NeuronInput x, int scheme) {
  bool refractory = s.refractory > R(0.0);
  s = lif_sfa_after(p, s, x, scheme);
  bool spike = GV_SPIKE(!refractory && s.v >= p.v_th);
  s.v = (refractory || spike) ? p.v_reset : s.v;
  s.w = spike ? s.w + p.q_sfa : s.w;
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}

#include "lib/leaky.glsl"

// The adjoint of the membrane but for w.
GV_LEAKY_VJP(lif_sfa, LifSfaParams, LifSfaState)

FN real lif_sfa_distance(LifSfaParams p, LifSfaState s, NeuronInput x, int scheme) {
  return gv_threshold_distance(lif_sfa_after(p, s, x, scheme).v, p.v_th, p.e_l, s.refractory);
}

FN void lif_sfa_after_vjp(LifSfaParams p, LifSfaState s, NeuronInput x, int scheme,
                          INOUT(LifSfaState) adj_s, INOUT(LifSfaParams) adj_p,
                          INOUT(NeuronInput) adj_x) {
  real adj_v = adj_s.v;
  real adj_w = adj_s.w;
  // w acts as a current that is subtracted from the input.
  NeuronInput y = x;
  real share = scheme == 1 ? p.mean_w : R(1.0);
  if (scheme > 0) y.i = x.i - share * s.w;
  lif_sfa_flow_vjp(p, s, y, scheme, adj_v, adj_s, adj_p, adj_x);
  if (scheme == 0) {
    adj_p.w_v = adj_p.w_v - adj_v * s.w;
    adj_s.w = -(adj_v * p.w_v);
  } else {
    adj_s.w = -(adj_x.i * share);
  }
  if (scheme == 1) adj_p.mean_w = adj_p.mean_w - adj_x.i * s.w;
  if (scheme > 1) {
    adj_p.slope_w = adj_p.slope_w - adj_w * s.w;
    adj_s.w = adj_s.w + adj_w * (R(1.0) - p.slope_w);
  } else {
    adj_p.keep_w = adj_p.keep_w + adj_w * s.w;
    adj_s.w = adj_s.w + adj_w * p.keep_w;
  }
}

FN void lif_sfa_step_vjp(LifSfaParams p, LifSfaState s, NeuronInput x, int scheme, real slope,
                         real attach, real adj_spike, INOUT(LifSfaState) adj_s,
                         INOUT(LifSfaParams) adj_p, INOUT(NeuronInput) adj_x) {
  LifSfaState f = lif_sfa_after(p, s, x, scheme);
  GvReset q = gv_reset_vjp(f.v, p.v_th, p.e_l, p.v_reset, s.refractory, slope, attach,
                           adj_spike + p.q_sfa * adj_s.w, adj_s.v);
  adj_p.q_sfa = adj_p.q_sfa + q.spiked * adj_s.w;
  adj_p.v_reset = adj_p.v_reset + q.reset;
  adj_p.v_th = adj_p.v_th + q.v_th;
  adj_p.e_l = adj_p.e_l + q.rest;
  adj_s.v = q.v;
  adj_s.refractory = R(0.0);
  lif_sfa_after_vjp(p, s, x, scheme, adj_s, adj_p, adj_x);
}
