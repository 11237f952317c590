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

FN bool lif_step(LifParams p, INOUT(LifState) s, NeuronInput x, int scheme) {
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
  v = v + x.dv;

  bool refractory = s.refractory > R(0.0);
  bool spike = !refractory && v >= p.v_th;
  s.v = (refractory || spike) ? p.v_reset : v;
  s.refractory = spike ? p.refractory_steps : (refractory ? s.refractory - R(1.0) : R(0.0));
  return spike;
}
