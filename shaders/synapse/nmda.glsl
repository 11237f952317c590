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

FN void nmda_step_vjp(NmdaParams p, NmdaState s, real arrival, bool held, real adj_value,
                      INOUT(NmdaState) adj_s, INOUT(NmdaParams) adj_p, INOUT(real) adj_arrival) {
  real decayed = s.s * p.half_decay;
  real closed = gv_exp_decay(-(p.opening * s.x)); // share of the closed that stay so
  real opened = R(1.0) - (R(1.0) - decayed) * closed;
  real adj_new = adj_s.s + (held ? adj_value * p.g_max : R(0.0));
  real adj_opened = adj_new * p.half_decay;
  real adj_decayed = adj_opened * closed;
  real adj_rate = adj_opened * (R(1.0) - decayed) * closed;
  real adj_x = adj_s.x;
  adj_arrival = arrival < R(0.0) ? R(0.0) : adj_x;
  adj_p.g_max = adj_p.g_max + adj_value * (held ? opened * p.half_decay : s.s);
  adj_p.half_decay = adj_p.half_decay + (adj_new * opened + adj_decayed * s.s);
  adj_p.opening = adj_p.opening + adj_rate * s.x;
  adj_p.decay_rise = adj_p.decay_rise + adj_x * s.x;
  adj_s.s = adj_decayed * p.half_decay + (held ? R(0.0) : adj_value * p.g_max);
  adj_s.x = adj_x * p.decay_rise + adj_rate * p.opening;
}
