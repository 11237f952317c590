// cal_inoue_2008: calcium current (L-type) of olfactory bulb interneurons.
//
//   g = g_max m^2 h, u = v - v_shift
//   m_inf = 1 / (1 + exp(-(u + 10) / 4))
//   tau_m = 0.4 + 0.7 / (exp(-(u + 5) / 15) + exp((u + 5) / 15))
//   h_inf = 1 / (1 + exp((u + 25) / 2))
//   tau_h = 300 + 100 / (exp((u + 40) / 9.5) + exp(-(u + 40) / 9.5))
//   dx/dt = phi (x_inf - x) / tau_x
// Scheme: exact for constant v. Units: mV, ms, nS.
// Paper: Inoue & Strowbridge 2008, J. Neurophysiol. 99:187.
struct CalInoue2008Params {
  real g_max;   // nS
  real v_shift; // mV
  real dt;      // phi dt, ms
};

struct CalInoue2008State {
  real m; // activation
  real h; // inactivation
};

FN real cal_inoue_2008_step(CalInoue2008Params p, INOUT(CalInoue2008State) s, ChannelInput x) {
  real u = x.v - p.v_shift;
  real a = (u + R(5.0)) / R(15.0);
  real b = (u + R(40.0)) / R(9.5);
  real m_inf = gv_logistic((u + R(10.0)) / R(4.0));
  real tau_m = R(0.4) + R(0.7) / (gv_exp(-a) + gv_exp(a));
  real h_inf = gv_logistic(-(u + R(25.0)) / R(2.0));
  real tau_h = R(300.0) + R(100.0) / (gv_exp(b) + gv_exp(-b));
  real m = gv_relax(s.m, m_inf, tau_m, p.dt);
  real h = gv_relax(s.h, h_inf, tau_h, p.dt);
  real am = x.held ? m : s.m;
  real ah = x.held ? h : s.h;
  s.m = m;
  s.h = h;
  return p.g_max * (am * am * ah);
}
