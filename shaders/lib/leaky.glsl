// leaky.glsl: the leaky membrane and its adjoint, common subset of GLSL and C++.
//
//   c_m dv/dt = g_l (e_l - v) + i_e + i_syn + sum_r g_r (e_rev_r - v)
//
// GV_LEAKY(NAME, PARAMS, STATE) declares for a model with these members of its
// structs (e_l, g_l, i_e, r_m, alpha, dt_c; v)
//   NAME_flow      v at the step's end, before threshold, reset and refractory time
//   NAME_flow_vjp  its adjoint: sets the cotangents of v and of the input, adds to those of
//   parameters
// Schemes: 0 exact (propagator of the linear equation), 1 exponential_euler
// (conductances held during the step), 2 euler (forward). Units: mV, ms, pF, nS, pA.
// Paper: Rotter & Diesmann 1999, Biol. Cybern. 81:381 (exact integration).

#ifndef GV_LEAKY_MEMBRANE
#define GV_LEAKY_MEMBRANE

#include "lib/adjoint.glsl"

// clang-format off
#define GV_LEAKY_FLOW(NAME, PARAMS, STATE)                                                         \
  FN real NAME##_flow(PARAMS p, STATE s, NeuronInput x, int scheme) {                              \
    real i = p.i_e + x.i;                                                                          \
    real v;                                                                                        \
    if (scheme == 0) {                                                                             \
      real v_inf = p.e_l + p.r_m * i;                                                              \
      v = v_inf + (s.v - v_inf) * p.alpha;                                                         \
    } else if (scheme == 1) {                                                                      \
      real g = p.g_l + x.g;                                                                        \
      real v_inf = (p.g_l * p.e_l + x.ge + i) / g;                                                 \
      v = v_inf + (s.v - v_inf) * gv_exp_decay(-(p.dt_c * g));                                     \
    } else {                                                                                       \
      v = s.v + p.dt_c * (p.g_l * (p.e_l - s.v) + (x.ge - x.g * s.v) + i);                         \
    }                                                                                              \
    return v + x.dv;                                                                               \
  }

#define GV_LEAKY_VJP(NAME, PARAMS, STATE)                                                          \
  FN void NAME##_flow_vjp(PARAMS p, STATE s, NeuronInput x, int scheme, real adj_v,                \
                          INOUT(STATE) adj_s, INOUT(PARAMS) adj_p, INOUT(NeuronInput) adj_x) {     \
    real i = p.i_e + x.i;                                                                          \
    real adj_i;                                                                                    \
    if (scheme == 0) {                                                                             \
      real drive = p.e_l + p.r_m * i;                                                              \
      real adj_inf = adj_v * (R(1.0) - p.alpha);                                                   \
      adj_s.v = adj_v * p.alpha;                                                                   \
      adj_p.alpha = adj_p.alpha + adj_v * (s.v - drive);                                           \
      adj_p.e_l = adj_p.e_l + adj_inf;                                                             \
      adj_p.r_m = adj_p.r_m + adj_inf * i;                                                         \
      adj_i = adj_inf * p.r_m;                                                                     \
    } else if (scheme == 1) {                                                                      \
      GvMembrane m = gv_membrane_vjp(s.v, p.g_l + x.g, p.g_l * p.e_l + x.ge + i, p.dt_c, adj_v);   \
      adj_i = m.i;                                                                                 \
      adj_s.v = m.v;                                                                               \
      adj_p.dt_c = adj_p.dt_c + m.dt_c;                                                            \
      adj_p.g_l = adj_p.g_l + (m.g + adj_i * p.e_l);                                               \
      adj_p.e_l = adj_p.e_l + adj_i * p.g_l;                                                       \
      adj_x.g = m.g;                                                                               \
      adj_x.ge = adj_i;                                                                            \
    } else {                                                                                       \
      real f = p.g_l * (p.e_l - s.v) + (x.ge - x.g * s.v) + i;                                     \
      adj_i = adj_v * p.dt_c;                                                                      \
      adj_s.v = adj_v - adj_i * (p.g_l + x.g);                                                     \
      adj_p.dt_c = adj_p.dt_c + adj_v * f;                                                         \
      adj_p.g_l = adj_p.g_l + adj_i * (p.e_l - s.v);                                               \
      adj_p.e_l = adj_p.e_l + adj_i * p.g_l;                                                       \
      adj_x.g = -(adj_i * s.v);                                                                    \
      adj_x.ge = adj_i;                                                                            \
    }                                                                                              \
    adj_p.i_e = adj_p.i_e + adj_i;                                                                 \
    adj_x.i = adj_i;                                                                               \
    adj_x.dv = adj_v;                                                                              \
  }

#define GV_LEAKY(NAME, PARAMS, STATE)                                                              \
  GV_LEAKY_FLOW(NAME, PARAMS, STATE)                                                               \
  GV_LEAKY_VJP(NAME, PARAMS, STATE)
// clang-format on

#endif
