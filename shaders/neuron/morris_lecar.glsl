// morris_lecar: the barnacle's muscle fibre, instantaneous calcium and slow potassium.
//
//   c_m dv/dt = g_l (e_l - v) + g_ca m_inf (e_ca - v) + g_k w (e_k - v)
//               + i_e + i_syn + sum_r g_r (e_rev_r - v)
//   dw/dt = phi cosh((v - v_3) / (2 v_4)) (w_inf - w)
//   m_inf = (1 + tanh((v - v_1) / v_2)) / 2,   w_inf = (1 + tanh((v - v_3) / v_4)) / 2
// One spike for each upward crossing of v_th; no reset.
//
// Schemes: 0 rk4, 1 exponential_euler (the conductances of the step's beginning
// held), 2 heun, 3 euler, 4 rk45. Units: mV, ms, pF, nS, pA.
// Paper: Morris & Lecar 1981, Biophys. J. 35:193; in the form of Rinzel & Ermentrout 1998.
struct MorrisLecarParams {
  real g_l;     // nS
  real ge_l;    // pA, g_l e_l
  real g_ca;    // nS
  real e_ca;    // mV
  real g_k;     // nS
  real e_k;     // mV
  real v_1;     // mV
  real per_v_2; // 2 / v_2
  real v_3;     // mV
  real per_v_4; // 1 / v_4
  real phi;     // 1/ms, half of the parameter
  real v_th;    // mV
  real i_e;     // pA
  real per_c;   // 1 / c_m
  real dt;      // ms
};

struct MorrisLecarState {
  real v; // mV, membrane potential
  real w; // potassium activation
};

FN real morris_lecar_g_ca(MorrisLecarParams p, real v) {
  return p.g_ca / (R(1.0) + gv_exp(-((v - p.v_1) * p.per_v_2)));
}

// Rate and steady state of w: with e = exp((v - v_3) / (2 v_4)) they are
// phi (e + 1/e) / 2 and e^4 / (1 + e^4).
FN void morris_lecar_gate(MorrisLecarParams p, real v, INOUT(real) rate, INOUT(real) w_inf) {
  real z = (v - p.v_3) * p.per_v_4;
  real e = gv_exp(R(0.5) * z);
  rate = p.phi * (e + R(1.0) / e);
  w_inf = R(1.0) / (R(1.0) + gv_exp(R(-2.0) * z));
}

FN MorrisLecarState morris_lecar_rhs(MorrisLecarParams p, MorrisLecarState s, NeuronInput x) {
  real rate = R(0.0);
  real w_inf = R(0.0);
  morris_lecar_gate(p, s.v, rate, w_inf);
  real g_ca = morris_lecar_g_ca(p, s.v);
  real g_k = p.g_k * s.w;
  MorrisLecarState k;
  k.v = p.per_c * ((p.ge_l - p.g_l * s.v) + g_ca * (p.e_ca - s.v) + g_k * (p.e_k - s.v) +
                   (x.ge - x.g * s.v) + (p.i_e + x.i));
  k.w = rate * (w_inf - s.w);
  return k;
}

FN MorrisLecarState morris_lecar_plus(MorrisLecarState s, real h, MorrisLecarState k) {
  s.v = s.v + h * k.v;
  s.w = s.w + h * k.w;
  return s;
}

GV_INTEGRATORS(morris_lecar, MorrisLecarParams, MorrisLecarState)

