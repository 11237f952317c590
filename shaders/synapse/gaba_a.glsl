// gaba_a: kinetic model of GABA-A receptors with two states, a conductance (nS).
//
//   ds/dt = alpha c (1 - s) - beta s,   g = g_max s
//   c = t w / g_max during t_max after the arrival of weight w
//
// All receptors of the neuron are one pool of g_max: simultaneous pulses add
// their transmitter and saturate it (lib/pulse.glsl says how pulses overlap).
// Scheme: exact, c being constant during a step. The value is that at the
// step's end when it is held during the step, else that at its beginning.
// Paper: Destexhe, Mainen & Sejnowski 1994, Neural Comput. 6:14.
struct GabaAParams {
  real bind;   // alpha t dt / g_max, 1/nS
  real unbind; // beta dt
  real g_max;  // nS
  real steps;  // t_max in steps
};

struct GabaAState {
  real s;    // open fraction
  real c;    // nS, weight of the transmitter in the cleft
  real left; // steps until it is gone
};

FN real gaba_a_step(GabaAParams p, INOUT(GabaAState) s, real arrival, bool held) {
  real old = s.s;
  s.s = gv_bind(old, p.bind * gv_pulse_now(s.c, s.left), p.unbind);
  gv_pulse_step(s.c, s.left, arrival, p.steps);
  return p.g_max * (held ? s.s : old);
}
