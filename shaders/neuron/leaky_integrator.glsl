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

// It never comes near a threshold.
FN real leaky_integrator_distance(LeakyIntegratorParams p, LeakyIntegratorState s, NeuronInput x,
                                  int scheme) {
  return GV_NEVER;
}

FN void leaky_integrator_flow_vjp(LeakyIntegratorParams p, LeakyIntegratorState s, NeuronInput x,
                                  int scheme, real adj_v, INOUT(LeakyIntegratorState) adj_s,
                                  INOUT(LeakyIntegratorParams) adj_p, INOUT(NeuronInput) adj_x) {
  real i = p.i_e + x.i;
  real adj_i;
  if (scheme == 0) {
    real drive = p.e_l + p.r_m * i;
    real adj_inf = adj_v * (R(1.0) - p.alpha);
    adj_s.v = adj_v * p.alpha;
    adj_p.alpha = adj_p.alpha + adj_v * (s.v - drive);
    adj_p.e_l = adj_p.e_l + adj_inf;
    adj_p.r_m = adj_p.r_m + adj_inf * i;
    adj_i = adj_inf * p.r_m;
  } else if (scheme == 1) {
    real g = p.g_l + x.g;
    real drive = (p.g_l * p.e_l + x.ge + i) / g;
    real e = gv_exp_decay(-(p.dt_c * g));
    real adj_inf = adj_v * (R(1.0) - e);
    real adj_e = adj_v * (s.v - drive) * e;
    real adj_g = -(adj_e * p.dt_c) - adj_inf * drive / g;
    adj_i = adj_inf / g;
    adj_s.v = adj_v * e;
    adj_p.dt_c = adj_p.dt_c - adj_e * g;
    adj_p.g_l = adj_p.g_l + (adj_g + adj_i * p.e_l);
    adj_p.e_l = adj_p.e_l + adj_i * p.g_l;
    adj_x.g = adj_g;
    adj_x.ge = adj_i;
  } else {
    real f = p.g_l * (p.e_l - s.v) + (x.ge - x.g * s.v) + i;
    adj_i = adj_v * p.dt_c;
    adj_s.v = adj_v - adj_i * (p.g_l + x.g);
    adj_p.dt_c = adj_p.dt_c + adj_v * f;
    adj_p.g_l = adj_p.g_l + adj_i * (p.e_l - s.v);
    adj_p.e_l = adj_p.e_l + adj_i * p.g_l;
    adj_x.g = -(adj_i * s.v);
    adj_x.ge = adj_i;
  }
  adj_p.i_e = adj_p.i_e + adj_i;
  adj_x.i = adj_i;
  adj_x.dv = adj_v;
}

FN void leaky_integrator_step_vjp(LeakyIntegratorParams p, LeakyIntegratorState s, NeuronInput x,
                                  int scheme, real slope, real attach, real adj_spike,
                                  INOUT(LeakyIntegratorState) adj_s,
                                  INOUT(LeakyIntegratorParams) adj_p, INOUT(NeuronInput) adj_x) {
  leaky_integrator_flow_vjp(p, s, x, scheme, adj_s.v, adj_s, adj_p, adj_x);
}
