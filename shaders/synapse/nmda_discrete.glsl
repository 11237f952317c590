// nmda_discrete: NMDA receptors of second order, as nmda, in the discrete form
// that networks are trained in.
//
//   dx/dt = -x / tau_rise,   x += w / g_max at an arrival
//   ds/dt = alpha x (1 - s) - s / tau_decay,   g = g_max s
//
// All receptors of the neuron are one pool of g_max.
// Scheme: x exactly; s by exponential Euler with the x of the step's end: order
// 1. The value is that at the step's end when it is held during the step, else
// that at its beginning.
// Paper: Wang 1999, J. Neurosci. 19:9587; Wang 2002, Neuron 36:955.
struct NmdaDiscreteParams {
  real decay_rise; // exp(-dt / tau_rise)
  real opening;    // alpha dt / g_max, 1/nS
  real closing;    // dt / tau_decay
  real g_max;      // nS
};

struct NmdaDiscreteState {
  real s; // open fraction
  real x; // nS, weights that arrived, decaying with tau_rise
};

FN real nmda_discrete_step(NmdaDiscreteParams p, INOUT(NmdaDiscreteState) s, real arrival,
                           bool held) {
  real old = s.s;
  // Transmitter is not negative; neither is x.
  s.x = s.x * p.decay_rise + gv_max(arrival, R(0.0));
  s.s = gv_bind(old, p.opening * s.x, p.closing);
  return p.g_max * (held ? s.s : old);
}

#include "lib/adjoint.glsl"

FN void nmda_discrete_step_vjp(NmdaDiscreteParams p, NmdaDiscreteState s, real arrival, bool held,
                               real adj_value, INOUT(NmdaDiscreteState) adj_s,
                               INOUT(NmdaDiscreteParams) adj_p, INOUT(real) adj_arrival) {
  real x = s.x * p.decay_rise + gv_max(arrival, R(0.0));
  real bind = p.opening * x;
  real opened = gv_bind(s.s, bind, p.closing);
  real adj_old = R(0.0);
  real adj_bind = R(0.0);
  real adj_closing = R(0.0);
  gv_gate_vjp(s.s, bind, p.closing, R(1.0), adj_s.s + (held ? adj_value * p.g_max : R(0.0)),
              adj_old, adj_bind, adj_closing);
  real adj_x = adj_s.x + adj_bind * p.opening;
  adj_arrival = arrival < R(0.0) ? R(0.0) : adj_x;
  adj_p.g_max = adj_p.g_max + adj_value * (held ? opened : s.s);
  adj_p.opening = adj_p.opening + adj_bind * x;
  adj_p.closing = adj_p.closing + adj_closing;
  adj_p.decay_rise = adj_p.decay_rise + adj_x * s.x;
  adj_s.s = adj_old + (held ? R(0.0) : adj_value * p.g_max);
  adj_s.x = adj_x * p.decay_rise;
}
