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

// The state at the step's end, before the spike is drawn and the reset.
FN GifPozzoriniState gif_pozzorini_after(GifPozzoriniParams p, GifPozzoriniState s, NeuronInput x,
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
  s.v = v + x.dv;
  s.stc_1 = p.keep_stc_1 * s.stc_1;
  s.stc_2 = p.keep_stc_2 * s.stc_2;
  s.sfa_1 = p.keep_sfa_1 * s.sfa_1;
  s.sfa_2 = p.keep_sfa_2 * s.sfa_2;
  return s;
}

// How far v is above the threshold, in units of delta_v.
FN real gif_pozzorini_above(GifPozzoriniParams p, GifPozzoriniState s) {
  return (s.v - p.v_t_star - (s.sfa_1 + s.sfa_2)) * p.per_delta;
}

FN bool gif_pozzorini_step(GifPozzoriniParams p, INOUT(GifPozzoriniState) s, NeuronInput x,
                           int scheme) {
  bool refractory = s.refractory > R(0.0);
  s = gif_pozzorini_after(p, s, x, scheme);
  // Beyond exp(20) lambda_0 every step has its spike.
  real above = gif_pozzorini_above(p, s);
  real chance = -gv_expm1(-(p.expected * gv_exp(gv_min(above, R(20.0)))));
  bool spike = GV_SPIKE(!refractory && x.u < chance);
  s.v = (refractory || spike) ? p.v_reset : s.v;
  s.stc_1 = spike ? s.stc_1 + p.q_stc_1 : s.stc_1;
  s.stc_2 = spike ? s.stc_2 + p.q_stc_2 : s.stc_2;
  s.sfa_1 = spike ? s.sfa_1 + p.q_sfa_1 : s.sfa_1;
  s.sfa_2 = spike ? s.sfa_2 + p.q_sfa_2 : s.sfa_2;
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}

#include "lib/leaky.glsl"

// The adjoint of the membrane but for the spike-triggered currents.
GV_LEAKY_VJP(gif_pozzorini, GifPozzoriniParams, GifPozzoriniState)

// With the number drawn, the spike is a threshold of v: the distance to it in
// units of delta_v.
FN real gif_pozzorini_distance(GifPozzoriniParams p, GifPozzoriniState s, NeuronInput x,
                               int scheme) {
  real level = gv_log(-gv_log(R(1.0) - x.u)) - gv_log(p.expected);
  real d = gif_pozzorini_above(p, gif_pozzorini_after(p, s, x, scheme)) - level;
  return s.refractory > R(0.0) ? GV_NEVER : d;
}

FN void gif_pozzorini_after_vjp(GifPozzoriniParams p, GifPozzoriniState s, NeuronInput x,
                                int scheme, INOUT(GifPozzoriniState) adj_s,
                                INOUT(GifPozzoriniParams) adj_p, INOUT(NeuronInput) adj_x) {
  real adj_v = adj_s.v;
  // The spike-triggered currents are subtracted from the input.
  NeuronInput y = x;
  if (scheme > 0) y.i = x.i - (p.mean_1 * s.stc_1 + p.mean_2 * s.stc_2);
  gif_pozzorini_flow_vjp(p, s, y, scheme, adj_v, adj_s, adj_p, adj_x);
  // Of stc by v, and of what v has of stc.
  real adj_stc = scheme == 0 ? adj_v : adj_x.i;
  adj_p.v_1 = adj_p.v_1 - (scheme == 0 ? adj_stc * s.stc_1 : R(0.0));
  adj_p.v_2 = adj_p.v_2 - (scheme == 0 ? adj_stc * s.stc_2 : R(0.0));
  adj_p.mean_1 = adj_p.mean_1 - (scheme == 0 ? R(0.0) : adj_stc * s.stc_1);
  adj_p.mean_2 = adj_p.mean_2 - (scheme == 0 ? R(0.0) : adj_stc * s.stc_2);
  adj_p.keep_stc_1 = adj_p.keep_stc_1 + adj_s.stc_1 * s.stc_1;
  adj_p.keep_stc_2 = adj_p.keep_stc_2 + adj_s.stc_2 * s.stc_2;
  adj_p.keep_sfa_1 = adj_p.keep_sfa_1 + adj_s.sfa_1 * s.sfa_1;
  adj_p.keep_sfa_2 = adj_p.keep_sfa_2 + adj_s.sfa_2 * s.sfa_2;
  adj_s.stc_1 = adj_s.stc_1 * p.keep_stc_1 - adj_stc * (scheme == 0 ? p.v_1 : p.mean_1);
  adj_s.stc_2 = adj_s.stc_2 * p.keep_stc_2 - adj_stc * (scheme == 0 ? p.v_2 : p.mean_2);
  adj_s.sfa_1 = adj_s.sfa_1 * p.keep_sfa_1;
  adj_s.sfa_2 = adj_s.sfa_2 * p.keep_sfa_2;
}

FN void gif_pozzorini_step_vjp(GifPozzoriniParams p, GifPozzoriniState s, NeuronInput x, int scheme,
                               real slope, real attach, real adj_spike,
                               INOUT(GifPozzoriniState) adj_s, INOUT(GifPozzoriniParams) adj_p,
                               INOUT(NeuronInput) adj_x) {
  GifPozzoriniState f = gif_pozzorini_after(p, s, x, scheme);
  bool clamped = s.refractory > R(0.0);
  real above = gif_pozzorini_above(p, f);
  real chance = -gv_expm1(-(p.expected * gv_exp(gv_min(above, R(20.0)))));
  real z = !clamped && x.u < chance ? R(1.0) : R(0.0);
  real adj_z = adj_spike + attach * (p.v_reset - f.v) * adj_s.v +
               (p.q_stc_1 * adj_s.stc_1 + p.q_stc_2 * adj_s.stc_2) +
               (p.q_sfa_1 * adj_s.sfa_1 + p.q_sfa_2 * adj_s.sfa_2);
  real adj_d = clamped ? R(0.0) : slope * adj_z;
  real adj_v = adj_d * p.per_delta;
  bool gone = clamped || z > R(0.0);
  adj_p.expected = adj_p.expected + adj_d / p.expected;
  adj_p.per_delta = adj_p.per_delta + adj_d * (f.v - p.v_t_star - (f.sfa_1 + f.sfa_2));
  adj_p.v_t_star = adj_p.v_t_star - adj_v;
  adj_p.v_reset = adj_p.v_reset + (gone ? adj_s.v : R(0.0));
  adj_p.q_stc_1 = adj_p.q_stc_1 + z * adj_s.stc_1;
  adj_p.q_stc_2 = adj_p.q_stc_2 + z * adj_s.stc_2;
  adj_p.q_sfa_1 = adj_p.q_sfa_1 + z * adj_s.sfa_1;
  adj_p.q_sfa_2 = adj_p.q_sfa_2 + z * adj_s.sfa_2;
  adj_s.v = (gone ? R(0.0) : adj_s.v) + adj_v;
  adj_s.sfa_1 = adj_s.sfa_1 - adj_v;
  adj_s.sfa_2 = adj_s.sfa_2 - adj_v;
  adj_s.refractory = R(0.0);
  gif_pozzorini_after_vjp(p, s, x, scheme, adj_s, adj_p, adj_x);
}
