// fitzhugh_nagumo: excitable neuron with two variables, without units.
//
//   dv/dt = v - v^3 / 3 - w + i_e + i_syn + sum_r g_r (e_rev_r - v)
//   tau dw/dt = v + a - b w
// One spike for each upward crossing of v_th; no reset.
//
// Schemes: 0 rk4, 1 exponential_euler (each variable linearised in itself, the
// other at the step's beginning), 2 heun, 3 euler, 4 rk45. Time in ms.
// Paper: FitzHugh 1961, Biophys. J. 1:445; Nagumo, Arimoto & Yoshizawa 1962, Proc. IRE 50:2061.
struct FitzhughNagumoParams {
  real a;       // 1
  real b;       // 1
  real per_tau; // 1/ms
  real keep_w;  // exp(-b dt / tau)
  real gain_w;  // what w gains in the step for each unit of v + a
  real v_th;    // 1
  real i_e;     // 1
  real dt;      // ms
};

struct FitzhughNagumoState {
  real v; // membrane potential
  real w; // recovery
};

FN FitzhughNagumoState fitzhugh_nagumo_rhs(FitzhughNagumoParams p, FitzhughNagumoState s,
                                           NeuronInput x) {
  FitzhughNagumoState k;
  k.v = s.v - R(0.33333333333333333) * (s.v * s.v * s.v) - s.w + (x.ge - x.g * s.v) + (p.i_e + x.i);
  k.w = p.per_tau * (s.v + p.a - p.b * s.w);
  return k;
}

FN FitzhughNagumoState fitzhugh_nagumo_plus(FitzhughNagumoState s, real h, FitzhughNagumoState k) {
  s.v = s.v + h * k.v;
  s.w = s.w + h * k.w;
  return s;
}

GV_INTEGRATORS(fitzhugh_nagumo, FitzhughNagumoParams, FitzhughNagumoState)

FN bool fitzhugh_nagumo_step(FitzhughNagumoParams p, INOUT(FitzhughNagumoState) s, NeuronInput x,
                             int scheme) {
  real before = s.v;
  if (scheme == 0) {
    fitzhugh_nagumo_rk4(p, s, x, p.dt);
  } else if (scheme == 1) {
    real dv = fitzhugh_nagumo_rhs(p, s, x).v;
    s.w = p.keep_w * s.w + p.gain_w * (s.v + p.a);
    s.v = s.v + gv_exponential_euler(dv, R(1.0) - s.v * s.v - x.g, p.dt);
  } else if (scheme == 2) {
    fitzhugh_nagumo_heun(p, s, x, p.dt);
  } else if (scheme == 3) {
    fitzhugh_nagumo_euler(p, s, x, p.dt);
  } else {
    fitzhugh_nagumo_rk45(p, s, x, p.dt, R(1e-6));
  }
  s.v = s.v + x.dv;
  return before < p.v_th && s.v >= p.v_th;
}
