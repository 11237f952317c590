// schemes.glsl: Runge-Kutta methods for neuron models, common subset of GLSL and C++.
//
// A model that uses them writes down
//   STATE NAME_rhs(PARAMS p, STATE s, NeuronInput x)  the derivative of every variable, 1/ms
//   STATE NAME_plus(STATE s, real h, STATE k)         s + h k, variable by variable
// (0 and unchanged for counters). GV_FIXED_STEPS(NAME, PARAMS, STATE) declares
//   NAME_euler  forward Euler, order 1           NAME_rk4  the classical method, order 4
//   NAME_heun   explicit trapezoidal, order 2    NAME_advance  0 euler, 1 heun, 2 rk4
// each advancing s by h (ms) with the input held, and GV_INTEGRATORS besides
//   NAME_rk45   error control, order 5
// No function of a model branches on its arguments' values, so that the fixed
// methods vectorise. Their adjoints are in schemes_vjp.glsl.
// Hairer, Norsett & Wanner 1993, Solving Ordinary Differential Equations I, II.1.
//
// rk45 divides the step so that the estimated error of v stays below tol in each
// part, down to 1/512 of the step; the parts it may try are more than those that
// can come of it (512, each rejected at most three times before it is accepted).
// Paper: Dormand & Prince 1980, J. Comput. Appl. Math. 6:19, the 5(4) pair with
// seven stages; step control of Hairer, Norsett & Wanner 1993, section II.4.

#ifndef GV_SCHEMES
#define GV_SCHEMES

#define GV_PARTS 512.0
#define GV_TRIALS 2048

// What one exponential Euler step of h adds to v, for dv/dt = f with the
// derivative slope by v: exact where f is linear in v. The slope of an upstroke
// counts as 10 / h at most: then v gains 2000 h f, more than any spike needs.
FN real gv_exponential_euler(real f, real slope, real h) {
  return h * f / gv_exprelr(gv_min(h * slope, R(10.0)));
}

// The size of the next part after one of size h whose error was err times the tolerance.
FN real gv_next_part(real h, real err, real smallest) {
  real factor = R(0.9) * gv_exp(R(-0.2) * gv_log(gv_max(err, R(1e-5))));
  return gv_max(h * gv_min(gv_max(factor, R(0.2)), R(5.0)), smallest);
}

// clang-format off
#define GV_INTEGRATORS(NAME, PARAMS, STATE)                                                        \
  GV_FIXED_STEPS(NAME, PARAMS, STATE)                                                              \
  GV_RK45(NAME, PARAMS, STATE)

#define GV_FIXED_STEPS(NAME, PARAMS, STATE)                                                        \
  FN void NAME##_euler(PARAMS p, INOUT(STATE) s, NeuronInput x, real h) {                          \
    s = NAME##_plus(s, h, NAME##_rhs(p, s, x));                                                    \
  }                                                                                                \
  FN void NAME##_heun(PARAMS p, INOUT(STATE) s, NeuronInput x, real h) {                           \
    STATE a = NAME##_rhs(p, s, x);                                                                 \
    STATE b = NAME##_rhs(p, NAME##_plus(s, h, a), x);                                              \
    s = NAME##_plus(NAME##_plus(s, h * R(0.5), a), h * R(0.5), b);                                 \
  }                                                                                                \
  FN void NAME##_rk4(PARAMS p, INOUT(STATE) s, NeuronInput x, real h) {                            \
    real half_h = h * R(0.5);                                                                      \
    real sixth = h * R(0.16666666666666666);                                                       \
    real third = h * R(0.33333333333333333);                                                       \
    STATE a = NAME##_rhs(p, s, x);                                                                 \
    STATE b = NAME##_rhs(p, NAME##_plus(s, half_h, a), x);                                         \
    STATE c = NAME##_rhs(p, NAME##_plus(s, half_h, b), x);                                         \
    STATE d = NAME##_rhs(p, NAME##_plus(s, h, c), x);                                              \
    s = NAME##_plus(NAME##_plus(NAME##_plus(NAME##_plus(s, sixth, a), third, b), third, c), sixth, d); \
  }                                                                                                \
  FN void NAME##_advance(PARAMS p, INOUT(STATE) s, NeuronInput x, real h, int method) {            \
    if (method == 0) {                                                                             \
      NAME##_euler(p, s, x, h);                                                                    \
    } else if (method == 1) {                                                                      \
      NAME##_heun(p, s, x, h);                                                                     \
    } else {                                                                                       \
      NAME##_rk4(p, s, x, h);                                                                      \
    }                                                                                              \
  }

#define GV_RK45(NAME, PARAMS, STATE)                                                               \
  FN void NAME##_rk45(PARAMS p, INOUT(STATE) s, NeuronInput x, real dt, real tol) {                \
    real smallest = dt / R(GV_PARTS);                                                              \
    real left = dt;                                                                                \
    real h = dt;                                                                                   \
    STATE a = NAME##_rhs(p, s, x);                                                                 \
    for (int trial = 0; trial < GV_TRIALS && left > R(0.0); trial++) {                             \
      STATE y = NAME##_plus(s, h * R(0.2), a);                                                     \
      STATE b = NAME##_rhs(p, y, x);                                                               \
      y = NAME##_plus(NAME##_plus(s, h * R(0.075), a), h * R(0.225), b);                           \
      STATE c = NAME##_rhs(p, y, x);                                                               \
      y = NAME##_plus(s, h * R(0.97777777777777777), a);                                           \
      y = NAME##_plus(NAME##_plus(y, h * R(-3.7333333333333333), b), h * R(3.5555555555555556), c); \
      STATE d = NAME##_rhs(p, y, x);                                                               \
      y = NAME##_plus(NAME##_plus(s, h * R(2.9525986892242036), a), h * R(-11.595793324188386), b); \
      y = NAME##_plus(NAME##_plus(y, h * R(9.8228928516994360), c), h * R(-0.29080932784636488), d); \
      STATE e = NAME##_rhs(p, y, x);                                                               \
      y = NAME##_plus(NAME##_plus(s, h * R(2.8462752525252526), a), h * R(-10.757575757575758), b); \
      y = NAME##_plus(NAME##_plus(y, h * R(8.9064227177434725), c), h * R(0.27840909090909091), d); \
      y = NAME##_plus(y, h * R(-0.27353130360205832), e);                                          \
      STATE f = NAME##_rhs(p, y, x);                                                               \
      y = NAME##_plus(NAME##_plus(s, h * R(0.091145833333333333), a), h * R(0.44923629829290207), c); \
      y = NAME##_plus(NAME##_plus(y, h * R(0.65104166666666667), d), h * R(-0.32237617924528302), e); \
      y = NAME##_plus(y, h * R(0.13095238095238095), f);                                           \
      STATE g = NAME##_rhs(p, y, x);                                                               \
      real error = h * (((R(0.0012326388888888889) * a.v - R(0.0042527702905061394) * c.v) +       \
                         (R(0.036979166666666667) * d.v - R(0.050863797169811321) * e.v)) +        \
                        (R(0.041904761904761905) * f.v - R(0.025) * g.v));                         \
      real err = gv_abs(error) / tol;                                                              \
      /* a NaN is taken, so that the step's end reports it */                                      \
      if (!(err > R(1.0)) || h <= smallest) {                                                      \
        s = y;                                                                                     \
        a = g;                                                                                     \
        left = left - h;                                                                           \
      }                                                                                            \
      h = gv_min(gv_next_part(h, err, smallest), left);                                            \
    }                                                                                              \
  }
// clang-format on

#endif
