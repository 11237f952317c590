// adex: adaptive exponential integrate-and-fire neuron.
//
//   c_m dv/dt = g_l (e_l - v) + g_l delta_t exp((v - v_th) / delta_t) - w
//               + i_e + i_syn + sum_r g_r (e_rev_r - v)
//   tau_w dw/dt = a (v - e_l) - w
//   spike when v >= v_peak: w += b, v = v_reset, held there for t_ref
// Above v_peak the right-hand sides are those of v_peak: the step that passes it stays finite.
//
// Schemes: 0 rk4, 1 exponential_euler (linearised in v, w with v of the step's
// beginning), 2 heun, 3 euler, 4 rk45. Units: mV, ms, pF, nS, pA.
// Paper: Brette & Gerstner 2005, J. Neurophysiol. 94:3637.
struct AdexParams {
  real g_l;              // nS
  real e_l;              // mV
  real v_th;             // mV
  real delta_t;          // mV
  real per_delta;        // 1 / delta_t
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

struct AdexState {
  real v;          // mV, membrane potential
  real w;          // pA, adaptation current
  real refractory; // steps left in the refractory time
};

// The current of the upstroke over delta_t, nS.
FN real adex_upstroke(AdexParams p, real v) { return p.g_l * gv_exp((v - p.v_th) * p.per_delta); }

FN real adex_current(AdexParams p, real v, real w, real upstroke, NeuronInput x) {
  return p.g_l * (p.e_l - v) + p.delta_t * upstroke + (x.ge - x.g * v) + (p.i_e + x.i - w);
}

FN AdexState adex_rhs(AdexParams p, AdexState s, NeuronInput x) {
  real v = gv_min(s.v, p.v_peak);
  real dv = p.per_c * adex_current(p, v, s.w, adex_upstroke(p, v), x);
  AdexState k;
  k.v = select(s.refractory > R(0.0), R(0.0), dv);
  k.w = p.per_tau_w * (p.a * (v - p.e_l) - s.w);
  k.refractory = R(0.0);
  return k;
}

FN AdexState adex_plus(AdexState s, real h, AdexState k) {
  s.v = s.v + h * k.v;
  s.w = s.w + h * k.w;
  return s;
}

GV_INTEGRATORS(adex, AdexParams, AdexState)

// The state at the step's end, before threshold, reset and refractory time.
FN AdexState adex_flow(AdexParams p, AdexState s, NeuronInput x, int scheme) {
  if (scheme == 0) {
    adex_rk4(p, s, x, p.dt);
  } else if (scheme == 1) {
    real upstroke = adex_upstroke(p, s.v);
    real i = adex_current(p, s.v, s.w, upstroke, x);
    real w_inf = p.a * (s.v - p.e_l);
    s.v = s.v + gv_exponential_euler(p.per_c * i, p.per_c * (upstroke - p.g_l - x.g), p.dt);
    s.w = w_inf + (s.w - w_inf) * p.keep_w;
  } else if (scheme == 2) {
    adex_heun(p, s, x, p.dt);
  } else if (scheme == 3) {
    adex_euler(p, s, x, p.dt);
  } else {
    adex_rk45(p, s, x, p.dt, R(1e-5));
  }
  s.v = s.v + x.dv;
  return s;
}

FN bool adex_step(AdexParams p, INOUT(AdexState) s, NeuronInput x, int scheme) {
  bool refractory = s.refractory > R(0.0);
  s = adex_flow(p, s, x, scheme);
  bool spike = GV_SPIKE(!refractory && s.v >= p.v_peak);
  s.v = (refractory || spike) ? p.v_reset : s.v;
  s.w = spike ? s.w + p.b : s.w;
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}

#include "lib/schemes_vjp.glsl"
#include "lib/adjoint.glsl"

// The adjoint of adex_current and adex_upstroke: adj_u is the cotangent of the
// upstroke besides that by the current. Returns the cotangent of v; that of w is -adj_i.
FN real adex_current_vjp(AdexParams p, real v, NeuronInput x, real adj_i, real adj_u,
                         INOUT(AdexParams) adj_p, INOUT(NeuronInput) adj_x) {
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

FN AdexState adex_rhs_vjp(AdexParams p, AdexState s, NeuronInput x, AdexState adj_k,
                          INOUT(AdexParams) adj_p, INOUT(NeuronInput) adj_x) {
  real v = gv_min(s.v, p.v_peak);
  real adj_dv = s.refractory > R(0.0) ? R(0.0) : adj_k.v;
  adj_p.per_c = adj_p.per_c + adj_dv * adex_current(p, v, s.w, adex_upstroke(p, v), x);
  real adj_v = adex_current_vjp(p, v, x, adj_dv * p.per_c, R(0.0), adj_p, adj_x);
  real adj_w = adj_k.w * p.per_tau_w;
  adj_p.per_tau_w = adj_p.per_tau_w + adj_k.w * (p.a * (v - p.e_l) - s.w);
  adj_p.a = adj_p.a + adj_w * (v - p.e_l);
  adj_p.e_l = adj_p.e_l - adj_w * p.a;
  adj_v = adj_v + adj_w * p.a;
  bool over = s.v > p.v_peak;
  adj_p.v_peak = adj_p.v_peak + (over ? adj_v : R(0.0));
  AdexState adj;
  adj.v = over ? R(0.0) : adj_v;
  adj.w = -(adj_w + adj_dv * p.per_c);
  adj.refractory = R(0.0);
  return adj;
}

GV_FIXED_STEPS_VJP(adex, AdexParams, AdexState)

FN void adex_flow_vjp(AdexParams p, AdexState s, NeuronInput x, int scheme, INOUT(AdexState) adj_s,
                      INOUT(AdexParams) adj_p, INOUT(NeuronInput) adj_x) {
  adj_x.dv = adj_s.v;
  if (scheme == 0) {
    adex_rk4_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  } else if (scheme == 1) {
    real upstroke = adex_upstroke(p, s.v);
    real i = adex_current(p, s.v, s.w, upstroke, x);
    real rise = upstroke - p.g_l - x.g;
    real adj_f = R(0.0);
    real adj_rise = R(0.0);
    real adj_dt = R(0.0);
    gv_exponential_euler_vjp(p.per_c * i, p.per_c * rise, p.dt, adj_s.v, adj_f, adj_rise, adj_dt);
    adj_p.per_c = adj_p.per_c + (adj_f * i + adj_rise * rise);
    adj_rise = adj_rise * p.per_c;
    adj_p.g_l = adj_p.g_l - adj_rise;
    adj_x.g = adj_x.g - adj_rise;
    real adj_inf = adj_s.w * (R(1.0) - p.keep_w);
    adj_p.keep_w = adj_p.keep_w + adj_s.w * (s.w - p.a * (s.v - p.e_l));
    adj_p.a = adj_p.a + adj_inf * (s.v - p.e_l);
    adj_p.e_l = adj_p.e_l - adj_inf * p.a;
    adj_s.w = adj_s.w * p.keep_w - adj_f * p.per_c;
    adj_s.v = adj_s.v + adj_inf * p.a +
              adex_current_vjp(p, s.v, x, adj_f * p.per_c, adj_rise, adj_p, adj_x);
  } else if (scheme == 2) {
    adex_heun_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  } else {
    adex_euler_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  }
}

FN real adex_distance(AdexParams p, AdexState s, NeuronInput x, int scheme) {
  return gv_threshold_distance(adex_flow(p, s, x, scheme).v, p.v_peak, p.e_l, s.refractory);
}

FN void adex_step_vjp(AdexParams p, AdexState s, NeuronInput x, int scheme, real slope, real attach,
                      real adj_spike, INOUT(AdexState) adj_s, INOUT(AdexParams) adj_p,
                      INOUT(NeuronInput) adj_x) {
  AdexState f = adex_flow(p, s, x, scheme);
  GvReset q = gv_reset_vjp(f.v, p.v_peak, p.e_l, p.v_reset, s.refractory, slope, attach,
                           adj_spike + p.b * adj_s.w, adj_s.v);
  adj_p.b = adj_p.b + q.spiked * adj_s.w;
  adj_p.v_reset = adj_p.v_reset + q.reset;
  adj_p.v_peak = adj_p.v_peak + q.v_th;
  adj_p.e_l = adj_p.e_l + q.rest;
  adj_s.v = q.v;
  adj_s.refractory = R(0.0);
  adex_flow_vjp(p, s, x, scheme, adj_s, adj_p, adj_x);
}
