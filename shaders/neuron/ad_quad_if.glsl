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

FN bool ad_quad_if_step(AdQuadIfParams p, INOUT(AdQuadIfState) s, NeuronInput x, int scheme) {
  bool refractory = s.refractory > R(0.0);
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
  real v = s.v + x.dv;

  bool spike = !refractory && v >= p.v_peak;
  s.v = (refractory || spike) ? p.v_reset : v;
  s.w = spike ? s.w + p.b : s.w;
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}
