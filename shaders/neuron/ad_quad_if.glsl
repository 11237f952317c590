// ad_quad_if: quadratic integrate-and-fire neuron with an adaptation current.
//
//   c_m dv/dt = k (v - e_l) (v - v_c) - w + i_e + i_syn + sum_r g_r (e_rev_r - v)
//   tau_w dw/dt = a (v - e_l) - w
//   spike when v >= v_peak: w += b, v = v_reset, held there for t_ref
// Above v_peak the right-hand sides are those of v_peak: the step that passes it stays finite.
//
// Schemes: 0 rk4, 1 exponential_euler (linearised in v, w with v of the step's
// beginning), 2 heun, 3 euler, 4 rk45. Units: mV, ms, pF, nS, pA.
// Paper: Izhikevich 2007, Dynamical Systems in Neuroscience, section 8.1.4, where
// a is 1 / tau_w, b is a and d is b.
struct AdQuadIfParams {
  real k;                // nS/mV
  real e_l;              // mV
  real v_c;              // mV
  real v_peak;           // mV
  real v_reset;          // mV
  real refractory_steps; // t_ref in steps
  real a;                // nS
  real b;                // pA
  real per_tau_w;        // 1 / tau_w
  real keep_w;           // exp(-dt / tau_w)
  real i_e;              // pA
  real per_c;            // 1 / c_m
  real dt;               // ms
};

struct AdQuadIfState {
  real v;          // mV, membrane potential
  real w;          // pA, adaptation current
  real refractory; // steps left in the refractory time
};

FN real ad_quad_if_current(AdQuadIfParams p, real v, real w, NeuronInput x) {
  return p.k * (v - p.e_l) * (v - p.v_c) + (x.ge - x.g * v) + (p.i_e + x.i - w);
}

FN AdQuadIfState ad_quad_if_rhs(AdQuadIfParams p, AdQuadIfState s, NeuronInput x) {
  real v = gv_min(s.v, p.v_peak);
  real dv = p.per_c * ad_quad_if_current(p, v, s.w, x);
  AdQuadIfState k;
  k.v = select(s.refractory > R(0.0), R(0.0), dv);
  k.w = p.per_tau_w * (p.a * (v - p.e_l) - s.w);
  k.refractory = R(0.0);
  return k;
}

FN AdQuadIfState ad_quad_if_plus(AdQuadIfState s, real h, AdQuadIfState k) {
  s.v = s.v + h * k.v;
  s.w = s.w + h * k.w;
  return s;
}

GV_INTEGRATORS(ad_quad_if, AdQuadIfParams, AdQuadIfState)

// The state at the step's end, before threshold, reset and refractory time.
FN AdQuadIfState ad_quad_if_flow(AdQuadIfParams p, AdQuadIfState s, NeuronInput x, int scheme) {
  if (scheme == 0) {
    ad_quad_if_rk4(p, s, x, p.dt);
  } else if (scheme == 1) {
    real slope = p.k * ((s.v - p.e_l) + (s.v - p.v_c)) - x.g;
    real i = ad_quad_if_current(p, s.v, s.w, x);
    real w_inf = p.a * (s.v - p.e_l);
    s.v = s.v + gv_exponential_euler(p.per_c * i, p.per_c * slope, p.dt);
    s.w = w_inf + (s.w - w_inf) * p.keep_w;
  } else if (scheme == 2) {
    ad_quad_if_heun(p, s, x, p.dt);
  } else if (scheme == 3) {
    ad_quad_if_euler(p, s, x, p.dt);
  } else {
    ad_quad_if_rk45(p, s, x, p.dt, R(1e-5));
  }
  s.v = s.v + x.dv;
  return s;
}

FN bool ad_quad_if_step(AdQuadIfParams p, INOUT(AdQuadIfState) s, NeuronInput x, int scheme) {
  bool refractory = s.refractory > R(0.0);
  s = ad_quad_if_flow(p, s, x, scheme);
  bool spike = GV_SPIKE(!refractory && s.v >= p.v_peak);
  s.v = (refractory || spike) ? p.v_reset : s.v;
  s.w = spike ? s.w + p.b : s.w;
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}

#include "lib/schemes_vjp.glsl"
#include "lib/adjoint.glsl"

