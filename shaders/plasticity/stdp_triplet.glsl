// stdp_triplet: triplet spike-timing dependent plasticity.
//
//   at a spike of the target: w += r1 (a_plus + a_plus_triplet o2)
//   at a spike of the source: w -= o1 (a_minus + a_minus_triplet r2)
//   each trace decays with its time constant; r = keep r + 1 at a spike, after the weight has
//   changed
//
// Paper: Pfister & Gerstner 2006, J. Neurosci. 26:9673, eqs. 2 to 4.
struct StdpTripletParams {
  real rate_plus;       // dt / tau_plus
  real rate_x;          // dt / tau_plus_triplet
  real rate_minus;      // dt / tau_minus
  real rate_y;          // dt / tau_minus_triplet
  real keep;            // 1 all pairs, 0 nearest
  real a_plus;          // unit of w
  real a_plus_triplet;  // unit of w
  real a_minus;         // unit of w
  real a_minus_triplet; // unit of w
  real w_max;           // nS, pA or mV
};

struct StdpTripletPre {
  real r1; // 1
  real r2; // 1
};

struct StdpTripletPost {
  real o1; // 1
  real o2; // 1
};

struct StdpTripletSynapse {
  real w; // nS, pA or mV
};

FN void stdp_triplet_age_pre(StdpTripletParams p, INOUT(StdpTripletPre) s, real steps) {
  s.r1 = s.r1 * gv_decay(steps, p.rate_plus);
  s.r2 = s.r2 * gv_decay(steps, p.rate_x);
}
FN void stdp_triplet_age_post(StdpTripletParams p, INOUT(StdpTripletPost) s, real steps) {
  s.o1 = s.o1 * gv_decay(steps, p.rate_minus);
  s.o2 = s.o2 * gv_decay(steps, p.rate_y);
}
FN void stdp_triplet_spike_pre(StdpTripletParams p, INOUT(StdpTripletPre) s) {
  s.r1 = p.keep * s.r1 + R(1.0);
  s.r2 = p.keep * s.r2 + R(1.0);
}
FN void stdp_triplet_spike_post(StdpTripletParams p, INOUT(StdpTripletPost) s) {
  s.o1 = p.keep * s.o1 + R(1.0);
  s.o2 = p.keep * s.o2 + R(1.0);
}

FN void stdp_triplet_at_pre(StdpTripletParams p, INOUT(StdpTripletSynapse) s, StdpTripletPre pre,
                            StdpTripletPost post, PlasticEvent e) {
  s.w = gv_bound(s.w - post.o1 * (p.a_minus + p.a_minus_triplet * pre.r2), p.w_max);
}
FN void stdp_triplet_at_post(StdpTripletParams p, INOUT(StdpTripletSynapse) s, StdpTripletPre pre,
                             StdpTripletPost post, PlasticEvent e) {
  s.w = gv_bound(s.w + pre.r1 * (p.a_plus + p.a_plus_triplet * post.o2), p.w_max);
}
