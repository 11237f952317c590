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
