// stdp_dopamine: spike-timing dependent plasticity whose eligibility waits for dopamine.
//
//   dc/dt = -c / tau_c;  c += a_plus k_plus at a spike of the target, c -= a_minus k_minus at one
//   of the source dn/dt = -n / tau_n;  n += 1 / tau_n at a spike of the modulator dw/dt = c (n - b)
//
// Between events c and n decay exponentially, so that the integral is exact:
//   dw = c (n tau_cn (1 - exp(-t/tau_cn)) - b tau_c (1 - exp(-t/tau_c))), 1/tau_cn = 1/tau_c +
//   1/tau_n
// All synapses are brought up to date at every spike of the modulator, so that
// n has no jump between two events of a synapse. The weight is bounded at each event.
// Paper: Izhikevich 2007, Cereb. Cortex 17:2443; Potjans et al. 2010, Front. Comput. Neurosci.
// 4:141.
struct StdpDopamineParams {
  real rate_plus;  // dt / tau_plus
  real rate_minus; // dt / tau_minus
  real rate_c;     // dt / tau_c
  real rate_n;     // dt / tau_n
  real rate_cn;    // dt / tau_cn
  real tau_cn;     // ms
  real tau_c_b;    // tau_c b
  real release;    // 1 / tau_n
  real a_plus;     // unit of w
  real a_minus;    // unit of w
  real w_max;      // nS, pA or mV
};

struct StdpDopaminePre {
  real k_plus; // 1
};

struct StdpDopaminePost {
  real k_minus; // 1
};

struct StdpDopamineSynapse {
  real w; // nS, pA or mV
  real c; // unit of w
};

FN void stdp_dopamine_age_pre(StdpDopamineParams p, INOUT(StdpDopaminePre) s, real steps) {
  s.k_plus = s.k_plus * gv_decay(steps, p.rate_plus);
}
FN void stdp_dopamine_age_post(StdpDopamineParams p, INOUT(StdpDopaminePost) s, real steps) {
  s.k_minus = s.k_minus * gv_decay(steps, p.rate_minus);
}
FN void stdp_dopamine_spike_pre(StdpDopamineParams p, INOUT(StdpDopaminePre) s) {
  s.k_plus = s.k_plus + R(1.0);
}
FN void stdp_dopamine_spike_post(StdpDopamineParams p, INOUT(StdpDopaminePost) s) {
  s.k_minus = s.k_minus + R(1.0);
}

FN real stdp_dopamine_age_modulator(StdpDopamineParams p, real level, real steps) {
  return level * gv_decay(steps, p.rate_n);
}
FN real stdp_dopamine_release(StdpDopamineParams p, real level, real count) {
  return level + p.release * count;
}

FN void stdp_dopamine_sweep(StdpDopamineParams p, INOUT(StdpDopamineSynapse) s,
                            StdpDopaminePost post, PlasticEvent e) {
  real with_n = e.modulator * (p.tau_cn * gv_expm1(-(e.elapsed * p.rate_cn)));
  real with_b = p.tau_c_b * gv_expm1(-(e.elapsed * p.rate_c));
  s.w = gv_bound(s.w - s.c * (with_n - with_b), p.w_max);
  s.c = s.c * gv_decay(e.elapsed, p.rate_c);
}
FN void stdp_dopamine_at_pre(StdpDopamineParams p, INOUT(StdpDopamineSynapse) s,
                             StdpDopaminePre pre, StdpDopaminePost post, PlasticEvent e) {
  stdp_dopamine_sweep(p, s, post, e);
  s.c = s.c - p.a_minus * post.k_minus;
}
FN void stdp_dopamine_at_post(StdpDopamineParams p, INOUT(StdpDopamineSynapse) s,
                              StdpDopaminePre pre, StdpDopaminePost post, PlasticEvent e) {
  stdp_dopamine_sweep(p, s, post, e);
  s.c = s.c + p.a_plus * pre.k_plus;
}
