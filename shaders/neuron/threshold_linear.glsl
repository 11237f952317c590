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

#include "lib/schemes_vjp.glsl"

// The adjoint of the target: returns the cotangent of the drive.
FN real threshold_linear_target_vjp(ThresholdLinearParams p, real drive, real adj,
                                    INOUT(ThresholdLinearParams) adj_p) {
  real linear = p.g * (drive - p.theta);
  bool above = linear > R(0.0);
  bool full = gv_max(linear, R(0.0)) > p.alpha;
  real inside = above && !full ? adj : R(0.0);
  adj_p.mu = adj_p.mu + adj;
  adj_p.alpha = adj_p.alpha + (full ? adj : R(0.0));
  adj_p.g = adj_p.g + inside * (drive - p.theta);
  adj_p.theta = adj_p.theta - inside * p.g;
  return inside * p.g;
}

FN ThresholdLinearState threshold_linear_rhs_vjp(ThresholdLinearParams p, ThresholdLinearState s,
                                                 NeuronInput x, ThresholdLinearState adj_k,
                                                 INOUT(ThresholdLinearParams) adj_p,
                                                 INOUT(NeuronInput) adj_x) {
  adj_p.rate = adj_p.rate + adj_k.r * (threshold_linear_target(p, x.i) - s.r);
  adj_x.i = adj_x.i + threshold_linear_target_vjp(p, x.i, adj_k.r * p.rate, adj_p);
  ThresholdLinearState adj;
  adj.r = -(adj_k.r * p.rate);
  return adj;
}

GV_FIXED_STEPS_VJP(threshold_linear, ThresholdLinearParams, ThresholdLinearState)

// It never comes near a threshold.
FN real threshold_linear_distance(ThresholdLinearParams p, ThresholdLinearState s, NeuronInput x,
                                  int scheme) {
  return GV_NEVER;
}

FN void threshold_linear_step_vjp(ThresholdLinearParams p, ThresholdLinearState s, NeuronInput x,
                                  int scheme, real slope, real attach, real adj_spike,
                                  INOUT(ThresholdLinearState) adj_s,
                                  INOUT(ThresholdLinearParams) adj_p, INOUT(NeuronInput) adj_x) {
  if (scheme == 3) {
    real adj_target = adj_s.r * (R(1.0) - p.decay);
    adj_p.decay = adj_p.decay + adj_s.r * (s.r - threshold_linear_target(p, x.i));
    adj_x.i = adj_x.i + threshold_linear_target_vjp(p, x.i, adj_target, adj_p);
    adj_s.r = adj_s.r * p.decay;
  } else {
    threshold_linear_advance_vjp(p, s, x, p.dt, scheme, adj_s, adj_p, adj_x);
  }
}
