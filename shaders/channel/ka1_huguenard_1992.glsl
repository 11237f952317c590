// ka1_huguenard_1992: transient potassium current (A-type) of thalamic relay
// cells, the component that activates at more negative potentials.
//
//   g = g_max m^4 h, u = v - v_shift
//   m_inf = 1 / (1 + exp(-(u + 60) / 8.5))
//   tau_m = 0.37 + 1 / (exp((u + 35.82) / 19.69) + exp(-(u + 79.69) / 12.7))
//   h_inf = 1 / (1 + exp((u + 78) / 6))
//   tau_h = 1 / (exp((u + 46.05) / 5) + exp(-(u + 238.4) / 37.45)) below -63 mV, else 19
//   dx/dt = phi (x_inf - x) / tau_x
// Scheme: exact for constant v. Units: mV, ms, nS.
// Paper: Huguenard & McCormick 1992, J. Neurophysiol. 68:1373.
struct Ka1Huguenard1992Params {
  real g_max;   // nS
  real v_shift; // mV
  real dt;      // phi dt, ms
};

struct Ka1Huguenard1992State {
  real m; // activation
  real h; // inactivation
};

FN real ka1_huguenard_1992_step(Ka1Huguenard1992Params p, INOUT(Ka1Huguenard1992State) s,
                                ChannelInput x) {
  real u = x.v - p.v_shift;
  real m_inf = gv_logistic((u + R(60.0)) / R(8.5));
  real tau_m =
      R(0.37) + R(1.0) / (gv_exp((u + R(35.82)) / R(19.69)) + gv_exp(-(u + R(79.69)) / R(12.7)));
  real h_inf = gv_logistic(-(u + R(78.0)) / R(6.0));
  real tau_h = R(1.0) / (gv_exp((u + R(46.05)) / R(5.0)) + gv_exp(-(u + R(238.4)) / R(37.45)));
  tau_h = select(u < R(-63.0), tau_h, R(19.0));
  real m = gv_relax(s.m, m_inf, tau_m, p.dt);
  real h = gv_relax(s.h, h_inf, tau_h, p.dt);
  real am = x.held ? m : s.m;
  real ah = x.held ? h : s.h;
  s.m = m;
  s.h = h;
  return p.g_max * (am * am * am * am * ah);
}
