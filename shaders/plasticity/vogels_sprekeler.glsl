// vogels_sprekeler: inhibitory plasticity that drives its targets to one rate.
//
//   at a spike of the target: w += eta k_plus
//   at a spike of the source: w += eta k_minus, then w -= eta alpha
//   dk/dt = -k / tau;  k += 1 at a spike
//
// eta has the sign of w_max.
// Paper: Vogels et al. 2011, Science 334:1569.
struct VogelsSprekelerParams {
  real rate;  // dt / tau
  real eta;   // unit of w
  real alpha; // 1
  real w_max; // nS, pA or mV
};

struct VogelsSprekelerPre {
  real k_plus; // 1
};

struct VogelsSprekelerPost {
  real k_minus; // 1
};

struct VogelsSprekelerSynapse {
  real w; // nS, pA or mV
};

FN void vogels_sprekeler_age_pre(VogelsSprekelerParams p, INOUT(VogelsSprekelerPre) s, real steps) {
  s.k_plus = s.k_plus * gv_decay(steps, p.rate);
}
FN void vogels_sprekeler_age_post(VogelsSprekelerParams p, INOUT(VogelsSprekelerPost) s,
                                  real steps) {
  s.k_minus = s.k_minus * gv_decay(steps, p.rate);
}
FN void vogels_sprekeler_spike_pre(VogelsSprekelerParams p, INOUT(VogelsSprekelerPre) s) {
  s.k_plus = s.k_plus + R(1.0);
}
FN void vogels_sprekeler_spike_post(VogelsSprekelerParams p, INOUT(VogelsSprekelerPost) s) {
  s.k_minus = s.k_minus + R(1.0);
}

FN void vogels_sprekeler_at_pre(VogelsSprekelerParams p, INOUT(VogelsSprekelerSynapse) s,
                                VogelsSprekelerPre pre, VogelsSprekelerPost post, PlasticEvent e) {
  real w = gv_bound(s.w + p.eta * post.k_minus, p.w_max);
  s.w = gv_bound(w - p.eta * p.alpha, p.w_max);
}
FN void vogels_sprekeler_at_post(VogelsSprekelerParams p, INOUT(VogelsSprekelerSynapse) s,
                                 VogelsSprekelerPre pre, VogelsSprekelerPost post, PlasticEvent e) {
  s.w = gv_bound(s.w + p.eta * pre.k_plus, p.w_max);
}
