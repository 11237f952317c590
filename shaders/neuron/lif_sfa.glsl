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

FN bool lif_sfa_step(LifSfaParams p, INOUT(LifSfaState) s, NeuronInput x, int scheme) {
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
  v = v + x.dv;

  bool refractory = s.refractory > R(0.0);
  bool spike = !refractory && v >= p.v_th;
  s.v = (refractory || spike) ? p.v_reset : v;
  s.w = spike ? w + p.q_sfa : w;
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}
