// ampa: kinetic model of AMPA receptors with two states, a conductance (nS).
//
//   ds/dt = alpha c (1 - s) - beta s,   g = g_max s
//   c = t w / g_max during t_max after the arrival of weight w
//
// All receptors of the neuron are one pool of g_max: simultaneous pulses add
// their transmitter and saturate it (lib/pulse.glsl says how pulses overlap).
// Scheme: exact, c being constant during a step. The value is that at the
// step's end when it is held during the step, else that at its beginning.
// Paper: Destexhe, Mainen & Sejnowski 1994, Neural Comput. 6:14.
struct AmpaParams {
  real bind;   // alpha t dt / g_max, 1/nS
  real unbind; // beta dt
  real g_max;  // nS
  real steps;  // t_max in steps
};

struct AmpaState {
  real s;    // open fraction
  real c;    // nS, weight of the transmitter in the cleft
  real left; // steps until it is gone
};

FN real ampa_step(AmpaParams p, INOUT(AmpaState) s, real arrival, bool held) {
  real old = s.s;
  s.s = gv_bind(old, p.bind * gv_pulse_now(s.c, s.left), p.unbind);
  gv_pulse_step(s.c, s.left, arrival, p.steps);
  return p.g_max * (held ? s.s : old);
}

#include "lib/adjoint.glsl"

FN void ampa_step_vjp(AmpaParams p, AmpaState s, real arrival, bool held, real adj_value,
                      INOUT(AmpaState) adj_s, INOUT(AmpaParams) adj_p, INOUT(real) adj_arrival) {
  real c = gv_pulse_now(s.c, s.left);
  real bind = p.bind * c;
  real opened = gv_bind(s.s, bind, p.unbind);
  real adj_open = R(0.0);
  real adj_bind = R(0.0);
  real adj_unbind = R(0.0);
  gv_gate_vjp(s.s, bind, p.unbind, R(1.0), adj_s.s + (held ? adj_value * p.g_max : R(0.0)),
              adj_open, adj_bind, adj_unbind);
  adj_p.bind = adj_p.bind + adj_bind * c;
  adj_p.unbind = adj_p.unbind + adj_unbind;
  adj_p.g_max = adj_p.g_max + adj_value * (held ? opened : s.s);
  adj_s.s = adj_open + (held ? R(0.0) : adj_value * p.g_max);
  gv_pulse_vjp(s.left, arrival, p.steps, adj_bind * p.bind, adj_s.c, adj_arrival);
  adj_s.left = R(0.0);
}
