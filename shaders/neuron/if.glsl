// if: perfect integrate-and-fire neuron, a membrane without leak.
//
//   c_m dv/dt = i_e + i_syn + sum_r g_r (e_rev_r - v)
//   spike when v >= v_th: v = v_reset, held there for t_ref
//
// Schemes: 0 exact (current and voltage receptors), 1 exponential_euler
// (conductances held during the step), 2 euler (forward). Units: mV, ms, pF, nS, pA.
// Paper: Gerstein & Mandelbrot 1964, Biophys. J. 4:41.
struct IfParams {
  real i_e;              // pA
  real dt_c;             // dt / c_m, mV per pA
  real v_th;             // mV
  real v_reset;          // mV
  real refractory_steps; // t_ref in steps
};

struct IfState {
  real v;          // mV, membrane potential
  real refractory; // steps left in the refractory time
};

// The potential at the step's end, before threshold, reset and refractory time.
FN real if_flow(IfParams p, IfState s, NeuronInput x, int scheme) {
  real i = p.i_e + x.i;
  real dv;
  if (scheme == 0) {
    dv = p.dt_c * i;
  } else if (scheme == 1) {
    dv = gv_exponential_euler(x.ge - x.g * s.v + i, -x.g, p.dt_c);
  } else {
    dv = p.dt_c * (x.ge - x.g * s.v + i);
  }
  return s.v + dv + x.dv;
}

FN bool if_step(IfParams p, INOUT(IfState) s, NeuronInput x, int scheme) {
  real v = if_flow(p, s, x, scheme);
  bool refractory = s.refractory > R(0.0);
  bool spike = GV_SPIKE(!refractory && v >= p.v_th);
  s.v = (refractory || spike) ? p.v_reset : v;
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}

#include "lib/adjoint.glsl"

FN real if_distance(IfParams p, IfState s, NeuronInput x, int scheme) {
  return gv_threshold_distance(if_flow(p, s, x, scheme), p.v_th, p.v_reset, s.refractory);
}

FN void if_flow_vjp(IfParams p, IfState s, NeuronInput x, int scheme, real adj_v,
                    INOUT(IfState) adj_s, INOUT(IfParams) adj_p, INOUT(NeuronInput) adj_x) {
  real i = p.i_e + x.i;
  real adj_i = adj_v * p.dt_c;
  real leak = R(0.0); // cotangent of the conductance but for the current it carries
  if (scheme == 0) {
    adj_p.dt_c = adj_p.dt_c + adj_v * i;
  } else {
    real f = x.ge - x.g * s.v + i;
    if (scheme == 1) {
      gv_exponential_euler_vjp(f, -x.g, p.dt_c, adj_v, adj_i, leak, adj_p.dt_c);
    } else {
      adj_p.dt_c = adj_p.dt_c + adj_v * f;
    }
    adj_x.ge = adj_i;
    adj_x.g = -(adj_i * s.v + leak);
  }
  adj_s.v = scheme == 0 ? adj_v : adj_v - adj_i * x.g;
  adj_p.i_e = adj_p.i_e + adj_i;
  adj_x.i = adj_i;
  adj_x.dv = adj_v;
}

FN void if_step_vjp(IfParams p, IfState s, NeuronInput x, int scheme, real slope, real attach,
                    real adj_spike, INOUT(IfState) adj_s, INOUT(IfParams) adj_p,
                    INOUT(NeuronInput) adj_x) {
  real v = if_flow(p, s, x, scheme);
  GvReset q = gv_reset_vjp(v, p.v_th, p.v_reset, p.v_reset, s.refractory, slope, attach, adj_spike,
                           adj_s.v);
  adj_p.v_reset = adj_p.v_reset + q.reset + q.rest;
  adj_p.v_th = adj_p.v_th + q.v_th;
  adj_s.refractory = R(0.0);
  if_flow_vjp(p, s, x, scheme, q.v, adj_s, adj_p, adj_x);
}
