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

// The state at the step's end, before threshold, reset and refractory time.
FN GlifState glif_flow(GlifParams p, GlifState s, NeuronInput x, int scheme) {
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
  s.v = v + x.dv;
  s.th_v = th_v;
  s.th_s = p.keep_s * s.th_s;
  s.asc_1 = p.keep_1 * s.asc_1;
  s.asc_2 = p.keep_2 * s.asc_2;
  return s;
}

FN bool glif_step(GlifParams p, INOUT(GlifState) s, NeuronInput x, int scheme) {
  GlifState f = glif_flow(p, s, x, scheme);
  bool refractory = s.refractory > R(0.0);
  bool spike = GV_SPIKE(!refractory && f.v >= p.v_th + f.th_s + f.th_v);
  real after = p.v_fraction * (f.v - p.e_l) + p.v_after;
  s.v = refractory ? s.v : (spike ? after : f.v);
  s.th_v = refractory ? s.th_v : f.th_v;
  s.th_s = refractory ? s.th_s : (spike ? p.th_spike_rest * f.th_s + p.th_spike_add : f.th_s);
  s.asc_1 = refractory ? s.asc_1 : (spike ? p.asc_rest_1 * f.asc_1 + p.asc_amps_1 : f.asc_1);
  s.asc_2 = refractory ? s.asc_2 : (spike ? p.asc_rest_2 * f.asc_2 + p.asc_amps_2 : f.asc_2);
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}

#include "lib/adjoint.glsl"

// Distance to the threshold of this step, 1 from rest to v_th.
FN real glif_distance(GlifParams p, GlifState s, NeuronInput x, int scheme) {
  GlifState f = glif_flow(p, s, x, scheme);
  real d = (f.v - (p.v_th + f.th_s + f.th_v)) / (p.v_th - p.e_l);
  return s.refractory > R(0.0) ? GV_NEVER : d;
}

FN void glif_flow_vjp(GlifParams p, GlifState s, NeuronInput x, int scheme, INOUT(GlifState) adj_s,
                      INOUT(GlifParams) adj_p, INOUT(NeuronInput) adj_x) {
  real u = s.v - p.e_l;
  real i = p.i_e + x.i;
  real adj_v = adj_s.v;
  real adj_th = adj_s.th_v;
  real adj_i = R(0.0);
  real adj_u = R(0.0);
  real adj_own = R(0.0);
  adj_p.t_t = adj_p.t_t + adj_th * s.th_v;
  adj_p.keep_s = adj_p.keep_s + adj_s.th_s * s.th_s;
  adj_p.keep_1 = adj_p.keep_1 + adj_s.asc_1 * s.asc_1;
  adj_p.keep_2 = adj_p.keep_2 + adj_s.asc_2 * s.asc_2;
  real adj_1 = adj_s.asc_1 * p.keep_1;
  real adj_2 = adj_s.asc_2 * p.keep_2;
  if (scheme == 0) {
    adj_i = adj_v * p.v_i + adj_th * p.t_i;
    adj_u = adj_v * p.v_v + adj_th * p.t_v;
    adj_1 = adj_1 + (adj_v * p.v_1 + adj_th * p.t_1);
    adj_2 = adj_2 + (adj_v * p.v_2 + adj_th * p.t_2);
    adj_p.e_l = adj_p.e_l + adj_v;
    adj_p.v_v = adj_p.v_v + adj_v * u;
    adj_p.v_i = adj_p.v_i + adj_v * i;
    adj_p.v_1 = adj_p.v_1 + adj_v * s.asc_1;
    adj_p.v_2 = adj_p.v_2 + adj_v * s.asc_2;
    adj_p.t_v = adj_p.t_v + adj_th * u;
    adj_p.t_i = adj_p.t_i + adj_th * i;
    adj_p.t_1 = adj_p.t_1 + adj_th * s.asc_1;
    adj_p.t_2 = adj_p.t_2 + adj_th * s.asc_2;
  } else {
    GvMembrane m = gv_membrane_vjp(s.v, p.g_l + x.g, p.g_l * p.e_l + x.ge + i + (s.asc_1 + s.asc_2),
                                   p.dt_c, adj_v);
    adj_own = m.v;
    adj_i = m.i;
    adj_1 = adj_1 + m.i;
    adj_2 = adj_2 + m.i;
    adj_u = adj_th * p.t_held;
    adj_p.t_held = adj_p.t_held + adj_th * u;
    adj_p.dt_c = adj_p.dt_c + m.dt_c;
    adj_p.g_l = adj_p.g_l + (m.g + m.i * p.e_l);
    adj_p.e_l = adj_p.e_l + m.i * p.g_l;
    adj_x.g = m.g;
    adj_x.ge = m.i;
  }
  adj_p.e_l = adj_p.e_l - adj_u;
  adj_p.i_e = adj_p.i_e + adj_i;
  adj_x.i = adj_i;
  adj_x.dv = adj_v;
  adj_s.v = adj_u + adj_own;
  adj_s.th_v = adj_th * p.t_t;
  adj_s.th_s = adj_s.th_s * p.keep_s;
  adj_s.asc_1 = adj_1;
  adj_s.asc_2 = adj_2;
}

