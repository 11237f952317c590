// gif_pozzorini: generalised integrate-and-fire neuron with escape noise.
//
//   c_m dv/dt = g_l (e_l - v) - stc_1 - stc_2 + i_e + i_syn + sum_r g_r (e_rev_r - v)
//   dstc_j/dt = -stc_j / tau_stc_j,   dsfa_j/dt = -sfa_j / tau_sfa_j,   j = 1, 2
//   rate = lambda_0 exp((v - v_t_star - sfa_1 - sfa_2) / delta_v)
//   spike with probability 1 - exp(-rate dt): stc_j += q_stc_j, sfa_j += q_sfa_j,
//   v = v_reset, held there for t_ref
//
// Schemes: 0 exact (propagator of the linear equations, current and voltage
// receptors), 1 exponential_euler (conductances held during the step, stc at
// their means). The draw is Philox-4x32-10 of (seed, member, step).
// Units: mV, ms, pF, nS, pA. NEST's gif_psc_exp with two filters of each kind.
// Paper: Mensi, Naud, Pozzorini, Avermann, Petersen & Gerstner 2012,
// J. Neurophysiol. 107:1756; Pozzorini et al. 2015, PLoS Comput. Biol. 11:e1004275.
struct GifPozzoriniParams {
  real e_l;              // mV
  real g_l;              // nS
  real r_m;              // mV/pA, 1 / g_l
  real alpha;            // exp(-dt / tau_m)
  real dt_c;             // dt / c_m, mV per pA
  real v_1;              // mV/pA, what stc_1 of the step's beginning takes from v
  real v_2;              // mV/pA
  real mean_1;           // mean of stc_1 over the step, over its value at the beginning
  real mean_2;           // the same for stc_2
  real keep_stc_1;       // exp(-dt / tau_stc_1)
  real keep_stc_2;       // exp(-dt / tau_stc_2)
  real keep_sfa_1;       // exp(-dt / tau_sfa_1)
  real keep_sfa_2;       // exp(-dt / tau_sfa_2)
  real q_stc_1;          // pA
  real q_stc_2;          // pA
  real q_sfa_1;          // mV
  real q_sfa_2;          // mV
  real v_t_star;         // mV
  real per_delta;        // 1 / delta_v
  real expected;         // lambda_0 dt, spikes in a step at threshold
  real v_reset;          // mV
  real i_e;              // pA
  real refractory_steps; // t_ref in steps
};

struct GifPozzoriniState {
  real v;          // mV, membrane potential
  real stc_1;      // pA, spike-triggered currents
  real stc_2;      // pA
  real sfa_1;      // mV, shifts of the threshold
  real sfa_2;      // mV
  real refractory; // steps left in the refractory time
};

FN bool gif_pozzorini_step(GifPozzoriniParams p, INOUT(GifPozzoriniState) s, NeuronInput x,
                           int scheme) {
  real i = p.i_e + x.i;
  real v;
  if (scheme == 0) {
    real v_inf = p.e_l + p.r_m * i;
    v = v_inf + (s.v - v_inf) * p.alpha - (p.v_1 * s.stc_1 + p.v_2 * s.stc_2);
  } else {
    real g = p.g_l + x.g;
    real stc = p.mean_1 * s.stc_1 + p.mean_2 * s.stc_2;
    real v_inf = (p.g_l * p.e_l + x.ge + (i - stc)) / g;
    v = v_inf + (s.v - v_inf) * gv_exp_decay(-(p.dt_c * g));
  }
  v = v + x.dv;
  real stc_1 = p.keep_stc_1 * s.stc_1;
  real stc_2 = p.keep_stc_2 * s.stc_2;
  real sfa_1 = p.keep_sfa_1 * s.sfa_1;
  real sfa_2 = p.keep_sfa_2 * s.sfa_2;

  // Beyond exp(20) lambda_0 every step has its spike.
  real above = (v - p.v_t_star - (sfa_1 + sfa_2)) * p.per_delta;
  real chance = -gv_expm1(-(p.expected * gv_exp(gv_min(above, R(20.0)))));
  bool refractory = s.refractory > R(0.0);
  bool spike = !refractory && x.u < chance;
  s.v = (refractory || spike) ? p.v_reset : v;
  s.stc_1 = spike ? stc_1 + p.q_stc_1 : stc_1;
  s.stc_2 = spike ? stc_2 + p.q_stc_2 : stc_2;
  s.sfa_1 = spike ? sfa_1 + p.q_sfa_1 : sfa_1;
  s.sfa_2 = spike ? sfa_2 + p.q_sfa_2 : sfa_2;
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}
