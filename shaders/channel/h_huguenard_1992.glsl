// h_huguenard_1992: cation current that hyperpolarisation opens (h) of thalamic relay cells.
//
//   g = g_max m, u = v - v_shift
//   m_inf = 1 / (1 + exp((u + 75) / 5.5))
//   tau_m = 1 / (exp(-0.086 u - 14.59) + exp(0.0701 u - 1.87))
//   dm/dt = phi (m_inf - m) / tau_m
// Scheme: exact for constant v. Units: mV, ms, nS.
// Paper: Huguenard & McCormick 1992, J. Neurophysiol. 68:1373.
struct HHuguenard1992Params {
  real g_max;   // nS
  real v_shift; // mV
  real dt;      // phi dt, ms
};

struct HHuguenard1992State {
  real m; // activation
};

FN real h_huguenard_1992_step(HHuguenard1992Params p, INOUT(HHuguenard1992State) s,
                              ChannelInput x) {
  real u = x.v - p.v_shift;
  real m_inf = gv_logistic(-(u + R(75.0)) / R(5.5));
  real rate = gv_exp(R(-0.086) * u - R(14.59)) + gv_exp(R(0.0701) * u - R(1.87));
  real m = s.m - (m_inf - s.m) * gv_expm1(-(p.dt * rate));
  real am = x.held ? m : s.m;
  s.m = m;
  return p.g_max * am;
}
