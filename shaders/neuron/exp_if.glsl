// exp_if: exponential integrate-and-fire neuron.
//
//   c_m dv/dt = g_l (e_l - v) + g_l delta_t exp((v - v_th) / delta_t)
//               + i_e + i_syn + sum_r g_r (e_rev_r - v)
//   spike when v >= v_peak: v = v_reset, held there for t_ref
// Above v_peak the right-hand side is that of v_peak: the step that passes it stays finite.
//
// Schemes: 0 rk4, 1 exponential_euler (linearised in v), 2 heun, 3 euler, 4 rk45.
// Units: mV, ms, pF, nS, pA.
// Paper: Fourcaud-Trocme, Hansel, van Vreeswijk & Brunel 2003, J. Neurosci. 23:11628.
struct ExpIfParams {
  real g_l;              // nS
  real e_l;              // mV
  real v_th;             // mV
  real delta_t;          // mV
  real per_delta;        // 1 / delta_t
  real v_peak;           // mV
  real v_reset;          // mV
  real refractory_steps; // t_ref in steps
  real i_e;              // pA
  real per_c;            // 1 / c_m
  real dt;               // ms
};

struct ExpIfState {
  real v;          // mV, membrane potential
  real refractory; // steps left in the refractory time
};

// The current of the upstroke over delta_t, nS.
FN real exp_if_upstroke(ExpIfParams p, real v) {
  return p.g_l * gv_exp((v - p.v_th) * p.per_delta);
}

FN real exp_if_current(ExpIfParams p, real v, real upstroke, NeuronInput x) {
  return p.g_l * (p.e_l - v) + p.delta_t * upstroke + (x.ge - x.g * v) + (p.i_e + x.i);
}

FN ExpIfState exp_if_rhs(ExpIfParams p, ExpIfState s, NeuronInput x) {
  real v = gv_min(s.v, p.v_peak);
  ExpIfState k;
  k.v = p.per_c * exp_if_current(p, v, exp_if_upstroke(p, v), x);
  k.refractory = R(0.0);
  return k;
}

FN ExpIfState exp_if_plus(ExpIfState s, real h, ExpIfState k) {
  s.v = s.v + h * k.v;
  return s;
}

GV_INTEGRATORS(exp_if, ExpIfParams, ExpIfState)

// The state at the step's end, before threshold, reset and refractory time.
FN ExpIfState exp_if_flow(ExpIfParams p, ExpIfState s, NeuronInput x, int scheme) {
  if (scheme == 0) {
    exp_if_rk4(p, s, x, p.dt);
  } else if (scheme == 1) {
    real upstroke = exp_if_upstroke(p, s.v);
    real i = exp_if_current(p, s.v, upstroke, x);
    s.v = s.v + gv_exponential_euler(p.per_c * i, p.per_c * (upstroke - p.g_l - x.g), p.dt);
  } else if (scheme == 2) {
    exp_if_heun(p, s, x, p.dt);
  } else if (scheme == 3) {
    exp_if_euler(p, s, x, p.dt);
  } else {
    exp_if_rk45(p, s, x, p.dt, R(1e-5));
  }
  s.v = s.v + x.dv;
  return s;
}

FN bool exp_if_step(ExpIfParams p, INOUT(ExpIfState) s, NeuronInput x, int scheme) {
  bool refractory = s.refractory > R(0.0);
  s = exp_if_flow(p, s, x, scheme);
  bool spike = GV_SPIKE(!refractory && s.v >= p.v_peak);
  s.v = (refractory || spike) ? p.v_reset : s.v;
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}

#include "lib/schemes_vjp.glsl"
#include "lib/adjoint.glsl"

