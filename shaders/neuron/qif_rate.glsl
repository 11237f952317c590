// qif_rate: exact mean field of infinitely many quadratic integrate-and-fire
// neurons, all coupled, with Lorentzian excitability.
//
//   tau dr/dt = delta / (pi tau) + 2 r v
//   tau dv/dt = v^2 + eta + j tau r + i - (pi tau r)^2
//
// i is the sum of stimuli, couplings and receptors. Dimensionless, time in ms,
// r in spikes/ms of one neuron. No spikes.
// Schemes: 0 euler, 1 heun, 2 rk4.
// Paper: Montbrio, Pazo & Roxin 2015, Phys. Rev. X 5:021028, equation 12.
struct QifRateParams {
  real rate;   // 1/ms, 1 / tau
  real spread; // 1/ms^2, delta / (pi tau^2)
  real eta;    // centre of the excitabilities
  real j_tau;  // ms, j tau
  real pi_tau; // ms, pi tau
  real dt;     // ms
};

struct QifRateState {
  real r; // 1/ms, firing rate
  real v; // mean membrane potential
};

FN QifRateState qif_rate_rhs(QifRateParams p, QifRateState s, NeuronInput x) {
  real w = p.pi_tau * s.r;
  QifRateState k;
  k.r = p.spread + p.rate * (R(2.0) * s.r * s.v);
  k.v = p.rate * (s.v * s.v + p.eta + p.j_tau * s.r + x.i - w * w);
  return k;
}

FN QifRateState qif_rate_plus(QifRateState s, real h, QifRateState k) {
  s.r = s.r + h * k.r;
  s.v = s.v + h * k.v;
  return s;
}

GV_FIXED_STEPS(qif_rate, QifRateParams, QifRateState)

FN bool qif_rate_step(QifRateParams p, INOUT(QifRateState) s, NeuronInput x, int scheme) {
  qif_rate_advance(p, s, x, p.dt, scheme);
  return false;
}

#include "lib/schemes_vjp.glsl"

FN QifRateState qif_rate_rhs_vjp(QifRateParams p, QifRateState s, NeuronInput x, QifRateState adj_k,
                                 INOUT(QifRateParams) adj_p, INOUT(NeuronInput) adj_x) {
  real w = p.pi_tau * s.r;
  real adj_v = adj_k.v * p.rate;
  real adj_w = R(-2.0) * adj_v * w;
  adj_p.spread = adj_p.spread + adj_k.r;
  adj_p.rate = adj_p.rate + adj_k.r * (R(2.0) * s.r * s.v) +
               adj_k.v * (s.v * s.v + p.eta + p.j_tau * s.r + x.i - w * w);
  adj_p.eta = adj_p.eta + adj_v;
  adj_p.j_tau = adj_p.j_tau + adj_v * s.r;
  adj_p.pi_tau = adj_p.pi_tau + adj_w * s.r;
  adj_x.i = adj_x.i + adj_v;
  real both = R(2.0) * p.rate * adj_k.r;
  QifRateState adj;
  adj.r = both * s.v + adj_v * p.j_tau + adj_w * p.pi_tau;
  adj.v = both * s.r + R(2.0) * adj_v * s.v;
  return adj;
}

GV_FIXED_STEPS_VJP(qif_rate, QifRateParams, QifRateState)

// It never comes near a threshold.
FN real qif_rate_distance(QifRateParams p, QifRateState s, NeuronInput x, int scheme) {
  return GV_NEVER;
}

FN void qif_rate_step_vjp(QifRateParams p, QifRateState s, NeuronInput x, int scheme, real slope,
                          real attach, real adj_spike, INOUT(QifRateState) adj_s,
                          INOUT(QifRateParams) adj_p, INOUT(NeuronInput) adj_x) {
  qif_rate_advance_vjp(p, s, x, p.dt, scheme, adj_s, adj_p, adj_x);
}
