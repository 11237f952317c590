// nernst: an ion whose concentrations stay as they are, with the reversal
// potential of Nernst's equation.
//
//   e = R T / (z F) ln(c_out / c)
// Units: mM, mV. Paper: Nernst 1888, Z. Phys. Chem. 2:613.
struct NernstParams {
  real e_rev; // mV, of the initial concentration
};

struct NernstState {
  real c; // mM, concentration inside
  real e; // mV, reversal potential
};

FN void nernst_step(NernstParams p, INOUT(NernstState) s, real i) { s.e = p.e_rev; }
