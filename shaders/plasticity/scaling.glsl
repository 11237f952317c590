// scaling: homeostatic synaptic scaling.
//
//   every interval: w *= exp(interval / tau_w (1 - r / rate_target))
//   r: spikes of the target filtered with tau_rate, here as a multiple of rate_target
//
// Paper: van Rossum, Bi & Turrigiano 2000, J. Neurosci. 20:8812, eq. 5.
struct ScalingParams {
  real decay_rate; // dt / tau_rate
  real jump;       // 1 / (tau_rate rate_target)
  real gain;       // interval / tau_w
  real w_max;      // nS, pA or mV
};

struct ScalingPre {
  real unused; // 1
};

struct ScalingPost {
  real rate; // 1
};

struct ScalingSynapse {
  real w; // nS, pA or mV
};

FN void scaling_age_pre(ScalingParams p, INOUT(ScalingPre) s, real steps) {}
FN void scaling_age_post(ScalingParams p, INOUT(ScalingPost) s, real steps) {
  s.rate = s.rate * gv_decay(steps, p.decay_rate);
}
FN void scaling_spike_pre(ScalingParams p, INOUT(ScalingPre) s) {}
FN void scaling_spike_post(ScalingParams p, INOUT(ScalingPost) s) { s.rate = s.rate + p.jump; }

FN void scaling_sweep(ScalingParams p, INOUT(ScalingSynapse) s, ScalingPost post, PlasticEvent e) {
  s.w = gv_bound(s.w * gv_exp(p.gain * (R(1.0) - post.rate)), p.w_max);
}
