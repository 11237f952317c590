// pulse.glsl: transmitter in the cleft of kinetic synapses, common subset of GLSL and C++.
//
// A spike releases transmitter that stays for a fixed number of steps. What is
// in the cleft is `c`, constant until it is gone in `left` steps. A spike that
// comes earlier adds its own to what remains and all of it stays for the full
// time: no transmitter is lost or made, whatever overlaps.

#ifndef GV_PULSE
#define GV_PULSE

// The transmitter of the coming step.
FN real gv_pulse_now(real c, real left) { return select(left > R(0.5), c, R(0.0)); }

// One step later, with `released` added at the step's end. Transmitter is not
// negative: a negative release counts as none.
FN void gv_pulse_step(INOUT(real) c, INOUT(real) left, real released, real steps) {
  real rest = gv_max(left - R(1.0), R(0.0));
  real added = gv_max(released, R(0.0));
  c = select(added > R(0.0), added + c * rest / steps, c);
  left = select(added > R(0.0), steps, rest);
}

// One step of binding, ds/dt = bind (1 - s) - unbind s, with rates for each
// step; exact for constant rates.
FN real gv_bind(real s, real bind, real unbind) {
  real rate = bind + unbind;
  real s_inf = bind / rate;
  return s_inf + (s - s_inf) * gv_exp_decay(-rate);
}

#endif
