// threshold_linear: a rate unit whose gain function is linear above a threshold.
//
//   tau dr/dt = -r + mu + phi(i),  phi(i) = min(max(g (i - theta), 0), alpha)
//
// i is the sum of stimuli, couplings and receptors, in the unit of r. No spikes.
// Schemes: 0 euler, 1 heun, 2 rk4, 3 exact (propagator of the linear equation,
// the input held during the step). Time in ms.
// Paper: Hahne et al. 2017, Front. Neuroinform. 11:34, equation 8.
struct ThresholdLinearParams {
  real rate;  // 1/ms, 1 / tau
  real mu;    // mean drive
  real g;     // gain
  real theta; // threshold
  real alpha; // largest value of the gain function
  real decay; // exp(-dt / tau)
  real dt;    // ms
};

struct ThresholdLinearState {
  real r; // the rate
};

FN real threshold_linear_target(ThresholdLinearParams p, real drive) {
  return p.mu + gv_min(gv_max(p.g * (drive - p.theta), R(0.0)), p.alpha);
}

FN ThresholdLinearState threshold_linear_rhs(ThresholdLinearParams p, ThresholdLinearState s,
                                             NeuronInput x) {
  ThresholdLinearState k;
  k.r = p.rate * (threshold_linear_target(p, x.i) - s.r);
  return k;
}

FN ThresholdLinearState threshold_linear_plus(ThresholdLinearState s, real h,
                                              ThresholdLinearState k) {
  s.r = s.r + h * k.r;
  return s;
}

GV_FIXED_STEPS(threshold_linear, ThresholdLinearParams, ThresholdLinearState)

FN bool threshold_linear_step(ThresholdLinearParams p, INOUT(ThresholdLinearState) s, NeuronInput x,
                              int scheme) {
  if (scheme == 3) {
    real target = threshold_linear_target(p, x.i);
    s.r = target + (s.r - target) * p.decay;
  } else {
    threshold_linear_advance(p, s, x, p.dt, scheme);
  }
  return false;
}
