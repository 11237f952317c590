// fixed: an ion whose concentration and reversal potential stay as they are.
//
//   c, e constant
// Units: mM, mV.
struct FixedParams {
  real e_rev; // mV
};

struct FixedState {
  real c; // mM, concentration inside
  real e; // mV, reversal potential
};

FN void fixed_step(FixedParams p, INOUT(FixedState) s, real i) { s.e = p.e_rev; }
