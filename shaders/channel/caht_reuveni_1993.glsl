// caht_reuveni_1993: high-threshold calcium current with slow inactivation, of
// cortical pyramidal cells.
//
//   g = g_max m^2 h, u = v - v_shift
//   alpha_m = 0.055 (-27 - u) / (exp((-27 - u) / 3.8) - 1)  beta_m = 0.94 exp((-75 - u) / 17)
//   alpha_h = 0.000457 exp((-13 - u) / 50)    beta_h = 0.0065 / (1 + exp((-15 - u) / 28))
//   dx/dt = phi (alpha_x (1 - x) - beta_x x)
// Scheme: exact for constant v. Units: mV, ms, nS.
// Paper: Reuveni et al. 1993, J. Neurosci. 13:4609.
struct CahtReuveni1993Params {
  real g_max;   // nS
  real v_shift; // mV
  real dt;      // phi dt, ms
};

struct CahtReuveni1993State {
  real m; // activation
  real h; // inactivation
};

FN real caht_reuveni_1993_step(CahtReuveni1993Params p, INOUT(CahtReuveni1993State) s,
                               ChannelInput x) {
  real u = x.v - p.v_shift;
  real alpha_m = R(0.209) * gv_exprelr((R(-27.0) - u) / R(3.8));
  real beta_m = R(0.94) * gv_exp((R(-75.0) - u) / R(17.0));
  real alpha_h = R(0.000457) * gv_exp((R(-13.0) - u) / R(50.0));
  real beta_h = R(0.0065) * gv_logistic((u + R(15.0)) / R(28.0));
  real m = gv_gate(s.m, alpha_m, beta_m, p.dt);
  real h = gv_gate(s.h, alpha_h, beta_h, p.dt);
  real am = x.held ? m : s.m;
  real ah = x.held ? h : s.h;
  s.m = m;
  s.h = h;
  return p.g_max * (am * am * ah);
}
