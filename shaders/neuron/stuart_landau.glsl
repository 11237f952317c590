// stuart_landau: normal form of the supercritical Hopf bifurcation, with z = x + i y:
//
//   dz/dt = (a + i w - |z|^2) z + input
//   dx/dt = (a - x^2 - y^2) x - w y + i,  dy/dt = (a - x^2 - y^2) y + w x
//
// i is the sum of stimuli, couplings and receptors. For a > 0 and no input a
// limit cycle of radius sqrt(a) with w rad/ms. Dimensionless, time in ms. No spikes.
// Schemes: 0 euler, 1 heun, 2 rk4.
// Paper: Deco et al. 2017, Sci. Rep. 7:3095.
struct StuartLandauParams {
  real a;  // 1/ms, distance from the bifurcation
  real w;  // rad/ms, angular frequency
  real dt; // ms
};

struct StuartLandauState {
  real x; // real part
  real y; // imaginary part
};

FN StuartLandauState stuart_landau_rhs(StuartLandauParams p, StuartLandauState s, NeuronInput x) {
  real growth = p.a - (s.x * s.x + s.y * s.y);
  StuartLandauState k;
  k.x = growth * s.x - p.w * s.y + x.i;
  k.y = growth * s.y + p.w * s.x;
  return k;
}

FN StuartLandauState stuart_landau_plus(StuartLandauState s, real h, StuartLandauState k) {
  s.x = s.x + h * k.x;
  s.y = s.y + h * k.y;
  return s;
}

GV_FIXED_STEPS(stuart_landau, StuartLandauParams, StuartLandauState)

FN bool stuart_landau_step(StuartLandauParams p, INOUT(StuartLandauState) s, NeuronInput x,
                           int scheme) {
  stuart_landau_advance(p, s, x, p.dt, scheme);
  return false;
}

#include "lib/schemes_vjp.glsl"

FN StuartLandauState stuart_landau_rhs_vjp(StuartLandauParams p, StuartLandauState s, NeuronInput x,
                                           StuartLandauState adj_k, INOUT(StuartLandauParams) adj_p,
                                           INOUT(NeuronInput) adj_x) {
  real growth = p.a - (s.x * s.x + s.y * s.y);
  real adj_growth = adj_k.x * s.x + adj_k.y * s.y;
  adj_p.a = adj_p.a + adj_growth;
  adj_p.w = adj_p.w + (adj_k.y * s.x - adj_k.x * s.y);
  adj_x.i = adj_x.i + adj_k.x;
  StuartLandauState adj;
  adj.x = adj_k.x * growth + adj_k.y * p.w - R(2.0) * adj_growth * s.x;
  adj.y = adj_k.y * growth - adj_k.x * p.w - R(2.0) * adj_growth * s.y;
  return adj;
}

GV_FIXED_STEPS_VJP(stuart_landau, StuartLandauParams, StuartLandauState)

// It never comes near a threshold.
FN real stuart_landau_distance(StuartLandauParams p, StuartLandauState s, NeuronInput x,
                               int scheme) {
  return GV_NEVER;
}

FN void stuart_landau_step_vjp(StuartLandauParams p, StuartLandauState s, NeuronInput x, int scheme,
                               real slope, real attach, real adj_spike,
                               INOUT(StuartLandauState) adj_s, INOUT(StuartLandauParams) adj_p,
                               INOUT(NeuronInput) adj_x) {
  stuart_landau_advance_vjp(p, s, x, p.dt, scheme, adj_s, adj_p, adj_x);
}
