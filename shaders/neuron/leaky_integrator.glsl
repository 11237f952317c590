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

FN bool leaky_integrator_step(LeakyIntegratorParams p, INOUT(LeakyIntegratorState) s, NeuronInput x,
                              int scheme) {
  real i = p.i_e + x.i;
  real v;
  if (scheme == 0) {
    real v_inf = p.e_l + p.r_m * i;
    v = v_inf + (s.v - v_inf) * p.alpha;
  } else if (scheme == 1) {
    real g = p.g_l + x.g;
    real v_inf = (p.g_l * p.e_l + x.ge + i) / g;
    v = v_inf + (s.v - v_inf) * gv_exp_decay(-(p.dt_c * g));
  } else {
    v = s.v + p.dt_c * (p.g_l * (p.e_l - s.v) + (x.ge - x.g * s.v) + i);
  }
  s.v = v + x.dv;
  return false;
}
