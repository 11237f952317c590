// na_bazhenov_2002: fast sodium current of cortical and thalamic cells.
//
//   g = g_max m^3 h, u = v - v_t
//   alpha_m = 0.32 (13 - u) / (exp((13 - u) / 4) - 1)
//   beta_m  = 0.28 (u - 40) / (exp((u - 40) / 5) - 1)
//   alpha_h = 0.128 exp((17 - u) / 18)      beta_h = 4 / (1 + exp((40 - u) / 5))
//   dx/dt = phi (alpha_x (1 - x) - beta_x x)
// Scheme: exact for constant v. Units: mV, ms, nS.
// Paper: Bazhenov et al. 2002, J. Neurosci. 22:8691, after Traub & Miles 1991.
struct NaBazhenov2002Params {
  real g_max; // nS
  real v_t;   // mV
  real dt;    // phi dt, ms
};

struct NaBazhenov2002State {
  real m; // activation
  real h; // inactivation
};

FN real na_bazhenov_2002_step(NaBazhenov2002Params p, INOUT(NaBazhenov2002State) s,
                              ChannelInput x) {
  real u = x.v - p.v_t;
  real alpha_m = R(1.28) * gv_exprelr((R(13.0) - u) / R(4.0));
  real beta_m = R(1.4) * gv_exprelr((u - R(40.0)) / R(5.0));
  real alpha_h = R(0.128) * gv_exp((R(17.0) - u) / R(18.0));
  real beta_h = R(4.0) / (R(1.0) + gv_exp((R(40.0) - u) / R(5.0)));
  real m = gv_gate(s.m, alpha_m, beta_m, p.dt);
  real h = gv_gate(s.h, alpha_h, beta_h, p.dt);
  real am = x.held ? m : s.m;
  real ah = x.held ? h : s.h;
  s.m = m;
  s.h = h;
  return p.g_max * (am * am * am * ah);
}