// The state at the step's end.
FN MorrisLecarState morris_lecar_flow(MorrisLecarParams p, MorrisLecarState s, NeuronInput x,
                                      int scheme) {
  if (scheme == 0) {
    morris_lecar_rk4(p, s, x, p.dt);
  } else if (scheme == 1) {
    real rate = R(0.0);
    real w_inf = R(0.0);
    morris_lecar_gate(p, s.v, rate, w_inf);
    real g_ca = morris_lecar_g_ca(p, s.v);
    real g_k = p.g_k * s.w;
    real g = p.g_l + g_ca + g_k + x.g;
    real v_inf = (p.ge_l + g_ca * p.e_ca + g_k * p.e_k + x.ge + p.i_e + x.i) / g;
    s.v = v_inf + (s.v - v_inf) * gv_exp_decay(-(p.dt * p.per_c * g));
    s.w = w_inf + (s.w - w_inf) * gv_exp_decay(-(rate * p.dt));
  } else if (scheme == 2) {
    morris_lecar_heun(p, s, x, p.dt);
  } else if (scheme == 3) {
    morris_lecar_euler(p, s, x, p.dt);
  } else {
    morris_lecar_rk45(p, s, x, p.dt, R(1e-5));
  }
  s.v = s.v + x.dv;
  return s;
}

FN bool morris_lecar_step(MorrisLecarParams p, INOUT(MorrisLecarState) s, NeuronInput x,
                          int scheme) {
  real before = s.v;
  s = morris_lecar_flow(p, s, x, scheme);
  return GV_SPIKE(before < p.v_th && s.v >= p.v_th);
}

#include "lib/schemes_vjp.glsl"
#include "lib/adjoint.glsl"

// The adjoints of the two functions of v: each returns the cotangent of v.
FN real morris_lecar_g_ca_vjp(MorrisLecarParams p, real v, real adj,
                              INOUT(MorrisLecarParams) adj_p) {
  real open = R(1.0) / (R(1.0) + gv_exp(-((v - p.v_1) * p.per_v_2)));
  real adj_z = adj * p.g_ca * open * (R(1.0) - open);
  adj_p.g_ca = adj_p.g_ca + adj * open;
  adj_p.v_1 = adj_p.v_1 - adj_z * p.per_v_2;
  adj_p.per_v_2 = adj_p.per_v_2 + adj_z * (v - p.v_1);
  return adj_z * p.per_v_2;
}

FN real morris_lecar_gate_vjp(MorrisLecarParams p, real v, real adj_rate, real adj_inf,
                              INOUT(MorrisLecarParams) adj_p) {
  real z = (v - p.v_3) * p.per_v_4;
  real e = gv_exp(R(0.5) * z);
  real w_inf = R(1.0) / (R(1.0) + gv_exp(R(-2.0) * z));
  adj_p.phi = adj_p.phi + adj_rate * (e + R(1.0) / e);
  real adj_z =
      adj_rate * p.phi * R(0.5) * (e - R(1.0) / e) + R(2.0) * adj_inf * w_inf * (R(1.0) - w_inf);
  adj_p.v_3 = adj_p.v_3 - adj_z * p.per_v_4;
  adj_p.per_v_4 = adj_p.per_v_4 + adj_z * (v - p.v_3);
  return adj_z * p.per_v_4;
}

FN MorrisLecarState morris_lecar_rhs_vjp(MorrisLecarParams p, MorrisLecarState s, NeuronInput x,
                                         MorrisLecarState adj_k, INOUT(MorrisLecarParams) adj_p,
                                         INOUT(NeuronInput) adj_x) {
  real rate = R(0.0);
  real w_inf = R(0.0);
  morris_lecar_gate(p, s.v, rate, w_inf);
  real g_ca = morris_lecar_g_ca(p, s.v);
  real g_k = p.g_k * s.w;
  real i = (p.ge_l - p.g_l * s.v) + g_ca * (p.e_ca - s.v) + g_k * (p.e_k - s.v) +
           (x.ge - x.g * s.v) + (p.i_e + x.i);
  real a = adj_k.v * p.per_c;
  adj_p.per_c = adj_p.per_c + adj_k.v * i;
  adj_p.ge_l = adj_p.ge_l + a;
  adj_p.g_l = adj_p.g_l - a * s.v;
  adj_p.e_ca = adj_p.e_ca + a * g_ca;
  adj_p.e_k = adj_p.e_k + a * g_k;
  adj_p.i_e = adj_p.i_e + a;
  adj_x.i = adj_x.i + a;
  adj_x.ge = adj_x.ge + a;
  adj_x.g = adj_x.g - a * s.v;
  real adj_g_k = a * (p.e_k - s.v);
  adj_p.g_k = adj_p.g_k + adj_g_k * s.w;
  MorrisLecarState adj;
  adj.v = -(a * (p.g_l + g_ca + g_k + x.g)) +
          morris_lecar_g_ca_vjp(p, s.v, a * (p.e_ca - s.v), adj_p) +
          morris_lecar_gate_vjp(p, s.v, adj_k.w * (w_inf - s.w), adj_k.w * rate, adj_p);
  adj.w = adj_g_k * p.g_k - adj_k.w * rate;
  return adj;
}

