// kdr_hh_1952: delayed rectifier potassium current of the squid axon.
//
//   g = g_max n^4, u = v - v_shift
//   alpha = 0.01 (u + 55) / (1 - exp(-(u + 55) / 10))    beta = 0.125 exp(-(u + 65) / 80)
//   dn/dt = phi (alpha (1 - n) - beta n)
// Scheme: exact for constant v. Units: mV, ms, nS.
// Paper: Hodgkin & Huxley 1952, J. Physiol. 117:500, shifted to a rest of -65 mV.
struct KdrHh1952Params {
  real g_max;   // nS
  real v_shift; // mV
  real dt;      // phi dt, ms
};

struct KdrHh1952State {
  real n; // activation
};

FN real kdr_hh_1952_step(KdrHh1952Params p, INOUT(KdrHh1952State) s, ChannelInput x) {
  real u = x.v - p.v_shift;
  real alpha = R(0.1) * gv_exprelr(-(u + R(55.0)) / R(10.0));
  real beta = R(0.125) * gv_exp(-(u + R(65.0)) / R(80.0));
  real n = gv_gate(s.n, alpha, beta, p.dt);
  real an = x.held ? n : s.n;
  s.n = n;
  return p.g_max * (an * an * an * an);
}
