// conductance: a membrane whose currents are those of its ion channels.
// uses: channels
//
//   c_m dv/dt = sum_k g_k (e_k - v) + i_e + i_syn + sum_r g_r (e_rev_r - v)
// over the channels k and receptors r, whose conductances the kernel has summed
// in x.g and x.ge. One spike for each upward crossing of v_spike; no reset.
//
// Scheme: exact for conductances held during the step,
//   v += dt / c_m (i - g v) (1 - exp(-q)) / q,  q = g dt / c_m,
// in a form that g = 0 does not divide by. Schemes: 0 staggered, the gates with v
// of the step's beginning, then v with the new conductances; 1 exponential_euler, all of
// them with the values of the step's beginning. Units: mV, ms, pF, nS, pA.
// Paper: Hodgkin & Huxley 1952, J. Physiol. 117:500; Rush & Larsen 1978.
struct ConductanceParams {
  real v_spike; // mV
  real i_e;     // pA
  real dt_c;    // dt / c_m, 1/nS
};

struct ConductanceState {
  real v; // mV, membrane potential
};

FN bool conductance_step(ConductanceParams p, INOUT(ConductanceState) s, NeuronInput x,
                         int scheme) {
  real net = x.ge + p.i_e + x.i - x.g * s.v;
  real v = s.v + p.dt_c * net / gv_exprelr(-(p.dt_c * x.g)) + x.dv;
  bool spike = s.v < p.v_spike && v >= p.v_spike;
  s.v = v;
  return spike;
}
