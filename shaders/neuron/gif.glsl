// gif: generalised leaky integrate-and-fire neuron of Mihalas and Niebur.
//
//   c_m dv/dt = g_l (e_l - v) + i_1 + i_2 + i_e + i_syn + sum_r g_r (e_rev_r - v)
//   dv_th/dt = a (v - e_l) - b (v_th - v_th_inf)
//   di_j/dt = -k_j i_j, j = 1, 2
//   spike when v >= v_th: i_j = r_j i_j + a_j, v_th = max(v_th, v_th_reset),
//   v = v_reset, held there for t_ref (v_th and i_j go on)
//
// Schemes: 0 exact (propagator of the linear equations, current and voltage
// receptors; the threshold sees their mean over the step), 1 exponential_euler
// (conductances, v, i_1 and i_2 held during the step). Units: mV, ms, pF, nS, pA.
// Paper: Mihalas & Niebur 2009, Neural Computation 21:704.
struct GifParams {
  real e_l;              // mV
  real g_l;              // nS
  real dt_c;             // dt / c_m, mV per pA
  real v_v;              // of v at the step's end by v at its beginning, both from e_l
  real v_i;              // mV/pA, by the current
  real v_1;              // mV/pA, by i_1
  real v_2;              // mV/pA, by i_2
  real t_t;              // of v_th, from v_th_inf, by itself
  real t_v;              // by v
  real t_i;              // mV/pA
  real t_1;              // mV/pA
  real t_2;              // mV/pA
  real t_held;           // by a v that is held during the step
  real keep_1;           // exp(-k_1 dt)
  real keep_2;           // exp(-k_2 dt)
  real v_th_inf;         // mV
  real v_th_reset;       // mV
  real v_reset;          // mV
  real r_1;              // 1
  real r_2;              // 1
  real a_1;              // pA
  real a_2;              // pA
  real i_e;              // pA
  real refractory_steps; // t_ref in steps
};

struct GifState {
  real v;          // mV, membrane potential
  real v_th;       // mV, threshold
  real i_1;        // pA, spike-induced currents
  real i_2;        // pA
  real refractory; // steps left in the refractory time
};

// The state at the step's end, before threshold, reset and refractory time.
FN GifState gif_flow(GifParams p, GifState s, NeuronInput x, int scheme) {
  bool refractory = s.refractory > R(0.0);
  real i = p.i_e + x.i;
  real u = s.v - p.e_l;
  real own = p.t_t * (s.v_th - p.v_th_inf) + p.v_th_inf;
  real held = own + p.t_held * u;
  real v;
  real th;
  if (scheme == 0) {
    v = p.e_l + (p.v_v * u + p.v_i * i + (p.v_1 * s.i_1 + p.v_2 * s.i_2));
    th = own + (p.t_v * u + p.t_i * i + (p.t_1 * s.i_1 + p.t_2 * s.i_2));
    th = select(refractory, held, th);
  } else {
    real g = p.g_l + x.g;
    real v_inf = (p.g_l * p.e_l + x.ge + i + (s.i_1 + s.i_2)) / g;
    v = v_inf + (s.v - v_inf) * gv_exp_decay(-(p.dt_c * g));
    th = held;
  }
  s.v = v + x.dv;
  s.v_th = th;
  s.i_1 = p.keep_1 * s.i_1;
  s.i_2 = p.keep_2 * s.i_2;
  return s;
}

FN bool gif_step(GifParams p, INOUT(GifState) s, NeuronInput x, int scheme) {
  bool refractory = s.refractory > R(0.0);
  s = gif_flow(p, s, x, scheme);
  bool spike = GV_SPIKE(!refractory && s.v >= s.v_th);
  s.v = (refractory || spike) ? p.v_reset : s.v;
  s.v_th = spike ? gv_max(s.v_th, p.v_th_reset) : s.v_th;
  s.i_1 = spike ? p.r_1 * s.i_1 + p.a_1 : s.i_1;
  s.i_2 = spike ? p.r_2 * s.i_2 + p.a_2 : s.i_2;
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}

#include "lib/adjoint.glsl"

// Distance to the threshold of this step, 1 from rest to v_th_inf.
FN real gif_distance(GifParams p, GifState s, NeuronInput x, int scheme) {
  GifState f = gif_flow(p, s, x, scheme);
  real d = (f.v - f.v_th) / (p.v_th_inf - p.e_l);
  return s.refractory > R(0.0) ? GV_NEVER : d;
}

