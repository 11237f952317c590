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

#include "lib/schemes_vjp.glsl"
#include "lib/adjoint.glsl"

// The adjoint of the rate: adds to the cotangents of s and of the drive.
FN void wong_wang_rate_vjp(WongWangParams p, real s, real drive, real adj, INOUT(real) adj_s,
                           INOUT(real) adj_drive, INOUT(WongWangParams) adj_p) {
  real current = p.w_j * s + p.i_0 + drive;
  real u = p.a * current - p.b;
  real z = p.d * u;
  real adj_u = -(adj * gv_exprelr_slope(-z));
  // E(z) - z E'(z) = E(z) E(-z) for E(z) = z / (exp(z) - 1)
  adj_p.d = adj_p.d - adj * gv_exprelr(-z) * gv_exprelr(z) / (p.d * p.d);
  adj_p.a = adj_p.a + adj_u * current;
  adj_p.b = adj_p.b - adj_u;
  real adj_current = adj_u * p.a;
  adj_p.w_j = adj_p.w_j + adj_current * s;
  adj_p.i_0 = adj_p.i_0 + adj_current;
  adj_s = adj_s + adj_current * p.w_j;
  adj_drive = adj_drive + adj_current;
}

FN WongWangState wong_wang_rhs_vjp(WongWangParams p, WongWangState s, NeuronInput x,
                                   WongWangState adj_k, INOUT(WongWangParams) adj_p,
                                   INOUT(NeuronInput) adj_x) {
  real h = wong_wang_rate(p, s.s, x.i);
  real free = R(1.0) - s.s;
  adj_p.gamma = adj_p.gamma + adj_k.s * free * h;
  adj_p.rate_s = adj_p.rate_s - adj_k.s * s.s;
  WongWangState adj;
  adj.rate = R(0.0);
  adj.s = -(adj_k.s * (p.gamma * h + p.rate_s));
  wong_wang_rate_vjp(p, s.s, x.i, adj_k.s * free * p.gamma, adj.s, adj_x.i, adj_p);
  return adj;
}

GV_FIXED_STEPS_VJP(wong_wang, WongWangParams, WongWangState)

// It never comes near a threshold.
FN real wong_wang_distance(WongWangParams p, WongWangState s, NeuronInput x, int scheme) {
  return GV_NEVER;
}

FN void wong_wang_step_vjp(WongWangParams p, WongWangState s, NeuronInput x, int scheme, real slope,
                           real attach, real adj_spike, INOUT(WongWangState) adj_s,
                           INOUT(WongWangParams) adj_p, INOUT(NeuronInput) adj_x) {
  WongWangState f = s;
  wong_wang_advance(p, f, x, p.dt, scheme);
  wong_wang_rate_vjp(p, f.s, x.i, adj_s.rate, adj_s.s, adj_x.i, adj_p);
  adj_s.rate = R(0.0);
  wong_wang_advance_vjp(p, s, x, p.dt, scheme, adj_s, adj_p, adj_x);
}
