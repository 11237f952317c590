// runge_kutta.glsl: explicit steps of smooth models, common subset of GLSL and C++.
//
// Advances y by one step of dt of dy/dt = RHS(p, y, drive), the drive held:
// scheme 0 is forward Euler (order 1), 1 Heun's (2), 2 the classical one of
// Runge and Kutta (4). ADD(y, h, k) returns y + h k. A macro, since the two
// languages share no templates; y and p are plain structs.
// Hairer, Norsett & Wanner 1993, Solving Ordinary Differential Equations I, II.1.

#ifndef GV_RUNGE_KUTTA
#define GV_RUNGE_KUTTA(STATE, RHS, ADD, p, y, drive, dt, scheme)                                   \
  {                                                                                                \
    STATE gv_k1 = RHS(p, y, drive);                                                                \
    if (scheme == 0) {                                                                             \
      y = ADD(y, dt, gv_k1);                                                                       \
    } else if (scheme == 1) {                                                                      \
      STATE gv_k2 = RHS(p, ADD(y, dt, gv_k1), drive);                                              \
      y = ADD(ADD(y, R(0.5) * dt, gv_k1), R(0.5) * dt, gv_k2);                                     \
    } else {                                                                                       \
      STATE gv_k2 = RHS(p, ADD(y, R(0.5) * dt, gv_k1), drive);                                     \
      STATE gv_k3 = RHS(p, ADD(y, R(0.5) * dt, gv_k2), drive);                                     \
      STATE gv_k4 = RHS(p, ADD(y, dt, gv_k3), drive);                                              \
      y = ADD(ADD(y, R(0.16666666666666666667) * dt, gv_k1), R(0.33333333333333333333) * dt,       \
              gv_k2);                                                                              \
      y = ADD(ADD(y, R(0.33333333333333333333) * dt, gv_k3), R(0.16666666666666666667) * dt,       \
              gv_k4);                                                                              \
    }                                                                                              \
  }
#endif
