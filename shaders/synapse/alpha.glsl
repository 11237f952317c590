// alpha: a conductance (nS) or current (pA) of the form of an alpha function
// whose peak, tau after the arrival, is the weight.
//
//   dx/dt = -x / tau,   dg/dt = (x - g) / tau,   x += e w at an arrival
//
// Scheme: exact. The value is g at the step's end when it is held during the
// step, else gain g + gain_x x at its beginning; with an exact membrane, the two
// gains give the constant current of the same effect on v.
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
  return held ? s.g : p.gain * g + p.gain_x * x;
}