// The adjoint of exp_if_current and exp_if_upstroke: adj_u is the cotangent of
// the upstroke besides that by the current. Returns the cotangent of v.
FN real exp_if_current_vjp(ExpIfParams p, real v, NeuronInput x, real adj_i, real adj_u,
                           INOUT(ExpIfParams) adj_p, INOUT(NeuronInput) adj_x) {
  real e = gv_exp((v - p.v_th) * p.per_delta);
  real upstroke = p.g_l * e;
  real adj_up = adj_i * p.delta_t + adj_u;
  real adj_e = adj_up * upstroke;
  adj_p.g_l = adj_p.g_l + (adj_i * (p.e_l - v) + adj_up * e);
  adj_p.e_l = adj_p.e_l + adj_i * p.g_l;
  adj_p.delta_t = adj_p.delta_t + adj_i * upstroke;
  adj_p.per_delta = adj_p.per_delta + adj_e * (v - p.v_th);
  adj_p.v_th = adj_p.v_th - adj_e * p.per_delta;
  adj_p.i_e = adj_p.i_e + adj_i;
  adj_x.i = adj_x.i + adj_i;
  adj_x.ge = adj_x.ge + adj_i;
  adj_x.g = adj_x.g - adj_i * v;
  return adj_e * p.per_delta - adj_i * (p.g_l + x.g);
}

FN ExpIfState exp_if_rhs_vjp(ExpIfParams p, ExpIfState s, NeuronInput x, ExpIfState adj_k,
                             INOUT(ExpIfParams) adj_p, INOUT(NeuronInput) adj_x) {
  real v = gv_min(s.v, p.v_peak);
  adj_p.per_c = adj_p.per_c + adj_k.v * exp_if_current(p, v, exp_if_upstroke(p, v), x);
  real adj_v = exp_if_current_vjp(p, v, x, adj_k.v * p.per_c, R(0.0), adj_p, adj_x);
  bool over = s.v > p.v_peak;
  adj_p.v_peak = adj_p.v_peak + (over ? adj_v : R(0.0));
  ExpIfState adj;
  adj.v = over ? R(0.0) : adj_v;
  adj.refractory = R(0.0);
  return adj;
}

GV_FIXED_STEPS_VJP(exp_if, ExpIfParams, ExpIfState)

FN void exp_if_flow_vjp(ExpIfParams p, ExpIfState s, NeuronInput x, int scheme,
                        INOUT(ExpIfState) adj_s, INOUT(ExpIfParams) adj_p,
                        INOUT(NeuronInput) adj_x) {
  adj_x.dv = adj_s.v;
  if (scheme == 0) {
    exp_if_rk4_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  } else if (scheme == 1) {
    real upstroke = exp_if_upstroke(p, s.v);
    real i = exp_if_current(p, s.v, upstroke, x);
    real rise = upstroke - p.g_l - x.g;
    real adj_f = R(0.0);
    real adj_rise = R(0.0);
    real adj_dt = R(0.0);
    gv_exponential_euler_vjp(p.per_c * i, p.per_c * rise, p.dt, adj_s.v, adj_f, adj_rise, adj_dt);
    adj_p.per_c = adj_p.per_c + (adj_f * i + adj_rise * rise);
    adj_rise = adj_rise * p.per_c;
    adj_p.g_l = adj_p.g_l - adj_rise;
    adj_x.g = adj_x.g - adj_rise;
    adj_s.v = adj_s.v + exp_if_current_vjp(p, s.v, x, adj_f * p.per_c, adj_rise, adj_p, adj_x);
  } else if (scheme == 2) {
    exp_if_heun_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  } else {
    exp_if_euler_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  }
}

FN real exp_if_distance(ExpIfParams p, ExpIfState s, NeuronInput x, int scheme) {
  return gv_threshold_distance(exp_if_flow(p, s, x, scheme).v, p.v_peak, p.e_l, s.refractory);
}

FN void exp_if_step_vjp(ExpIfParams p, ExpIfState s, NeuronInput x, int scheme, real slope,
                        real attach, real adj_spike, INOUT(ExpIfState) adj_s,
                        INOUT(ExpIfParams) adj_p, INOUT(NeuronInput) adj_x) {
  real v = exp_if_flow(p, s, x, scheme).v;
  GvReset q =
      gv_reset_vjp(v, p.v_peak, p.e_l, p.v_reset, s.refractory, slope, attach, adj_spike, adj_s.v);
  adj_p.v_reset = adj_p.v_reset + q.reset;
  adj_p.v_peak = adj_p.v_peak + q.v_th;
  adj_p.e_l = adj_p.e_l + q.rest;
  adj_s.v = q.v;
  adj_s.refractory = R(0.0);
  exp_if_flow_vjp(p, s, x, scheme, adj_s, adj_p, adj_x);
}
