// glif: the five levels of generalised leaky integrate-and-fire of the Allen Institute.
//
//   c_m dv/dt = g_l (e_l - v) + asc_1 + asc_2 + i_e + i_syn + sum_r g_r (e_rev_r - v)
//   dasc_j/dt = -asc_decay_j asc_j,   dth_s/dt = -th_spike_decay th_s
//   dth_v/dt = th_voltage_index (v - e_l) - th_voltage_decay th_v
//   spike when v >= v_th + th_s + th_v; then everything stands still for t_ref, after
//   asc_j = asc_amps_j + asc_r_j asc_j exp(-asc_decay_j t_ref)   (levels 3, 4, 5)
//   v = e_l + voltage_reset_fraction (v - e_l) + voltage_reset_add and
//   th_s = th_spike_add + th_s exp(-th_spike_decay t_ref)        (levels 2, 4, 5)
//   v = v_reset                                                  (levels 1, 3)
// th_v is for level 5. What a level lacks has parameters of zero here.
//
// Schemes: 0 exact (propagator of the linear equations, current and voltage
// receptors; th_v sees their mean over the step), 1 exponential_euler
// (conductances and v held during the step). Units: mV, ms, pF, nS, pA.
// Paper: Teeter et al. 2018, Nature Communications 9:709; NEST's glif_psc.
struct GlifParams {
  real e_l;              // mV
  real g_l;              // nS
  real dt_c;             // dt / c_m, mV per pA
  real v_v;              // of v at the step's end by v at its beginning, both from e_l
  real v_i;              // mV/pA, by the current
  real v_1;              // mV/pA, by asc_1
  real v_2;              // mV/pA, by asc_2
  real t_t;              // of th_v by itself
  real t_v;              // by v
  real t_i;              // mV/pA
  real t_1;              // mV/pA
  real t_2;              // mV/pA
  real t_held;           // by a v that is held during the step
  real keep_1;           // exp(-asc_decay_1 dt)
  real keep_2;           // exp(-asc_decay_2 dt)
  real keep_s;           // exp(-th_spike_decay dt)
  real v_th;             // mV
  real v_fraction;       // of v - e_l that a spike leaves
  real v_after;          // mV, added to it
  real th_spike_add;     // mV
  real th_spike_rest;    // exp(-th_spike_decay t_ref)
  real asc_amps_1;       // pA
  real asc_amps_2;       // pA
  real asc_rest_1;       // asc_r_1 exp(-asc_decay_1 t_ref)
  real asc_rest_2;       // asc_r_2 exp(-asc_decay_2 t_ref)
  real i_e;              // pA
  real refractory_steps; // t_ref in steps
};

struct GlifState {
  real v;          // mV, membrane potential
  real th_s;       // mV, threshold by spikes
  real th_v;       // mV, threshold by voltage
  real asc_1;      // pA, after-spike currents
  real asc_2;      // pA
  real refractory; // steps left in the refractory time
};

FN bool glif_step(GlifParams p, INOUT(GlifState) s, NeuronInput x, int scheme) {
  real i = p.i_e + x.i;
  real u = s.v - p.e_l;
  real v;
  real th_v;
  if (scheme == 0) {
    v = p.e_l + (p.v_v * u + p.v_i * i + (p.v_1 * s.asc_1 + p.v_2 * s.asc_2));
    th_v = p.t_t * s.th_v + (p.t_v * u + p.t_i * i + (p.t_1 * s.asc_1 + p.t_2 * s.asc_2));
  } else {
    real g = p.g_l + x.g;
    real v_inf = (p.g_l * p.e_l + x.ge + i + (s.asc_1 + s.asc_2)) / g;
    v = v_inf + (s.v - v_inf) * gv_exp_decay(-(p.dt_c * g));
    th_v = p.t_t * s.th_v + p.t_held * u;
  }
  v = v + x.dv;
  real th_s = p.keep_s * s.th_s;
  real asc_1 = p.keep_1 * s.asc_1;
  real asc_2 = p.keep_2 * s.asc_2;

  bool refractory = s.refractory > R(0.0);
  bool spike = !refractory && v >= p.v_th + th_s + th_v;
  real after = p.v_fraction * (v - p.e_l) + p.v_after;
  s.v = refractory ? s.v : (spike ? after : v);
  s.th_v = refractory ? s.th_v : th_v;
  s.th_s = refractory ? s.th_s : (spike ? p.th_spike_rest * th_s + p.th_spike_add : th_s);
  s.asc_1 = refractory ? s.asc_1 : (spike ? p.asc_rest_1 * asc_1 + p.asc_amps_1 : asc_1);
  s.asc_2 = refractory ? s.asc_2 : (spike ? p.asc_rest_2 * asc_2 + p.asc_amps_2 : asc_2);
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}
