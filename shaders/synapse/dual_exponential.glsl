// dual_exponential: a conductance (nS) or current (pA) that rises with one time
// constant and decays with another; its peak is the weight.
//
//   dx/dt = -x / tau_rise,   dg/dt = a x - g / tau_decay,   x += w at an arrival
//   a is such that one arrival gives a peak of w
//
// Scheme: exact. The value is g at the step's end when it is held during the
// step, else gain g + gain_rise x at its beginning; with an exact membrane, the
// two gains give the constant current of the same effect on v.
// Paper: Rotter & Diesmann 1999, Biol. Cybern. 81:381; Roth & van Rossum 2009,
// in Computational Modeling Methods for Neuroscientists, equation 6.4.
struct DualExponentialParams {
  real decay;      // exp(-dt / tau_decay)
  real decay_rise; // exp(-dt / tau_rise)
  real transfer;   // g at the step's end for each unit of x at its beginning
  real gain;       // effect on the membrane for each unit of g
  real gain_rise;  // effect on the membrane for each unit of x
};

struct DualExponentialState {
  real g; // nS or pA
  real x; // nS or pA, weights that arrived, decaying with tau_rise
};

FN real dual_exponential_step(DualExponentialParams p, INOUT(DualExponentialState) s, real arrival,
                              bool held) {
  real g = s.g;
  real x = s.x;
  s.g = p.decay * g + p.transfer * x;
  s.x = p.decay_rise * x + arrival;
  return held ? s.g : p.gain * g + p.gain_rise * x;
}

FN void dual_exponential_step_vjp(DualExponentialParams p, DualExponentialState s, real arrival,
                                  bool held, real adj_value, INOUT(DualExponentialState) adj_s,
                                  INOUT(DualExponentialParams) adj_p, INOUT(real) adj_arrival) {
  real adj_g = adj_s.g + (held ? adj_value : R(0.0));
  real adj_x = adj_s.x;
  real early = held ? R(0.0) : adj_value;
  adj_arrival = adj_x;
  adj_p.decay = adj_p.decay + adj_g * s.g;
  adj_p.decay_rise = adj_p.decay_rise + adj_x * s.x;
  adj_p.transfer = adj_p.transfer + adj_g * s.x;
  adj_p.gain = adj_p.gain + early * s.g;
  adj_p.gain_rise = adj_p.gain_rise + early * s.x;
  adj_s.g = adj_g * p.decay + early * p.gain;
  adj_s.x = adj_g * p.transfer + adj_x * p.decay_rise + early * p.gain_rise;
}
