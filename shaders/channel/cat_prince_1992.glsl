// cat_prince_1992: low-threshold calcium current (T-type) of thalamic reticular cells.
//
//   g = g_max m^2 h, u = v - v_shift
//   m_inf = 1 / (1 + exp(-(u + 52) / 7.4))
//   tau_m = 3 + 1 / (exp((u + 27) / 10) + exp(-(u + 102) / 15))
//   h_inf = 1 / (1 + exp((u + 80) / 5))
//   tau_h = 85 + 1 / (exp((u + 48) / 4) + exp(-(u + 407) / 50))
//   dm/dt = phi_m (m_inf - m) / tau_m,  dh/dt = phi_h (h_inf - h) / tau_h
// Scheme: exact for constant v. Units: mV, ms, nS.
// Paper: Huguenard & Prince 1992, J. Neurosci. 12:3804; Destexhe et al. 1994.
struct CatPrince1992Params {
  real g_max;   // nS
  real v_shift; // mV
  real dt_m;    // phi_m dt, ms
  real dt_h;    // phi_h dt, ms
};

struct CatPrince1992State {
  real m; // activation
  real h; // inactivation
};

FN real cat_prince_1992_step(CatPrince1992Params p, INOUT(CatPrince1992State) s, ChannelInput x) {
  real u = x.v - p.v_shift;
  real m_inf = gv_logistic((u + R(52.0)) / R(7.4));
  real tau_m =
      R(3.0) + R(1.0) / (gv_exp((u + R(27.0)) / R(10.0)) + gv_exp(-(u + R(102.0)) / R(15.0)));
  real h_inf = gv_logistic(-(u + R(80.0)) / R(5.0));
  real tau_h =
      R(85.0) + R(1.0) / (gv_exp((u + R(48.0)) / R(4.0)) + gv_exp(-(u + R(407.0)) / R(50.0)));
  real m = gv_relax(s.m, m_inf, tau_m, p.dt_m);
  real h = gv_relax(s.h, h_inf, tau_h, p.dt_h);
  real am = x.held ? m : s.m;
  real ah = x.held ? h : s.h;
  s.m = m;
  s.h = h;
  return p.g_max * (am * am * ah);
}
