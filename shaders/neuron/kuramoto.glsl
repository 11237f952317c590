// kuramoto: an oscillator of constant amplitude, by its phase.
//
//   dtheta/dt = 2 pi frequency + i,  theta kept from -pi to pi
//
// i is the sum of stimuli, couplings (type sine) and receptors in rad/ms. No spikes.
// Scheme: exact while the input is held during the step. Units: rad, ms.
// Paper: Kuramoto 1984, Chemical Oscillations, Waves, and Turbulence, chapter 5.
struct KuramotoParams {
  real w;  // rad/ms, 2 pi frequency
  real dt; // ms
};

struct KuramotoState {
  real theta; // rad, phase
};

FN bool kuramoto_step(KuramotoParams p, INOUT(KuramotoState) s, NeuronInput x, int scheme) {
  s.theta = gv_wrap_phase(s.theta + p.dt * (p.w + x.i));
  return false;
}

// It never comes near a threshold.
FN real kuramoto_distance(KuramotoParams p, KuramotoState s, NeuronInput x, int scheme) {
  return GV_NEVER;
}

FN void kuramoto_step_vjp(KuramotoParams p, KuramotoState s, NeuronInput x, int scheme, real slope,
                          real attach, real adj_spike, INOUT(KuramotoState) adj_s,
                          INOUT(KuramotoParams) adj_p, INOUT(NeuronInput) adj_x) {
  real adj = adj_s.theta * p.dt;
  adj_p.w = adj_p.w + adj;
  adj_x.i = adj;
}
