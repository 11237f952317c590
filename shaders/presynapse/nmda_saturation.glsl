// nmda_saturation: NMDA receptors of second order that saturate in every source,
// reduced to jumps. What a spike transmits is the jump of the open fraction.
//
//   full equations:  dx/dt = -x / tau_rise,  ds/dt = alpha x (1 - s) - s / tau_decay,  x += 1 at a
//   spike here:            ds/dt = -s / tau_decay,  s += k_0 + k_1 s at a spike
//
// k_0 and k_1 are such that s is that of the full equations once x has decayed.
// The receptor of the projection decays with the same tau_decay; where it is
// `exponential` its conductance is the sum over sources of weight times s.
// Scheme: exact between spikes.
// Paper: Wang 2002, Neuron 36:955; the reduction is that of NEST's iaf_wang_2002.
struct NmdaSaturationParams {
  real k_0;  // jump from 0
  real k_1;  // change of the jump for each unit of s, negative
  real rate; // dt / tau_decay
};

struct NmdaSaturationState {
  real s; // open fraction just after the last spike
};

FN real nmda_saturation_step(NmdaSaturationParams p, INOUT(NmdaSaturationState) s, real steps) {
  real before = s.s * gv_exp_decay(-(p.rate * steps));
  real jump = p.k_0 + p.k_1 * before;
  s.s = before + jump;
  return jump;
}

// One step of training, where time goes in steps: s is the open fraction behind
// the step. Returns what a spike in it transmits, whether there is one or not.
FN real nmda_saturation_each(NmdaSaturationParams p, INOUT(NmdaSaturationState) s, bool spike) {
  real before = s.s * gv_exp_decay(-p.rate);
  real jump = p.k_0 + p.k_1 * before;
  s.s = spike ? before + jump : before;
  return jump;
}

// Its adjoint; adj_spike is that of the spike by the state it leaves.
FN void nmda_saturation_each_vjp(NmdaSaturationParams p, NmdaSaturationState s, bool spike,
                                 real adj_release, INOUT(NmdaSaturationState) adj_s,
                                 INOUT(NmdaSaturationParams) adj_p, INOUT(real) adj_spike) {
  real keep = gv_exp_decay(-p.rate);
  real before = s.s * keep;
  adj_spike = adj_s.s * (p.k_0 + p.k_1 * before);
  real adj_jump = adj_release + (spike ? adj_s.s : R(0.0));
  real adj_before = adj_s.s + adj_jump * p.k_1;
  adj_p.k_0 = adj_p.k_0 + adj_jump;
  adj_p.k_1 = adj_p.k_1 + adj_jump * before;
  adj_p.rate = adj_p.rate - adj_before * before;
  adj_s.s = adj_before * keep;
}
