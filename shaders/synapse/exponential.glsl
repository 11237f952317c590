// exponential: a conductance (nS) or current (pA) that jumps by the weight at
// every arriving spike and decays.
//
//   dg/dt = -g / tau,   g += w at an arrival
//
// Scheme: exact decay; with an exact membrane, gain turns g at the step's
// beginning into the constant current of the same effect on v.
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
  return p.gain * (held ? s.g : old);
}
