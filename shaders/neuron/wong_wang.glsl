// wong_wang: a local network of a region, reduced to its NMDA gating variable.
//
//   ds/dt = -s / tau_s + (1 - s) gamma H(u),  u = w j_n s + i_0 + i
//   H(u) = (a u - b) / (1 - exp(-d (a u - b)))
//
// i is the sum of stimuli, couplings and receptors in nA; long-range input is an
// additive coupling of s with strength G j_n. Units: ms, nA, Hz (H). No spikes.
// Schemes: 0 euler, 1 heun, 2 rk4.
// Paper: Deco et al. 2013, J. Neurosci. 33:11239, equations 6 to 8.
struct WongWangParams {
  real rate_s; // 1/ms, 1 / tau_s
  real gamma;  // kinetic factor, times 1/1000 since H is in Hz
  real w_j;    // nA, w j_n
  real i_0;    // nA, external input
  real a;      // Hz/nA
  real b;      // Hz
  real d;      // s
  real dt;     // ms
};

struct WongWangState {
  real s;    // gating variable, 0 to 1
  real rate; // Hz, firing rate H
};

FN real wong_wang_rate(WongWangParams p, real s, real drive) {
  real u = p.a * (p.w_j * s + p.i_0 + drive) - p.b;
  return gv_exprelr(-p.d * u) / p.d;
}

FN WongWangState wong_wang_rhs(WongWangParams p, WongWangState s, NeuronInput x) {
  WongWangState k;
  k.s = (R(1.0) - s.s) * p.gamma * wong_wang_rate(p, s.s, x.i) - p.rate_s * s.s;
  k.rate = R(0.0);
  return k;
}

FN WongWangState wong_wang_plus(WongWangState s, real h, WongWangState k) {
  s.s = s.s + h * k.s;
  return s;
}

GV_FIXED_STEPS(wong_wang, WongWangParams, WongWangState)

FN bool wong_wang_step(WongWangParams p, INOUT(WongWangState) s, NeuronInput x, int scheme) {
  wong_wang_advance(p, s, x, p.dt, scheme);
  s.rate = wong_wang_rate(p, s.s, x.i);
  return false;
}
