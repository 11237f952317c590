// cell.glsl: a leaky integrate-and-fire neuron between two events, common
// subset of GLSL and C++.
//
//   c dv/dt = g (e - v) + i + sum_current g_r + sum_conductance g_r (e_rev_r - v)
//   tau_r dx_r/dt = -x_r,  tau_r dg_r/dt = x_r - g_r   (exponential receptors: x_r = 0)
//
// Units: pF, nS, mV, pA, ms; or c = tau, g = 1 for models without units.

#ifndef GV_EVENT_CELL
#define GV_EVENT_CELL

#define EVENT_RECEPTORS 8

// Kinds of receptors, added: the value is a conductance; it rises like an alpha function.
#define EVENT_CONDUCTANCE 1u
#define EVENT_ALPHA 2u

struct EventCell {
  real c;
  real g;
  real e;
  real i;
  real v_th;
  real v_reset;
  real t_ref;
  uint receptors;
  bool conducts;              // any receptor is a conductance
  real rate[EVENT_RECEPTORS]; // 1 / tau
  real e_rev[EVENT_RECEPTORS];
  uint kind[EVENT_RECEPTORS];
};

struct EventState {
  real v;
  real g[EVENT_RECEPTORS];
  real x[EVENT_RECEPTORS];
};

// Cotangents of the parameters, as EventCell.
struct EventCellBar {
  real c;
  real g;
  real e;
  real i;
  real tau[EVENT_RECEPTORS];
  real e_rev[EVENT_RECEPTORS];
};

// c dv/dt at potential v.
FN real event_current(EventCell c, EventState s, real v) {
  real sum = c.g * (c.e - v) + c.i;
  for (uint r = 0u; r < c.receptors; r++) {
    bool conductance = (c.kind[r] & EVENT_CONDUCTANCE) != 0u;
    sum = sum + (conductance ? s.g[r] * (c.e_rev[r] - v) : s.g[r]);
  }
  return sum;
}

// The longest time over which one series of EVENT_ORDER terms is exact to
// rounding: its terms fall as those of exp(rate t), and faster than 1/8^n
// where conductances make them fall less regularly.
FN real event_reach(EventCell c, EventState s) {
  real decay = R(0.0);
  real load = c.g;
  for (uint r = 0u; r < c.receptors; r++) {
    decay = gv_max(decay, c.rate[r]);
    if ((c.kind[r] & EVENT_CONDUCTANCE) != 0u) load = load + gv_abs(s.g[r]) + gv_abs(s.x[r]);
  }
  load = load / c.c;
  return R(1.0) / (c.conducts ? R(2.0) * (decay + load) : gv_max(decay, load));
}

#endif
