// calcium_detailed: calcium in a thin shell under the membrane, fed by the
// inward current and removed by first-order uptake.
//
//   dc/dt = max(-i / (2 F area depth), 0) + (c_rest - c) / tau, i the sum of the pool's currents
//   e = R T / (2 F) ln(c_out / c)
// Scheme: c exact for constant i. Units: pA, mM, ms, mV.
// Paper: Destexhe et al. 1993, Biophys. J. 65:1538.
struct CalciumDetailedParams {
  real c_rest; // mM
  real gain;   // tau / (2 F area depth), mM/pA
  real fill;   // 1 - exp(-dt / tau)
  real c_out;  // mM
  real slope;  // R T / (2 F), mV
};

struct CalciumDetailedState {
  real c; // mM, concentration inside
  real e; // mV, reversal potential
};

FN void calcium_detailed_step(CalciumDetailedParams p, INOUT(CalciumDetailedState) s, real i) {
  real c_inf = p.c_rest + gv_max(-(p.gain * i), R(0.0));
  s.c = s.c + (c_inf - s.c) * p.fill;
  s.e = p.slope * gv_log(p.c_out / s.c);
}