FN void glif_step_vjp(GlifParams p, GlifState s, NeuronInput x, int scheme, real slope, real attach,
                      real adj_spike, INOUT(GlifState) adj_s, INOUT(GlifParams) adj_p,
                      INOUT(NeuronInput) adj_x) {
  adj_s.refractory = R(0.0);
  if (s.refractory > R(0.0)) return; // everything stands still
  GlifState f = glif_flow(p, s, x, scheme);
  real th = p.v_th + f.th_s + f.th_v;
  real after = p.v_fraction * (f.v - p.e_l) + p.v_after;
  real z = f.v >= th ? R(1.0) : R(0.0);
  real adj_z = adj_spike + attach * (after - f.v) * adj_s.v +
               ((p.th_spike_rest - R(1.0)) * f.th_s + p.th_spike_add) * adj_s.th_s +
               ((p.asc_rest_1 - R(1.0)) * f.asc_1 + p.asc_amps_1) * adj_s.asc_1 +
               ((p.asc_rest_2 - R(1.0)) * f.asc_2 + p.asc_amps_2) * adj_s.asc_2;
  real w = p.v_th - p.e_l;
  real adj_d = slope * adj_z / w;
  real shift = adj_d * ((f.v - th) / w);
  real reset = z * adj_s.v;
  adj_p.v_th = adj_p.v_th - (adj_d + shift);
  adj_p.e_l = adj_p.e_l + (shift - reset * p.v_fraction);
  adj_p.v_fraction = adj_p.v_fraction + reset * (f.v - p.e_l);
  adj_p.v_after = adj_p.v_after + reset;
  adj_p.th_spike_rest = adj_p.th_spike_rest + z * adj_s.th_s * f.th_s;
  adj_p.th_spike_add = adj_p.th_spike_add + z * adj_s.th_s;
  adj_p.asc_rest_1 = adj_p.asc_rest_1 + z * adj_s.asc_1 * f.asc_1;
  adj_p.asc_rest_2 = adj_p.asc_rest_2 + z * adj_s.asc_2 * f.asc_2;
  adj_p.asc_amps_1 = adj_p.asc_amps_1 + z * adj_s.asc_1;
  adj_p.asc_amps_2 = adj_p.asc_amps_2 + z * adj_s.asc_2;
  adj_s.v = (adj_s.v - reset) + reset * p.v_fraction + adj_d;
  adj_s.th_v = adj_s.th_v - adj_d;
  adj_s.th_s = adj_s.th_s * (z > R(0.0) ? p.th_spike_rest : R(1.0)) - adj_d;
  adj_s.asc_1 = adj_s.asc_1 * (z > R(0.0) ? p.asc_rest_1 : R(1.0));
  adj_s.asc_2 = adj_s.asc_2 * (z > R(0.0) ? p.asc_rest_2 : R(1.0));
  glif_flow_vjp(p, s, x, scheme, adj_s, adj_p, adj_x);
}
