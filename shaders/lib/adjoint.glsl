// adjoint.glsl: what the adjoints of models share, common subset of GLSL and
// C++. Fragments that need it include it, so that the others do not depend on it.

#ifndef GV_ADJOINT
#define GV_ADJOINT

// The adjoint of gv_gate: adj is the cotangent of its result.
FN void gv_gate_vjp(real x, real a, real b, real dt, real adj, INOUT(real) adj_x, INOUT(real) adj_a,
                    INOUT(real) adj_b) {
  real rate = a + b;
  real x_inf = a / rate;
  real e = gv_exp_decay(-(rate * dt));
  real adj_inf = adj * (R(1.0) - e) / rate;
  adj_x = adj * e;
  adj_b = -(adj * (x - x_inf) * e * dt) - adj_inf * x_inf;
  adj_a = adj_b + adj_inf;
}

// The derivative of gv_exprelr, x / (exp(x) - 1): by its series near 0, where
// the quotient would lose all digits.
FN real gv_exprelr_slope(real x) {
  real z = x * x;
  real series = R(-0.5) + x * (R(0.16666666666666666) -
                               z * (R(0.005555555555555556) -
                                    z * (R(1.984126984126984e-4) - z * R(6.613756613756614e-6))));
  bool near = gv_abs(x) < R(0.1);
  real far = select(near, R(1.0), x);
  real quotient = (R(1.0) - gv_exprelr(far) - far) / gv_expm1(far);
  return select(near, series, quotient);
}

#endif
