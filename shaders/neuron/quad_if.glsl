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

FN bool quad_if_step(QuadIfParams p, INOUT(QuadIfState) s, NeuronInput x, int scheme) {
  bool refractory = s.refractory > R(0.0);
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
  real v = s.v + x.dv;

  bool spike = !refractory && v >= p.v_peak;
  s.v = (refractory || spike) ? p.v_reset : v;
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}