FN void gif_flow_vjp(GifParams p, GifState s, NeuronInput x, int scheme, INOUT(GifState) adj_s,
                     INOUT(GifParams) adj_p, INOUT(NeuronInput) adj_x) {
  real u = s.v - p.e_l;
  real i = p.i_e + x.i;
  real adj_v = adj_s.v;
  real adj_th = adj_s.v_th;
  bool held = scheme > 0 || s.refractory > R(0.0);
  real adj_full = held ? R(0.0) : adj_th;
  real adj_held = held ? adj_th : R(0.0);
  real adj_i = adj_full * p.t_i;
  real adj_u = adj_full * p.t_v + adj_held * p.t_held;
  adj_p.t_t = adj_p.t_t + adj_th * (s.v_th - p.v_th_inf);
  adj_p.v_th_inf = adj_p.v_th_inf + adj_th * (R(1.0) - p.t_t);
  adj_p.t_held = adj_p.t_held + adj_held * u;
  adj_p.t_v = adj_p.t_v + adj_full * u;
  adj_p.t_i = adj_p.t_i + adj_full * i;
  adj_p.t_1 = adj_p.t_1 + adj_full * s.i_1;
  adj_p.t_2 = adj_p.t_2 + adj_full * s.i_2;
  adj_p.keep_1 = adj_p.keep_1 + adj_s.i_1 * s.i_1;
  adj_p.keep_2 = adj_p.keep_2 + adj_s.i_2 * s.i_2;
  real adj_1 = adj_s.i_1 * p.keep_1 + adj_full * p.t_1;
  real adj_2 = adj_s.i_2 * p.keep_2 + adj_full * p.t_2;
  real adj_own = R(0.0);
  if (scheme == 0) {
    adj_i = adj_i + adj_v * p.v_i;
    adj_u = adj_u + adj_v * p.v_v;
    adj_p.e_l = adj_p.e_l + adj_v;
    adj_p.v_v = adj_p.v_v + adj_v * u;
    adj_p.v_i = adj_p.v_i + adj_v * i;
    adj_p.v_1 = adj_p.v_1 + adj_v * s.i_1;
    adj_p.v_2 = adj_p.v_2 + adj_v * s.i_2;
    adj_1 = adj_1 + adj_v * p.v_1;
    adj_2 = adj_2 + adj_v * p.v_2;
  } else {
    GvMembrane m = gv_membrane_vjp(s.v, p.g_l + x.g, p.g_l * p.e_l + x.ge + i + (s.i_1 + s.i_2),
                                   p.dt_c, adj_v);
    adj_own = m.v;
    adj_i = adj_i + m.i;
    adj_1 = adj_1 + m.i;
    adj_2 = adj_2 + m.i;
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
  adj_s.v_th = adj_th * p.t_t;
  adj_s.i_1 = adj_1;
  adj_s.i_2 = adj_2;
}

FN void gif_step_vjp(GifParams p, GifState s, NeuronInput x, int scheme, real slope, real attach,
                     real adj_spike, INOUT(GifState) adj_s, INOUT(GifParams) adj_p,
                     INOUT(NeuronInput) adj_x) {
  GifState f = gif_flow(p, s, x, scheme);
  bool clamped = s.refractory > R(0.0);
  bool spike = !clamped && f.v >= f.v_th;
  bool raised = p.v_th_reset > f.v_th;
  real adj_z = adj_spike + attach * (p.v_reset - f.v) * adj_s.v +
               (raised ? p.v_th_reset - f.v_th : R(0.0)) * adj_s.v_th +
               ((p.r_1 - R(1.0)) * f.i_1 + p.a_1) * adj_s.i_1 +
               ((p.r_2 - R(1.0)) * f.i_2 + p.a_2) * adj_s.i_2;
  real w = p.v_th_inf - p.e_l;
  real adj_d = clamped ? R(0.0) : slope * adj_z / w;
  real shift = adj_d * ((f.v - f.v_th) / w);
  bool gone = clamped || spike;
  adj_p.v_th_inf = adj_p.v_th_inf - shift;
  adj_p.e_l = adj_p.e_l + shift;
  adj_p.v_reset = adj_p.v_reset + (gone ? adj_s.v : R(0.0));
  adj_p.v_th_reset = adj_p.v_th_reset + (spike && raised ? adj_s.v_th : R(0.0));
  adj_p.a_1 = adj_p.a_1 + (spike ? adj_s.i_1 : R(0.0));
  adj_p.a_2 = adj_p.a_2 + (spike ? adj_s.i_2 : R(0.0));
  adj_p.r_1 = adj_p.r_1 + (spike ? adj_s.i_1 * f.i_1 : R(0.0));
  adj_p.r_2 = adj_p.r_2 + (spike ? adj_s.i_2 * f.i_2 : R(0.0));
  adj_s.v = (gone ? R(0.0) : adj_s.v) + adj_d;
  adj_s.v_th = (spike && raised ? R(0.0) : adj_s.v_th) - adj_d;
  adj_s.i_1 = adj_s.i_1 * (spike ? p.r_1 : R(1.0));
  adj_s.i_2 = adj_s.i_2 * (spike ? p.r_2 : R(1.0));
  adj_s.refractory = R(0.0);
  gif_flow_vjp(p, s, x, scheme, adj_s, adj_p, adj_x);
}
