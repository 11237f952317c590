// km_yamada_1989: non-inactivating potassium current (M-type).
//
//   g = g_max m, u = v - v_shift
//   m_inf = 1 / (1 + exp(-(u + 35) / 10))
//   tau_m = tau_max / (3.3 exp((u + 35) / 20) + exp(-(u + 35) / 20))
//   dm/dt = phi (m_inf - m) / tau_m
// Scheme: exact for constant v. Units: mV, ms, nS.
// Paper: Yamada, Koch & Adams 1989, Methods in Neuronal Modeling, p. 97; Pospischil et al. 2008.
struct KmYamada1989Params {
  real g_max;   // nS
  real v_shift; // mV
  real dt_tau;  // phi dt / tau_max
};

struct KmYamada1989State {
  real m; // activation
};

FN real km_yamada_1989_step(KmYamada1989Params p, INOUT(KmYamada1989State) s, ChannelInput x) {
  real u = x.v - p.v_shift + R(35.0);
  real m_inf = gv_logistic(u / R(10.0));
  real rate = R(3.3) * gv_exp(u / R(20.0)) + gv_exp(-u / R(20.0));
  real m = s.m - (m_inf - s.m) * gv_expm1(-(p.dt_tau * rate));
  real am = x.held ? m : s.m;
  s.m = m;
  return p.g_max * am;
}
