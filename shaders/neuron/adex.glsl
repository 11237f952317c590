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

FN bool adex_step(AdexParams p, INOUT(AdexState) s, NeuronInput x, int scheme) {
  bool refractory = s.refractory > R(0.0);
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
  real v = s.v + x.dv;

  bool spike = !refractory && v >= p.v_peak;
  s.v = (refractory || spike) ? p.v_reset : v;
  s.w = spike ? s.w + p.b : s.w;
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}
