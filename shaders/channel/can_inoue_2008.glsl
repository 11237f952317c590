// can_inoue_2008: non-selective cation current that calcium and depolarisation open (CAN).
//
//   g = g_max m c / (c + c_half), c the calcium concentration, u = v - v_shift
//   m_inf = 1 / (1 + exp(-(u + 43) / 5.2))
//   tau_m = 1.6 + 2.7 / (exp(-(u + 55) / 15) + exp((u + 55) / 15))
//   dm/dt = phi (m_inf - m) / tau_m
// Scheme: exact for constant v. Units: mV, mM, ms, nS.
// Paper: Inoue & Strowbridge 2008, J. Neurophysiol. 99:187.
struct CanInoue2008Params {
  real g_max;   // nS
  real v_shift; // mV
  real c_half;  // mM
  real dt;      // phi dt, ms
};

struct CanInoue2008State {
  real m; // activation
};

FN real can_inoue_2008_step(CanInoue2008Params p, INOUT(CanInoue2008State) s, ChannelInput x) {
  real u = x.v - p.v_shift;
  real a = (u + R(55.0)) / R(15.0);
  real m_inf = gv_logistic((u + R(43.0)) / R(5.2));
  real m = gv_relax(s.m, m_inf, R(1.6) + R(2.7) / (gv_exp(-a) + gv_exp(a)), p.dt);
  real am = x.held ? m : s.m;
  s.m = m;
  return p.g_max * (am * (x.c / (x.c + p.c_half)));
}
