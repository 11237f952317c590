// cat_huguenard_1992: low-threshold calcium current (T-type) of thalamic relay cells.
//
//   g = g_max m^2 h, u = v - v_shift
//   m_inf = 1 / (1 + exp(-(u + 57) / 6.2))
//   tau_m = 0.612 + 1 / (exp(-(u + 132) / 16.7) + exp((u + 16.8) / 18.2))
//   h_inf = 1 / (1 + exp((u + 81) / 4))
//   tau_h = exp((u + 467) / 66.6) below -80 mV, else 28 + exp(-(u + 22) / 10.5)
//   dm/dt = phi_m (m_inf - m) / tau_m,  dh/dt = phi_h (h_inf - h) / tau_h
// Scheme: exact for constant v. Units: mV, ms, nS.
// Paper: Huguenard & McCormick 1992, J. Neurophysiol. 68:1373.
struct CatHuguenard1992Params {
  real g_max;   // nS
  real v_shift; // mV
  real dt_m;    // phi_m dt, ms
  real dt_h;    // phi_h dt, ms
};

struct CatHuguenard1992State {
  real m; // activation
  real h; // inactivation
};

FN real cat_huguenard_1992_step(CatHuguenard1992Params p, INOUT(CatHuguenard1992State) s,
                                ChannelInput x) {
  real u = x.v - p.v_shift;
  real m_inf = gv_logistic((u + R(57.0)) / R(6.2));
  real tau_m =
      R(0.612) + R(1.0) / (gv_exp(-(u + R(132.0)) / R(16.7)) + gv_exp((u + R(16.8)) / R(18.2)));
  real h_inf = gv_logistic(-(u + R(81.0)) / R(4.0));
  real below = gv_exp((u + R(467.0)) / R(66.6));
  real above = R(28.0) + gv_exp(-(u + R(22.0)) / R(10.5));
  real m = gv_relax(s.m, m_inf, tau_m, p.dt_m);
  real h = gv_relax(s.h, h_inf, select(u < R(-80.0), below, above), p.dt_h);
  real am = x.held ? m : s.m;
  real ah = x.held ? h : s.h;
  s.m = m;
  s.h = h;
  return p.g_max * (am * am * ah);
}
