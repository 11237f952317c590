// alpha: a conductance (nS) or current (pA) of the form of an alpha function
// whose peak, tau after the arrival, is the weight.
//
//   dx/dt = -x / tau,   dg/dt = (x - g) / tau,   x += e w at an arrival
//
// Scheme: exact; with an exact membrane, gain and gain_x turn g and x at the
// step's beginning into the constant current of the same effect on v.
// Paper: Rotter & Diesmann 1999, Biol. Cybern. 81:381.
struct AlphaParams {
  real decay;  // exp(-dt / tau)
  real slope;  // dt / tau
  real jump;   // e = 2.718...
  real gain;   // effect on the membrane for each unit of g
  real gain_x; // effect on the membrane for each unit of x
};

struct AlphaState {
  real g; // nS or pA
  real x; // nS or pA
};

FN real alpha_step(AlphaParams p, INOUT(AlphaState) s, real arrival, bool held) {
  real g = s.g;
  real x = s.x;
  s.g = p.decay * (g + p.slope * x);
  s.x = p.decay * x + p.jump * arrival;
  return p.gain * (held ? s.g : g) + p.gain_x * x;
}
