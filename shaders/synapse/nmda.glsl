// nmda: NMDA receptors of second order, a conductance (nS) that rises and decays
// and saturates.
//
//   dx/dt = -x / tau_rise,   x += w / g_max at an arrival
//   ds/dt = alpha x (1 - s) - s / tau_decay,   g = g_max s
//
// All receptors of the neuron are one pool of g_max.
// Scheme: x exactly; s by half a step of decay, a step of opening, half a step
// of decay, each exact: order 2. The value is that at the step's end when it is
// held during the step, else that at its beginning.
// Paper: Wang 1999, J. Neurosci. 19:9587; Wang 2002, Neuron 36:955.
struct NmdaParams {
  real decay_rise; // exp(-dt / tau_rise)
  real opening;    // integral of alpha x / g_max over a step for each nS of x at its beginning
  real half_decay; // exp(-dt / (2 tau_decay))
  real g_max;      // nS
};

struct NmdaState {
  real s; // open fraction
  real x; // nS, weights that arrived, decaying with tau_rise
};

FN real nmda_step(NmdaParams p, INOUT(NmdaState) s, real arrival, bool held) {
  real old = s.s;
  real decayed = old * p.half_decay;
  // Transmitter is not negative; neither is x.
  real opened = decayed - (R(1.0) - decayed) * gv_expm1(-(p.opening * s.x));
  s.s = opened * p.half_decay;
  s.x = s.x * p.decay_rise + gv_max(arrival, R(0.0));
  return p.g_max * (held ? s.s : old);
}
