// stdp: pair-based spike-timing dependent plasticity.
//
//   at a spike of the target: w += gain_plus (1 - w/w_max)^mu_plus k_plus
//   at a spike of the source: w -= gain_minus (w/w_max)^mu_minus k_minus
//   dk/dt = -k / tau;  k = keep k + 1 at a spike
//
// keep is 1 for pairs of all spikes, 0 for pairs with the nearest only.
// Paper: Guetig et al. 2003, J. Neurosci. 23:3697.
struct StdpParams {
  real rate_plus;  // dt / tau_plus
  real rate_minus; // dt / tau_minus
  real keep;       // 1 or 0
  real gain_plus;  // lambda w_max
  real gain_minus; // alpha lambda w_max
  real mu_plus;    // 1
  real mu_minus;   // 1
  real w_max;      // nS, pA or mV
  real inv_w_max;  // 1 / w_max
};

struct StdpPre {
  real k_plus; // 1
};

struct StdpPost {
  real k_minus; // 1
};

struct StdpSynapse {
  real w; // nS, pA or mV
};

FN void stdp_age_pre(StdpParams p, INOUT(StdpPre) s, real steps) {
  s.k_plus = s.k_plus * gv_decay(steps, p.rate_plus);
}
FN void stdp_age_post(StdpParams p, INOUT(StdpPost) s, real steps) {
  s.k_minus = s.k_minus * gv_decay(steps, p.rate_minus);
}
FN void stdp_spike_pre(StdpParams p, INOUT(StdpPre) s) { s.k_plus = p.keep * s.k_plus + R(1.0); }
FN void stdp_spike_post(StdpParams p, INOUT(StdpPost) s) {
  s.k_minus = p.keep * s.k_minus + R(1.0);
}

FN void stdp_at_pre(StdpParams p, INOUT(StdpSynapse) s, StdpPre pre, StdpPost post,
                    PlasticEvent e) {
  real f = gv_power(s.w * p.inv_w_max, p.mu_minus);
  s.w = gv_bound(s.w - (p.gain_minus * f) * post.k_minus, p.w_max);
}
FN void stdp_at_post(StdpParams p, INOUT(StdpSynapse) s, StdpPre pre, StdpPost post,
                     PlasticEvent e) {
  real f = gv_power(R(1.0) - s.w * p.inv_w_max, p.mu_plus);
  s.w = gv_bound(s.w + (p.gain_plus * f) * pre.k_plus, p.w_max);
}
