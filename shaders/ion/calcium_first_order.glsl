// calcium_first_order: calcium in arbitrary units, fed by the inward current.
//
//   dc/dt = max(-alpha i, 0) - beta (c - c_rest), i the sum of the pool's currents
//   e constant
// Scheme: exact for constant i. Units: pA, ms, mV.
// Paper: Traub et al. 1991, J. Neurophysiol. 66:635; Pinsky & Rinzel 1994, J. Comput. Neurosci.
// 1:39.
struct CalciumFirstOrderParams {
  real e_rev;  // mV
  real c_rest; // concentration without current
  real gain;   // alpha / beta, 1/pA
  real fill;   // 1 - exp(-beta dt)
};

struct CalciumFirstOrderState {
  real c; // concentration
  real e; // mV, reversal potential
};

FN void calcium_first_order_step(CalciumFirstOrderParams p, INOUT(CalciumFirstOrderState) s,
                                 real i) {
  real c_inf = p.c_rest + gv_max(-(p.gain * i), R(0.0));
  s.c = s.c + (c_inf - s.c) * p.fill;
  s.e = p.e_rev;
}
