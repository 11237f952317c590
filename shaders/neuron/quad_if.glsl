// quad_if: quadratic integrate-and-fire neuron.
//
//   c_m dv/dt = k (v - e_l) (v - v_c) + i_e + i_syn + sum_r g_r (e_rev_r - v)
//   spike when v >= v_peak: v = v_reset, held there for t_ref
// Above v_peak the right-hand side is that of v_peak: the step that passes it stays finite.
//
// Schemes: 0 rk4, 1 exponential_euler (linearised in v), 2 heun, 3 euler, 4 rk45.
// Units: mV, ms, pF, nS, pA.
// Paper: Latham, Richmond, Nelson & Nirenberg 2000, J. Neurophysiol. 83:808.
struct QuadIfParams {
  real k;                // nS/mV
  real e_l;              // mV
  real v_c;              // mV
  real v_peak;           // mV
  real v_reset;          // mV
  real refractory_steps; // t_ref in steps
  real i_e;              // pA
  real per_c;            // 1 / c_m
  real dt;               // ms
};

struct QuadIfState {
  real v;          // mV, membrane potential
  real refractory; // steps left in the refractory time
};

FN real quad_if_current(QuadIfParams p, real v, NeuronInput x) {
  return p.k * (v - p.e_l) * (v - p.v_c) + (x.ge - x.g * v) + (p.i_e + x.i);
}

FN QuadIfState quad_if_rhs(QuadIfParams p, QuadIfState s, NeuronInput x) {
  QuadIfState k;
  k.v = p.per_c * quad_if_current(p, gv_min(s.v, p.v_peak), x);
  k.refractory = R(0.0);
  return k;
}

FN QuadIfState quad_if_plus(QuadIfState s, real h, QuadIfState k) {
  s.v = s.v + h * k.v;
  return s;
}

GV_INTEGRATORS(quad_if, QuadIfParams, QuadIfState)

// The state at the step's end, before threshold, reset and refractory time.
FN QuadIfState quad_if_flow(QuadIfParams p, QuadIfState s, NeuronInput x, int scheme) {
  if (scheme == 0) {
    quad_if_rk4(p, s, x, p.dt);
  } else if (scheme == 1) {
    real slope = p.k * ((s.v - p.e_l) + (s.v - p.v_c)) - x.g;
    real i = quad_if_current(p, s.v, x);
    s.v = s.v + gv_exponential_euler(p.per_c * i, p.per_c * slope, p.dt);
  } else if (scheme == 2) {
    quad_if_heun(p, s, x, p.dt);
  } else if (scheme == 3) {
    quad_if_euler(p, s, x, p.dt);
  } else {
    quad_if_rk45(p, s, x, p.dt, R(1e-5));
  }
  s.v = s.v + x.dv;
  return s;
}

FN bool quad_if_step(QuadIfParams p, INOUT(QuadIfState) s, NeuronInput x, int scheme) {
  bool refractory = s.refractory > R(0.0);
  s = quad_if_flow(p, s, x, scheme);
  bool spike = GV_SPIKE(!refractory && s.v >= p.v_peak);
  s.v = (refractory || spike) ? p.v_reset : s.v;
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}

#include "lib/schemes_vjp.glsl"
#include "lib/adjoint.glsl"

// The adjoint of the current: returns the cotangent of v.
FN real quad_if_current_vjp(QuadIfParams p, real v, NeuronInput x, real adj_i,
                            INOUT(QuadIfParams) adj_p, INOUT(NeuronInput) adj_x) {
  real low = v - p.e_l;
  real high = v - p.v_c;
  adj_p.k = adj_p.k + adj_i * low * high;
  adj_p.e_l = adj_p.e_l - adj_i * p.k * high;
  adj_p.v_c = adj_p.v_c - adj_i * p.k * low;
  adj_p.i_e = adj_p.i_e + adj_i;
  adj_x.i = adj_x.i + adj_i;
  adj_x.ge = adj_x.ge + adj_i;
  adj_x.g = adj_x.g - adj_i * v;
  return adj_i * (p.k * (low + high) - x.g);
}

FN QuadIfState quad_if_rhs_vjp(QuadIfParams p, QuadIfState s, NeuronInput x, QuadIfState adj_k,
                               INOUT(QuadIfParams) adj_p, INOUT(NeuronInput) adj_x) {
  real v = gv_min(s.v, p.v_peak);
  adj_p.per_c = adj_p.per_c + adj_k.v * quad_if_current(p, v, x);
  real adj_v = quad_if_current_vjp(p, v, x, adj_k.v * p.per_c, adj_p, adj_x);
  bool over = s.v > p.v_peak;
  adj_p.v_peak = adj_p.v_peak + (over ? adj_v : R(0.0));
  QuadIfState adj;
  adj.v = over ? R(0.0) : adj_v;
  adj.refractory = R(0.0);
  return adj;
}

GV_FIXED_STEPS_VJP(quad_if, QuadIfParams, QuadIfState)

FN void quad_if_flow_vjp(QuadIfParams p, QuadIfState s, NeuronInput x, int scheme,
                         INOUT(QuadIfState) adj_s, INOUT(QuadIfParams) adj_p,
                         INOUT(NeuronInput) adj_x) {
  adj_x.dv = adj_s.v;
  if (scheme == 0) {
    quad_if_rk4_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  } else if (scheme == 1) {
    real i = quad_if_current(p, s.v, x);
    real both = (s.v - p.e_l) + (s.v - p.v_c);
    real rise = p.k * both - x.g;
    real adj_f = R(0.0);
    real adj_rise = R(0.0);
    real adj_dt = R(0.0);
    gv_exponential_euler_vjp(p.per_c * i, p.per_c * rise, p.dt, adj_s.v, adj_f, adj_rise, adj_dt);
    adj_p.per_c = adj_p.per_c + (adj_f * i + adj_rise * rise);
    adj_rise = adj_rise * p.per_c;
    adj_p.k = adj_p.k + adj_rise * both;
    adj_p.e_l = adj_p.e_l - adj_rise * p.k;
    adj_p.v_c = adj_p.v_c - adj_rise * p.k;
    adj_x.g = adj_x.g - adj_rise;
    adj_s.v = adj_s.v + R(2.0) * adj_rise * p.k +
              quad_if_current_vjp(p, s.v, x, adj_f * p.per_c, adj_p, adj_x);
  } else if (scheme == 2) {
    quad_if_heun_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  } else {
    quad_if_euler_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  }
}

FN real quad_if_distance(QuadIfParams p, QuadIfState s, NeuronInput x, int scheme) {
  return gv_threshold_distance(quad_if_flow(p, s, x, scheme).v, p.v_peak, p.e_l, s.refractory);
}

FN void quad_if_step_vjp(QuadIfParams p, QuadIfState s, NeuronInput x, int scheme, real slope,
                         real attach, real adj_spike, INOUT(QuadIfState) adj_s,
                         INOUT(QuadIfParams) adj_p, INOUT(NeuronInput) adj_x) {
  real v = quad_if_flow(p, s, x, scheme).v;
  GvReset q =
      gv_reset_vjp(v, p.v_peak, p.e_l, p.v_reset, s.refractory, slope, attach, adj_spike, adj_s.v);
  adj_p.v_reset = adj_p.v_reset + q.reset;
  adj_p.v_peak = adj_p.v_peak + q.v_th;
  adj_p.e_l = adj_p.e_l + q.rest;
  adj_s.v = q.v;
  adj_s.refractory = R(0.0);
  quad_if_flow_vjp(p, s, x, scheme, adj_s, adj_p, adj_x);
}
