// exponential: a conductance (nS) or current (pA) that jumps by the weight at
// every arriving spike and decays.
//
//   dg/dt = -g / tau,   g += w at an arrival
//
// Scheme: exact decay. The value is g at the step's end when it is held during
// the step, else g at its beginning times gain; with an exact membrane, gain
// gives the constant current of the same effect on v.
// Paper: Rotter & Diesmann 1999, Biol. Cybern. 81:381.
struct ExponentialParams {
  real decay; // exp(-dt / tau)
  real gain;  // effect on the membrane for each unit of g
};

struct ExponentialState {
  real g; // nS or pA
};

FN real exponential_step(ExponentialParams p, INOUT(ExponentialState) s, real arrival, bool held) {
  real old = s.g;
  s.g = old * p.decay + arrival;
  return held ? s.g : p.gain * old;
}

FN void exponential_step_vjp(ExponentialParams p, ExponentialState s, real arrival, bool held,
                             real adj_value, INOUT(ExponentialState) adj_s,
                             INOUT(ExponentialParams) adj_p, INOUT(real) adj_arrival) {
  real adj_g = adj_s.g + (held ? adj_value : R(0.0));
  adj_arrival = adj_g;
  adj_p.decay = adj_p.decay + adj_g * s.g;
  adj_p.gain = adj_p.gain + (held ? R(0.0) : adj_value * s.g);
  adj_s.g = adj_g * p.decay + (held ? R(0.0) : adj_value * p.gain);
}
