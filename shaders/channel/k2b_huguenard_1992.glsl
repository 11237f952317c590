// k2b_huguenard_1992: slow potassium current (K2) of thalamic relay cells, the
// component that inactivates within seconds.
//
//   g = g_max m h, u = v - v_shift
//   m_inf = (1 / (1 + exp(-(u + 43) / 17)))^4
//   tau_m = 9.9 + 1 / (exp((u - 80.98) / 25.64) + exp(-(u + 132) / 17.953))
//   h_inf = 1 / (1 + exp((u + 58) / 10.6))
//   tau_h = 120 + 1 / (exp((u - 1329) / 200) + exp(-(u + 129.7) / 7.143)) below -70 mV, else 8930
//   dx/dt = phi (x_inf - x) / tau_x
// Scheme: exact for constant v. Units: mV, ms, nS.
// Paper: Huguenard & McCormick 1992, J. Neurophysiol. 68:1373.
struct K2bHuguenard1992Params {
  real g_max;   // nS
  real v_shift; // mV
  real dt;      // phi dt, ms
};

struct K2bHuguenard1992State {
  real m; // activation
  real h; // inactivation
};

FN real k2b_huguenard_1992_step(K2bHuguenard1992Params p, INOUT(K2bHuguenard1992State) s,
                                ChannelInput x) {
  real u = x.v - p.v_shift;
  real half_m = gv_logistic((u + R(43.0)) / R(17.0));
  real m_inf = (half_m * half_m) * (half_m * half_m);
  real tau_m =
      R(9.9) + R(1.0) / (gv_exp((u - R(80.98)) / R(25.64)) + gv_exp(-(u + R(132.0)) / R(17.953)));
  real h_inf = gv_logistic(-(u + R(58.0)) / R(10.6));
  real tau_h =
      R(120.0) + R(1.0) / (gv_exp((u - R(1329.0)) / R(200.0)) + gv_exp(-(u + R(129.7)) / R(7.143)));
  tau_h = select(u < R(-70.0), tau_h, R(8930.0));
  real m = gv_relax(s.m, m_inf, tau_m, p.dt);
  real h = gv_relax(s.h, h_inf, tau_h, p.dt);
  real am = x.held ? m : s.m;
  real ah = x.held ? h : s.h;
  s.m = m;
  s.h = h;
  return p.g_max * (am * ah);
}
