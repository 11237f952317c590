// schemes_vjp.glsl: the adjoints of the fixed Runge-Kutta methods of schemes.glsl,
// common subset of GLSL and C++: the same stages backwards with the transposed tableau.
//
// Besides its right-hand side a model writes down
//   STATE NAME_rhs_vjp(PARAMS p, STATE s, NeuronInput x, STATE adj_k, INOUT(PARAMS) adj_p,
//   INOUT(NeuronInput) adj_x)
// which returns the cotangent of s (0 for counters) for that of the derivative,
// and adds to those of parameters and input. GV_FIXED_STEPS_VJP(NAME, PARAMS, STATE) declares
//   NAME_euler_vjp, NAME_heun_vjp, NAME_rk4_vjp, NAME_advance_vjp
// where s is the state in front of the step and adj_s goes from the cotangent of
// the state behind it to that of s. The step h is a constant.
// Hager 2000, Numer. Math. 87:247 (the adjoint of a Runge-Kutta method).

#ifndef GV_SCHEMES_VJP
#define GV_SCHEMES_VJP

// clang-format off
#define GV_FIXED_STEPS_VJP(NAME, PARAMS, STATE)                                                    \
  FN void NAME##_euler_vjp(PARAMS p, STATE s, NeuronInput x, real h, INOUT(STATE) adj_s,           \
                           INOUT(PARAMS) adj_p, INOUT(NeuronInput) adj_x) {                        \
    STATE zero = NAME##_plus(adj_s, R(-1.0), adj_s);                                               \
    STATE y = NAME##_rhs_vjp(p, s, x, NAME##_plus(zero, h, adj_s), adj_p, adj_x);                  \
    adj_s = NAME##_plus(adj_s, R(1.0), y);                                                         \
  }                                                                                                \
  FN void NAME##_heun_vjp(PARAMS p, STATE s, NeuronInput x, real h, INOUT(STATE) adj_s,            \
                          INOUT(PARAMS) adj_p, INOUT(NeuronInput) adj_x) {                         \
    STATE zero = NAME##_plus(adj_s, R(-1.0), adj_s);                                               \
    STATE half_k = NAME##_plus(zero, h * R(0.5), adj_s);                                           \
    STATE y2 = NAME##_plus(s, h, NAME##_rhs(p, s, x));                                             \
    STATE adj_y2 = NAME##_rhs_vjp(p, y2, x, half_k, adj_p, adj_x);                                 \
    STATE adj_y1 = NAME##_rhs_vjp(p, s, x, NAME##_plus(half_k, h, adj_y2), adj_p, adj_x);          \
    adj_s = NAME##_plus(NAME##_plus(adj_s, R(1.0), adj_y2), R(1.0), adj_y1);                       \
  }                                                                                                \
  FN void NAME##_rk4_vjp(PARAMS p, STATE s, NeuronInput x, real h, INOUT(STATE) adj_s,             \
                         INOUT(PARAMS) adj_p, INOUT(NeuronInput) adj_x) {                          \
    real half_h = h * R(0.5);                                                                      \
    STATE y2 = NAME##_plus(s, half_h, NAME##_rhs(p, s, x));                                        \
    STATE y3 = NAME##_plus(s, half_h, NAME##_rhs(p, y2, x));                                       \
    STATE y4 = NAME##_plus(s, h, NAME##_rhs(p, y3, x));                                            \
    STATE zero = NAME##_plus(adj_s, R(-1.0), adj_s);                                               \
    STATE sixth = NAME##_plus(zero, h * R(0.16666666666666666), adj_s);                            \
    STATE third = NAME##_plus(zero, h * R(0.33333333333333333), adj_s);                            \
    STATE adj_y = NAME##_rhs_vjp(p, y4, x, sixth, adj_p, adj_x);                                   \
    adj_s = NAME##_plus(adj_s, R(1.0), adj_y);                                                     \
    adj_y = NAME##_rhs_vjp(p, y3, x, NAME##_plus(third, h, adj_y), adj_p, adj_x);                  \
    adj_s = NAME##_plus(adj_s, R(1.0), adj_y);                                                     \
    adj_y = NAME##_rhs_vjp(p, y2, x, NAME##_plus(third, half_h, adj_y), adj_p, adj_x);             \
    adj_s = NAME##_plus(adj_s, R(1.0), adj_y);                                                     \
    adj_y = NAME##_rhs_vjp(p, s, x, NAME##_plus(sixth, half_h, adj_y), adj_p, adj_x);              \
    adj_s = NAME##_plus(adj_s, R(1.0), adj_y);                                                     \
  }                                                                                                \
  FN void NAME##_advance_vjp(PARAMS p, STATE s, NeuronInput x, real h, int method,                 \
                             INOUT(STATE) adj_s, INOUT(PARAMS) adj_p, INOUT(NeuronInput) adj_x) {  \
    if (method == 0) {                                                                             \
      NAME##_euler_vjp(p, s, x, h, adj_s, adj_p, adj_x);                                           \
    } else if (method == 1) {                                                                      \
      NAME##_heun_vjp(p, s, x, h, adj_s, adj_p, adj_x);                                            \
    } else {                                                                                       \
      NAME##_rk4_vjp(p, s, x, h, adj_s, adj_p, adj_x);                                             \
    }                                                                                              \
  }
// clang-format on

#endif
