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

// The potential at the step's end before threshold, reset and refractory time.
FN real lif_flow(LifParams p, LifState s, NeuronInput x, int scheme) {
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
  return v + x.dv;
}

FN bool lif_step(LifParams p, INOUT(LifState) s, NeuronInput x, int scheme) {
  real v = lif_flow(p, s, x, scheme);
  bool refractory = s.refractory > R(0.0);
  bool spike = GV_SPIKE(!refractory && v >= p.v_th);
  s.v = (refractory || spike) ? p.v_reset : v;
  s.refractory = spike ? p.refractory_steps : (refractory ? s.refractory - R(1.0) : R(0.0));
  return spike;
}

// Distance to threshold, 1 from rest.
FN real lif_distance(LifParams p, LifState s, NeuronInput x, int scheme) {
  real d = (lif_flow(p, s, x, scheme) - p.v_th) / (p.v_th - p.e_l);
  return s.refractory > R(0.0) ? GV_NEVER : d;
}

FN void lif_flow_vjp(LifParams p, LifState s, NeuronInput x, int scheme, real adj_v,
                     INOUT(LifState) adj_s, INOUT(LifParams) adj_p, INOUT(NeuronInput) adj_x) {
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

FN void lif_step_vjp(LifParams p, LifState s, NeuronInput x, int scheme, real slope, real attach,
                     real adj_spike, INOUT(LifState) adj_s, INOUT(LifParams) adj_p,
                     INOUT(NeuronInput) adj_x) {
  real v = lif_flow(p, s, x, scheme);
  bool clamped = s.refractory > R(0.0);
  bool spike = !clamped && v >= p.v_th;
  real after = adj_s.v;
  real w = p.v_th - p.e_l;
  real adj_d = clamped ? R(0.0) : slope * (adj_spike + attach * (p.v_reset - v) * after) / w;
  real adj_v = (clamped || spike ? R(0.0) : after) + adj_d;
  real shift = adj_d * ((v - p.v_th) / w);
  adj_p.v_reset = adj_p.v_reset + (clamped || spike ? after : R(0.0));
  adj_p.v_th = adj_p.v_th - (adj_d + shift);
  adj_p.e_l = adj_p.e_l + shift;
  adj_s.refractory = R(0.0);
  lif_flow_vjp(p, s, x, scheme, adj_v, adj_s, adj_p, adj_x);
}
