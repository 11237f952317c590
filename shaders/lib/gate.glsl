// gate.glsl: gating variables of ion channels, common subset of GLSL and C++.

#ifndef GV_GATE
#define GV_GATE

// One step of dx/dt = a (1 - x) - b x with rates a and b (1/ms) held during
// dt (ms): the exact solution, Rush & Larsen 1978, IEEE Trans. Biomed. Eng. 25:389.
FN real gv_gate(real x, real a, real b, real dt) {
  real rate = a + b;
  real x_inf = a / rate;
  return x_inf + (x - x_inf) * gv_exp_decay(-(rate * dt));
}

// The same for dx/dt = (x_inf - x) / tau, with tau (ms) held during dt (ms). In
// this form a time constant of thousands of steps keeps its digits in float32.
FN real gv_relax(real x, real x_inf, real tau, real dt) {
  return x - (x_inf - x) * gv_expm1(-(dt / tau));
}

// The logistic function 1 / (1 + exp(-x)).
FN real gv_logistic(real x) { return R(1.0) / (R(1.0) + gv_exp(-x)); }

#endif
