// tanh_rate: a rate unit with a sigmoid gain function.
//
//   tau dr/dt = -r + mu + tanh(g (i - theta))
//
// i is the sum of stimuli, couplings and receptors. No spikes.
// Scheme 0 exact: the propagator of the linear equation, the input held during
// the step; with 1 - exp(-dt / tau) as leak it is the reservoir of Jaeger,
// Lukosevicius, Popovici & Siewert 2007, Neural Networks 20:335. Time in ms.
// Paper: Hahne et al. 2017, Front. Neuroinform. 11:34, equation 8 (the gain of tanh_ipn).
struct TanhRateParams {
  real mu;    // mean drive
  real g;     // gain
  real theta; // threshold
  real decay; // exp(-dt / tau)
};

struct TanhRateState {
  real r; // the rate
};

FN real tanh_rate_gain(real x) {
  real e = gv_expm1(R(-2.0) * gv_abs(x));
  real y = e / (R(2.0) + e);
  return select(x > R(0.0), -y, y);
}

FN bool tanh_rate_step(TanhRateParams p, INOUT(TanhRateState) s, NeuronInput x, int scheme) {
  real target = p.mu + tanh_rate_gain(p.g * (x.i - p.theta));
  s.r = target + (s.r - target) * p.decay;
  return false;
}

// It never comes near a threshold.
FN real tanh_rate_distance(TanhRateParams p, TanhRateState s, NeuronInput x, int scheme) {
  return GV_NEVER;
}

FN void tanh_rate_step_vjp(TanhRateParams p, TanhRateState s, NeuronInput x, int scheme, real slope,
                           real attach, real adj_spike, INOUT(TanhRateState) adj_s,
                           INOUT(TanhRateParams) adj_p, INOUT(NeuronInput) adj_x) {
  real gain = tanh_rate_gain(p.g * (x.i - p.theta));
  real adj_target = adj_s.r * (R(1.0) - p.decay);
  real adj_drive = adj_target * (R(1.0) - gain * gain);
  adj_p.mu = adj_p.mu + adj_target;
  adj_p.g = adj_p.g + adj_drive * (x.i - p.theta);
  adj_p.theta = adj_p.theta - adj_drive * p.g;
  adj_p.decay = adj_p.decay + adj_s.r * (s.r - (p.mu + gain));
  adj_s.r = adj_s.r * p.decay;
  adj_x.i = adj_drive * p.g;
}
