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
