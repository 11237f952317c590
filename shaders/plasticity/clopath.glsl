// clopath: voltage-based plasticity.
//
//   at a spike of the source: w -= a_ltd (u_minus - theta_minus)_+
//   in every step:            w += dt a_ltp x (v - theta_plus)_+ (u_plus - theta_minus)_+
//   du/dt = (v - u) / tau_u,  dx/dt = -x / tau_x,  x += 1 / tau_x at a spike of the source
//
// Scheme: v is held during the step for the filters (exact), the potentials at
// the step's end act on w. A spike counts as v_clamp for clamp_steps.
// Paper: Clopath et al. 2010, Nat. Neurosci. 13:344.
struct ClopathParams {
  real rate_x;      // dt / tau_x
  real jump_x;      // 1 / tau_x
  real gain_minus;  // 1 - exp(-dt / tau_u_minus)
  real gain_plus;   // 1 - exp(-dt / tau_u_plus)
  real theta_minus; // mV
  real theta_plus;  // mV
  real a_ltd;       // unit of w over mV, with the sign of w_max
  real dt_a_ltp;    // dt a_ltp, with the sign of w_max
  real v_clamp;     // mV
  real clamp_steps; // steps
  real w_max;       // nS, pA or mV
};

struct ClopathPre {
  real x; // 1/ms
};

struct ClopathPost {
  real u_minus; // mV
  real u_plus;  // mV
  real ltp;     // mV^2
  real clamp;   // steps
};

struct ClopathSynapse {
  real w; // nS, pA or mV
};

FN void clopath_age_pre(ClopathParams p, INOUT(ClopathPre) s, real steps) {
  s.x = s.x * gv_decay(steps, p.rate_x);
}
FN void clopath_spike_pre(ClopathParams p, INOUT(ClopathPre) s) { s.x = s.x + p.jump_x; }

// Looks at the potential at a step's end; true when the weights grow.
FN bool clopath_watch(ClopathParams p, INOUT(ClopathPost) s, real v, bool spike, bool first) {
  s.clamp = select(spike, p.clamp_steps, gv_max(s.clamp - R(1.0), R(0.0)));
  real u = select(s.clamp > R(0.0), p.v_clamp, v);
  s.u_minus = select(first, u, s.u_minus + (u - s.u_minus) * p.gain_minus);
  s.u_plus = select(first, u, s.u_plus + (u - s.u_plus) * p.gain_plus);
  s.ltp = gv_max(u - p.theta_plus, R(0.0)) * gv_max(s.u_plus - p.theta_minus, R(0.0));
  return s.ltp > R(0.0);
}

FN void clopath_at_pre(ClopathParams p, INOUT(ClopathSynapse) s, ClopathPre pre, ClopathPost post,
                       PlasticEvent e) {
  s.w = gv_bound(s.w - p.a_ltd * gv_max(post.u_minus - p.theta_minus, R(0.0)), p.w_max);
}
FN void clopath_at_post(ClopathParams p, INOUT(ClopathSynapse) s, ClopathPre pre, ClopathPost post,
                        PlasticEvent e) {
  s.w = gv_bound(s.w + (p.dt_a_ltp * post.ltp) * pre.x, p.w_max);
}