GV_FIXED_STEPS_VJP(morris_lecar, MorrisLecarParams, MorrisLecarState)

FN void morris_lecar_flow_vjp(MorrisLecarParams p, MorrisLecarState s, NeuronInput x, int scheme,
                              INOUT(MorrisLecarState) adj_s, INOUT(MorrisLecarParams) adj_p,
                              INOUT(NeuronInput) adj_x) {
  adj_x.dv = adj_s.v;
  if (scheme == 0) {
    morris_lecar_rk4_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  } else if (scheme == 1) {
    real rate = R(0.0);
    real w_inf = R(0.0);
    morris_lecar_gate(p, s.v, rate, w_inf);
    real g_ca = morris_lecar_g_ca(p, s.v);
    real g_k = p.g_k * s.w;
    GvMembrane a = gv_membrane_vjp(s.v, p.g_l + g_ca + g_k + x.g,
                                   p.ge_l + g_ca * p.e_ca + g_k * p.e_k + x.ge + p.i_e + x.i,
                                   p.dt * p.per_c, adj_s.v);
    adj_p.per_c = adj_p.per_c + a.dt_c * p.dt;
    adj_p.g_l = adj_p.g_l + a.g;
    adj_p.ge_l = adj_p.ge_l + a.i;
    adj_p.e_ca = adj_p.e_ca + a.i * g_ca;
    adj_p.e_k = adj_p.e_k + a.i * g_k;
    adj_p.i_e = adj_p.i_e + a.i;
    adj_x.i = a.i;
    adj_x.ge = a.i;
    adj_x.g = a.g;
    real adj_g_k = a.g + a.i * p.e_k;
    adj_p.g_k = adj_p.g_k + adj_g_k * s.w;
    real keep = gv_exp_decay(-(rate * p.dt));
    real adj_rate = -(adj_s.w * (s.w - w_inf) * keep * p.dt);
    adj_s.v = a.v + morris_lecar_g_ca_vjp(p, s.v, a.g + a.i * p.e_ca, adj_p) +
              morris_lecar_gate_vjp(p, s.v, adj_rate, adj_s.w * (R(1.0) - keep), adj_p);
    adj_s.w = adj_s.w * keep + adj_g_k * p.g_k;
  } else if (scheme == 2) {
    morris_lecar_heun_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  } else {
    morris_lecar_euler_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  }
}

FN real morris_lecar_distance(MorrisLecarParams p, MorrisLecarState s, NeuronInput x, int scheme) {
  return gv_crossing_distance(s.v, morris_lecar_flow(p, s, x, scheme).v, p.v_th, R(10.0));
}

FN void morris_lecar_step_vjp(MorrisLecarParams p, MorrisLecarState s, NeuronInput x, int scheme,
                              real slope, real attach, real adj_spike,
                              INOUT(MorrisLecarState) adj_s, INOUT(MorrisLecarParams) adj_p,
                              INOUT(NeuronInput) adj_x) {
  real adj_d = slope * adj_spike / R(10.0);
  adj_p.v_th = adj_p.v_th - adj_d;
  adj_s.v = adj_s.v + adj_d;
  morris_lecar_flow_vjp(p, s, x, scheme, adj_s, adj_p, adj_x);
}
