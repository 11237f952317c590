// lif: leaky integrate-and-fire neuron with an absolute refractory time.
//
//   c_m dv/dt = g_l (e_l - v) + i_e + i_syn + sum_r g_r (e_rev_r - v)
//   spike when v >= v_th: v = v_reset, held there for t_ref
//
// Schemes: 0 exact (propagator of the linear equation, current and voltage
// receptors), 1 exponential_euler (conductances held during the step),
// 2 euler (forward). Units: mV, ms, pF, nS, pA.
// Paper: Rotter & Diesmann 1999, Biol. Cybern. 81:381 (exact integration);
// Brette et al. 2007, J. Comput. Neurosci. 23:349 (conductance-based form).
struct LifParams {
  real e_l;              // mV
  real g_l;              // nS
  real i_e;              // pA
  real r_m;              // mV/pA, 1 / g_l
  real alpha;            // exp(-dt / tau_m)
  real dt_c;             // dt / c_m, mV per pA
  real v_th;             // mV
  real v_reset;          // mV
  real refractory_steps; // t_ref in steps
};

struct LifState {
  real v;          // mV, membrane potential
  real refractory; // steps left in the refractory time
};

#include "lib/leaky.glsl"

GV_LEAKY(lif, LifParams, LifState)

FN bool lif_step(LifParams p, INOUT(LifState) s, NeuronInput x, int scheme) {
  real v = lif_flow(p, s, x, scheme);
  bool refractory = s.refractory > R(0.0);
  bool spike = GV_SPIKE(!refractory && v >= p.v_th);
  s.v = (refractory || spike) ? p.v_reset : v;
  s.refractory = spike ? p.refractory_steps : (refractory ? s.refractory - R(1.0) : R(0.0));
  return spike;
}

FN real lif_distance(LifParams p, LifState s, NeuronInput x, int scheme) {
  return gv_threshold_distance(lif_flow(p, s, x, scheme), p.v_th, p.e_l, s.refractory);
}

FN void lif_step_vjp(LifParams p, LifState s, NeuronInput x, int scheme, real slope, real attach,
                     real adj_spike, INOUT(LifState) adj_s, INOUT(LifParams) adj_p,
                     INOUT(NeuronInput) adj_x) {
  real v = lif_flow(p, s, x, scheme);
  GvReset q =
      gv_reset_vjp(v, p.v_th, p.e_l, p.v_reset, s.refractory, slope, attach, adj_spike, adj_s.v);
  adj_p.v_reset = adj_p.v_reset + q.reset;
  adj_p.v_th = adj_p.v_th + q.v_th;
  adj_p.e_l = adj_p.e_l + q.rest;
  adj_s.refractory = R(0.0);
  lif_flow_vjp(p, s, x, scheme, q.v, adj_s, adj_p, adj_x);
}
