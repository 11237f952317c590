// na_hh_1952: sodium current of the squid axon.
//
//   g = g_max m^3 h, u = v - v_shift
//   alpha_m = 0.1 (u + 40) / (1 - exp(-(u + 40) / 10))   beta_m = 4 exp(-(u + 65) / 18)
//   alpha_h = 0.07 exp(-(u + 65) / 20)     beta_h = 1 / (1 + exp(-(u + 35) / 10))
//   dx/dt = phi (alpha_x (1 - x) - beta_x x)
// Scheme: exact for constant v. Units: mV, ms, nS.
// Paper: Hodgkin & Huxley 1952, J. Physiol. 117:500, shifted to a rest of -65 mV.
struct NaHh1952Params {
  real g_max;   // nS
  real v_shift; // mV
  real dt;      // phi dt, ms
};

struct NaHh1952State {
  real m; // activation
  real h; // inactivation
};

FN real na_hh_1952_step(NaHh1952Params p, INOUT(NaHh1952State) s, ChannelInput x) {
  real u = x.v - p.v_shift;
  real alpha_m = gv_exprelr(-(u + R(40.0)) / R(10.0));
  real beta_m = R(4.0) * gv_exp(-(u + R(65.0)) / R(18.0));
  real alpha_h = R(0.07) * gv_exp(-(u + R(65.0)) / R(20.0));
  real beta_h = R(1.0) / (R(1.0) + gv_exp(-(u + R(35.0)) / R(10.0)));
  real m = gv_gate(s.m, alpha_m, beta_m, p.dt);
  real h = gv_gate(s.h, alpha_h, beta_h, p.dt);
  real am = x.held ? m : s.m;
  real ah = x.held ? h : s.h;
  s.m = m;
  s.h = h;
  return p.g_max * (am * am * am * ah);
}
