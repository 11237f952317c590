// leaky_integrator: a membrane that never spikes, the readout of a network.
//
//   c_m dv/dt = g_l (e_l - v) + i_e + i_syn + sum_r g_r (e_rev_r - v)
//
// Schemes: 0 exact (propagator of the linear equation, current and voltage
// receptors), 1 exponential_euler (conductances held during the step),
// 2 euler (forward). Units: mV, ms, pF, nS, pA.
// Paper: Lapicque 1907, J. Physiol. Pathol. Gen. 9:620.
struct LeakyIntegratorParams {
  real e_l;   // mV
  real g_l;   // nS
  real i_e;   // pA
  real r_m;   // mV/pA, 1 / g_l
  real alpha; // exp(-dt / tau_m)
  real dt_c;  // dt / c_m, mV per pA
};

struct LeakyIntegratorState {
  real v; // mV, membrane potential
};

#include "lib/leaky.glsl"

GV_LEAKY(leaky_integrator, LeakyIntegratorParams, LeakyIntegratorState)

FN bool leaky_integrator_step(LeakyIntegratorParams p, INOUT(LeakyIntegratorState) s, NeuronInput x,
                              int scheme) {
  s.v = leaky_integrator_flow(p, s, x, scheme);
  return false;
}

// It never comes near a threshold.
FN real leaky_integrator_distance(LeakyIntegratorParams p, LeakyIntegratorState s, NeuronInput x,
                                  int scheme) {
  return GV_NEVER;
}

FN void leaky_integrator_step_vjp(LeakyIntegratorParams p, LeakyIntegratorState s, NeuronInput x,
                                  int scheme, real slope, real attach, real adj_spike,
                                  INOUT(LeakyIntegratorState) adj_s,
                                  INOUT(LeakyIntegratorParams) adj_p, INOUT(NeuronInput) adj_x) {
  leaky_integrator_flow_vjp(p, s, x, scheme, adj_s.v, adj_s, adj_p, adj_x);
}
