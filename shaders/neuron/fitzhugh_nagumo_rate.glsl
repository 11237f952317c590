// fitzhugh_nagumo_rate: mean activity of a region as a FitzHugh-Nagumo oscillator.
//
//   dx/dt = -alpha x^3 + beta x^2 + gamma x - y + i
//   tau dy/dt = x - delta - epsilon y
//
// i is the sum of stimuli, couplings and receptors. Dimensionless, time in ms. No spikes.
// Schemes: 0 euler, 1 heun, 2 rk4.
// Paper: Kostova, Ravindran & Schonbek 2004, Int. J. Bifurcat. Chaos 14:913.
struct FitzhughNagumoRateParams {
  real alpha;   // of x^3
  real beta;    // of x^2
  real gamma;   // of x
  real delta;   // offset of the recovery
  real epsilon; // decay of the recovery
  real rate;    // 1/ms, 1 / tau
  real dt;      // ms
};

struct FitzhughNagumoRateState {
  real x; // activity
  real y; // recovery
};

FN FitzhughNagumoRateState fitzhugh_nagumo_rate_rhs(FitzhughNagumoRateParams p,
                                                    FitzhughNagumoRateState s, NeuronInput x) {
  FitzhughNagumoRateState k;
  k.x = ((p.beta - p.alpha * s.x) * s.x + p.gamma) * s.x - s.y + x.i;
  k.y = p.rate * (s.x - p.delta - p.epsilon * s.y);
  return k;
}

FN FitzhughNagumoRateState fitzhugh_nagumo_rate_plus(FitzhughNagumoRateState s, real h,
                                                     FitzhughNagumoRateState k) {
  s.x = s.x + h * k.x;
  s.y = s.y + h * k.y;
  return s;
}

GV_FIXED_STEPS(fitzhugh_nagumo_rate, FitzhughNagumoRateParams, FitzhughNagumoRateState)

FN bool fitzhugh_nagumo_rate_step(FitzhughNagumoRateParams p, INOUT(FitzhughNagumoRateState) s,
                                  NeuronInput x, int scheme) {
  fitzhugh_nagumo_rate_advance(p, s, x, p.dt, scheme);
  return false;
}

#include "lib/schemes_vjp.glsl"

FN FitzhughNagumoRateState fitzhugh_nagumo_rate_rhs_vjp(FitzhughNagumoRateParams p,
                                                        FitzhughNagumoRateState s, NeuronInput x,
                                                        FitzhughNagumoRateState adj_k,
                                                        INOUT(FitzhughNagumoRateParams) adj_p,
                                                        INOUT(NeuronInput) adj_x) {
  real x2 = s.x * s.x;
  real adj_y = adj_k.y * p.rate;
  adj_p.alpha = adj_p.alpha - adj_k.x * x2 * s.x;
  adj_p.beta = adj_p.beta + adj_k.x * x2;
  adj_p.gamma = adj_p.gamma + adj_k.x * s.x;
  adj_p.rate = adj_p.rate + adj_k.y * (s.x - p.delta - p.epsilon * s.y);
  adj_p.delta = adj_p.delta - adj_y;
  adj_p.epsilon = adj_p.epsilon - adj_y * s.y;
  adj_x.i = adj_x.i + adj_k.x;
  FitzhughNagumoRateState adj;
  adj.x = adj_k.x * ((R(2.0) * p.beta - R(3.0) * p.alpha * s.x) * s.x + p.gamma) + adj_y;
  adj.y = -(adj_k.x + adj_y * p.epsilon);
  return adj;
}

GV_FIXED_STEPS_VJP(fitzhugh_nagumo_rate, FitzhughNagumoRateParams, FitzhughNagumoRateState)

// It never comes near a threshold.
FN real fitzhugh_nagumo_rate_distance(FitzhughNagumoRateParams p, FitzhughNagumoRateState s,
                                      NeuronInput x, int scheme) {
  return GV_NEVER;
}

FN void fitzhugh_nagumo_rate_step_vjp(FitzhughNagumoRateParams p, FitzhughNagumoRateState s,
                                      NeuronInput x, int scheme, real slope, real attach,
                                      real adj_spike, INOUT(FitzhughNagumoRateState) adj_s,
                                      INOUT(FitzhughNagumoRateParams) adj_p,
                                      INOUT(NeuronInput) adj_x) {
  fitzhugh_nagumo_rate_advance_vjp(p, s, x, p.dt, scheme, adj_s, adj_p, adj_x);
}
