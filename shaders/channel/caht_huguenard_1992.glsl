// caht_huguenard_1992: high-threshold calcium current of thalamic relay cells,
// without inactivation.
//
//   g = g_max m^2, u = v - v_shift
//   alpha = 1.6 / (1 + exp(-0.072 (u - 5)))
//   beta = 0.02 (u - 1.31) / (exp((u - 1.31) / 5.36) - 1)
//   dm/dt = phi (alpha (1 - m) - beta m)
// Scheme: exact for constant v. Units: mV, ms, nS.
// Paper: McCormick & Huguenard 1992, J. Neurophysiol. 68:1384; Kay & Wong 1987.
struct CahtHuguenard1992Params {
  real g_max;   // nS
  real v_shift; // mV
  real dt;      // phi dt, ms
};

struct CahtHuguenard1992State {
  real m; // activation
};

FN real caht_huguenard_1992_step(CahtHuguenard1992Params p, INOUT(CahtHuguenard1992State) s,
                                 ChannelInput x) {
  real u = x.v - p.v_shift;
  real alpha = R(1.6) * gv_logistic(R(0.072) * (u - R(5.0)));
  real beta = R(0.1072) * gv_exprelr((u - R(1.31)) / R(5.36));
  real m = gv_gate(s.m, alpha, beta, p.dt);
  real am = x.held ? m : s.m;
  s.m = m;
  return p.g_max * (am * am);
}
