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

FN bool morris_lecar_step(MorrisLecarParams p, INOUT(MorrisLecarState) s, NeuronInput x,
                          int scheme) {
  real before = s.v;
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
  return before < p.v_th && s.v >= p.v_th;
}
