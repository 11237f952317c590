// @neuron my_membrane a membrane with ion channels, a copy of conductance
// uses: channels
//
// @equation c_m dv/dt = sum_k g_k (e_k - v) + i_e + i_syn + sum_r g_r (e_rev_r - v)
// @param c_m 100 pF (0, 1e6] membrane capacitance
// @param v_spike 0 mV upward crossings of it count as spikes
// @param i_e 0 pA constant input current
// @state v -65 mV membrane potential
// @scheme staggered current conductance voltage held: gates first, then v
// @derive dt_c = dt / c_m
struct MyMembraneParams {
  real v_spike; // mV
  real i_e;     // pA
  real dt_c;    // dt / c_m, 1/nS
};

struct MyMembraneState {
  real v; // mV, membrane potential
};

FN bool my_membrane_step(MyMembraneParams p, INOUT(MyMembraneState) s, NeuronInput x, int scheme) {
  real net = x.ge + p.i_e + x.i - x.g * s.v;
  real v = s.v + p.dt_c * net / gv_exprelr(-(p.dt_c * x.g)) + x.dv;
  bool spike = s.v < p.v_spike && v >= p.v_spike;
  s.v = v;
  return spike;
}
