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

FN bool exp_if_step(ExpIfParams p, INOUT(ExpIfState) s, NeuronInput x, int scheme) {
  bool refractory = s.refractory > R(0.0);
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
  real v = s.v + x.dv;

  bool spike = !refractory && v >= p.v_peak;
  s.v = (refractory || spike) ? p.v_reset : v;
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}