// The adjoint of the current: returns the cotangent of v; that of w is -adj_i.
FN real ad_quad_if_current_vjp(AdQuadIfParams p, real v, NeuronInput x, real adj_i,
                               INOUT(AdQuadIfParams) adj_p, INOUT(NeuronInput) adj_x) {
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

FN AdQuadIfState ad_quad_if_rhs_vjp(AdQuadIfParams p, AdQuadIfState s, NeuronInput x,
                                    AdQuadIfState adj_k, INOUT(AdQuadIfParams) adj_p,
                                    INOUT(NeuronInput) adj_x) {
  real v = gv_min(s.v, p.v_peak);
  real adj_dv = s.refractory > R(0.0) ? R(0.0) : adj_k.v;
  adj_p.per_c = adj_p.per_c + adj_dv * ad_quad_if_current(p, v, s.w, x);
  real adj_v = ad_quad_if_current_vjp(p, v, x, adj_dv * p.per_c, adj_p, adj_x);
  real adj_w = adj_k.w * p.per_tau_w;
  adj_p.per_tau_w = adj_p.per_tau_w + adj_k.w * (p.a * (v - p.e_l) - s.w);
  adj_p.a = adj_p.a + adj_w * (v - p.e_l);
  adj_p.e_l = adj_p.e_l - adj_w * p.a;
  adj_v = adj_v + adj_w * p.a;
  bool over = s.v > p.v_peak;
  adj_p.v_peak = adj_p.v_peak + (over ? adj_v : R(0.0));
  AdQuadIfState adj;
  adj.v = over ? R(0.0) : adj_v;
  adj.w = -(adj_w + adj_dv * p.per_c);
  adj.refractory = R(0.0);
  return adj;
}

GV_FIXED_STEPS_VJP(ad_quad_if, AdQuadIfParams, AdQuadIfState)

FN void ad_quad_if_flow_vjp(AdQuadIfParams p, AdQuadIfState s, NeuronInput x, int scheme,
                            INOUT(AdQuadIfState) adj_s, INOUT(AdQuadIfParams) adj_p,
                            INOUT(NeuronInput) adj_x) {
  adj_x.dv = adj_s.v;
  if (scheme == 0) {
    ad_quad_if_rk4_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  } else if (scheme == 1) {
    real i = ad_quad_if_current(p, s.v, s.w, x);
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
    real adj_inf = adj_s.w * (R(1.0) - p.keep_w);
    adj_p.keep_w = adj_p.keep_w + adj_s.w * (s.w - p.a * (s.v - p.e_l));
    adj_p.a = adj_p.a + adj_inf * (s.v - p.e_l);
    adj_p.e_l = adj_p.e_l - adj_inf * p.a;
    adj_s.w = adj_s.w * p.keep_w - adj_f * p.per_c;
    adj_s.v = adj_s.v + adj_inf * p.a + R(2.0) * adj_rise * p.k +
              ad_quad_if_current_vjp(p, s.v, x, adj_f * p.per_c, adj_p, adj_x);
  } else if (scheme == 2) {
    ad_quad_if_heun_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  } else {
    ad_quad_if_euler_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  }
}

FN real ad_quad_if_distance(AdQuadIfParams p, AdQuadIfState s, NeuronInput x, int scheme) {
  return gv_threshold_distance(ad_quad_if_flow(p, s, x, scheme).v, p.v_peak, p.e_l, s.refractory);
}

FN void ad_quad_if_step_vjp(AdQuadIfParams p, AdQuadIfState s, NeuronInput x, int scheme,
                            real slope, real attach, real adj_spike, INOUT(AdQuadIfState) adj_s,
                            INOUT(AdQuadIfParams) adj_p, INOUT(NeuronInput) adj_x) {
  AdQuadIfState f = ad_quad_if_flow(p, s, x, scheme);
  GvReset q = gv_reset_vjp(f.v, p.v_peak, p.e_l, p.v_reset, s.refractory, slope, attach,
                           adj_spike + p.b * adj_s.w, adj_s.v);
  adj_p.b = adj_p.b + q.spiked * adj_s.w;
  adj_p.v_reset = adj_p.v_reset + q.reset;
  adj_p.v_peak = adj_p.v_peak + q.v_th;
  adj_p.e_l = adj_p.e_l + q.rest;
  adj_s.v = q.v;
  adj_s.refractory = R(0.0);
  ad_quad_if_flow_vjp(p, s, x, scheme, adj_s, adj_p, adj_x);
}
