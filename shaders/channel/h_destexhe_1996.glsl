// h_destexhe_1996: the h current of thalamic relay cells, up-regulated by calcium.
//
//   closed <-> o (rates alpha, beta);  o <-> l, o with the protein bound, k4 p / p_c and k4
//   p: share of the protein that calcium c activates, dp/dt = k2 (c / c_half)^4 (1 - p) - k2 p
//   g = g_max (o + g_inc l), u = v - v_shift
//   h_inf = 1 / (1 + exp((u + 75) / 5.5))
//   tau = 20 + 1000 / (exp((u + 71.5) / 14.2) + exp(-(u + 89) / 11.6))
//   alpha = phi h_inf / tau, beta = phi (1 - h_inf) / tau
// Scheme: o, l and p each exactly with all else held; order 1. Units: mV, mM, ms, nS.
// Paper: Destexhe et al. 1996, J. Neurophysiol. 76:2049.
struct HDestexhe1996Params {
  real g_max;   // nS
  real g_inc;   // 1
  real v_shift; // mV
  real inv_c;   // 1 / c_half, 1/mM
  real k2;      // 1/ms
  real k4;      // 1/ms
  real inv_p;   // 1 / p_c
  real phi;     // 1
  real dt;      // ms
  real dt_l;    // (1 - exp(-k4 dt)) / k4, ms
};

struct HDestexhe1996State {
  real o; // share of channels open
  real l; // share of channels open with the protein bound
  real p; // share of the protein that is active
};

FN real h_destexhe_1996_step(HDestexhe1996Params p, INOUT(HDestexhe1996State) s, ChannelInput x) {
  real u = x.v - p.v_shift;
  real h_inf = gv_logistic(-(u + R(75.0)) / R(5.5));
  real tau =
      R(20.0) + R(1000.0) / (gv_exp((u + R(71.5)) / R(14.2)) + gv_exp(-(u + R(89.0)) / R(11.6)));
  real total = p.phi / tau; // alpha + beta
  real ratio = x.c * p.inv_c;
  real square = ratio * ratio;
  real bind = p.k4 * (s.p * p.inv_p);

  // do/dt = alpha (1 - o - l) - beta o - bind o + k4 l, alpha = total h_inf
  real rate_o = total + bind;
  real o_inf = (total * h_inf * (R(1.0) - s.l) + p.k4 * s.l) / rate_o;
  real o = o_inf + (s.o - o_inf) * gv_exp_decay(-(rate_o * p.dt));
  // dl/dt = bind o - k4 l
  real l = s.l + (bind * s.o - p.k4 * s.l) * p.dt_l;
  real ao = x.held ? o : s.o;
  real al = x.held ? l : s.l;
  s.p = gv_gate(s.p, p.k2 * (square * square), p.k2, p.dt);
  s.o = o;
  s.l = l;
  return p.g_max * (ao + p.g_inc * al);
}
