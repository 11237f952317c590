// gaba_b: kinetic model of GABA-B receptors, a conductance (nS) that G proteins open.
//
//   dr/dt = k1 c (1 - r) - k2 r      bound receptors
//   ds/dt = k3 r - k4 s              G proteins
//   g = g_max s^4 / (s^4 + kd)
//   c = t w / g_max during t_max after the arrival of weight w
//
// s is kept in units of kd^(1/4). All receptors of the neuron are one pool:
// simultaneous pulses add their transmitter and saturate it (lib/pulse.glsl).
// Scheme: exact, c being constant during a step. The value is that at the
// step's end when it is held during the step, else that at its beginning.
// Paper: Destexhe, Bal, McCormick & Sejnowski 1996, J. Neurophysiol. 76:2049.
struct GabaBParams {
  real bind;   // k1 t dt / g_max, 1/nS
  real unbind; // k2 dt
  real drive;  // k3 dt / kd^(1/4)
  real loss;   // k4 dt
  real g_max;  // nS
  real steps;  // t_max in steps
};

struct GabaBState {
  real r;    // bound fraction
  real s;    // G proteins
  real c;    // nS, weight of the transmitter in the cleft
  real left; // steps until it is gone
};

FN real gaba_b_open(real s) {
  real s2 = s * s;
  real s4 = s2 * s2;
  return s4 / (s4 + R(1.0));
}

FN real gaba_b_step(GabaBParams p, INOUT(GabaBState) s, real arrival, bool held) {
  real bind = p.bind * gv_pulse_now(s.c, s.left);
  real rate = bind + p.unbind;
  real r_inf = bind / rate;
  real old = s.s;
  // s is driven by r_inf and by a part of r that decays with `rate`; 1 / exprelr(z)
  // is (exp(z) - 1) / z, without loss where the rates are small or equal.
  real decay = gv_exp_decay(-p.loss);
  real steady = r_inf / gv_exprelr(p.loss);
  real transient = (s.r - r_inf) / gv_exprelr(p.loss - rate);
  s.s = decay * (old + p.drive * (steady + transient));
  s.r = gv_bind(s.r, bind, p.unbind);
  gv_pulse_step(s.c, s.left, arrival, p.steps);
  return p.g_max * gaba_b_open(held ? s.s : old);
}
