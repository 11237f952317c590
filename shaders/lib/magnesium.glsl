// magnesium.glsl: the voltage-dependent block of NMDA channels, common subset of GLSL and C++.

#ifndef GV_MAGNESIUM
#define GV_MAGNESIUM

// The open fraction at v (mV) with the concentration mg over 3.57 mM:
// Jahr & Stevens 1990, J. Neurosci. 10:3178, equation 4a.
FN real gv_unblocked(real mg, real v) { return R(1.0) / (R(1.0) + mg * gv_exp(R(-0.062) * v)); }

// Its adjoint: adj is the cotangent of the open fraction.
FN void gv_unblocked_vjp(real mg, real v, real adj, INOUT(real) adj_mg, INOUT(real) adj_v) {
  real e = gv_exp(R(-0.062) * v);
  real b = R(1.0) / (R(1.0) + mg * e);
  adj_mg = -(adj * (b * b) * e);
  adj_v = R(-0.062) * mg * adj_mg;
}

#endif
