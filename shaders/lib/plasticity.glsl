// plasticity.glsl: what plasticity rules share, common subset of GLSL and C++.

#ifndef GV_PLASTICITY
#define GV_PLASTICITY

// What an event at a synapse comes with beside the traces.
struct PlasticEvent {
  real elapsed;   // steps since the synapse's last event
  real modulator; // level of the third factor at that event
};

// What is left of a trace after so many steps at rate dt / tau.
FN real gv_decay(real steps, real rate) { return gv_exp_decay(-(steps * rate)); }

// The weight between 0 and w_max, which may be negative.
FN real gv_bound(real w, real w_max) {
  return gv_min(gv_max(w, gv_min(w_max, R(0.0))), gv_max(w_max, R(0.0)));
}

// x^mu for x in [0, 1]; exactly 1 for mu = 0 and x for mu = 1.
FN real gv_power(real x, real mu) {
  real y = gv_exp(mu * gv_log(gv_max(x, R(1e-30))));
  y = select(x <= R(0.0), R(0.0), y);
  y = select(mu == R(1.0), x, y);
  return select(mu == R(0.0), R(1.0), y);
}

#endif
