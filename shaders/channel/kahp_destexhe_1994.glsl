// kahp_destexhe_1994: potassium current that calcium opens (slow
// after-hyperpolarisation).
//
//   g = g_max m^2
//   dm/dt = phi (alpha c^2 (1 - m) - beta m), c the calcium concentration
// Scheme: exact for constant c. Units: mM, ms, nS.
// Paper: Destexhe et al. 1994, J. Neurophysiol. 72:803.
struct KahpDestexhe1994Params {
  real g_max; // nS
  real alpha; // 1/(ms mM2)
  real beta;  // 1/ms
  real dt;    // phi dt, ms
};

struct KahpDestexhe1994State {
  real m; // activation
};

FN real kahp_destexhe_1994_step(KahpDestexhe1994Params p, INOUT(KahpDestexhe1994State) s,
                                ChannelInput x) {
  real m = gv_gate(s.m, p.alpha * (x.c * x.c), p.beta, p.dt);
  real am = x.held ? m : s.m;
  s.m = m;
  return p.g_max * (am * am);
}
