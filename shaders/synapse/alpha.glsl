// alpha: a conductance (nS) or current (pA) of the form of an alpha function
// whose peak, tau after the arrival, is the weight.
//
//   dx/dt = -x / tau,   dg/dt = (x - g) / tau,   x += e w at an arrival
//
// Scheme: exact. The value is g at the step's end when it is held during the
// step, else gain g + gain_x x at its beginning; with an exact membrane, the two
// gains give the constant current of the same effect on v.
// Paper: Rotter & Diesmann 1999, Biol. Cybern. 81:381.
struct AlphaParams {
  real decay;  // exp(-dt / tau)
  real slope;  // dt / tau
  real jump;   // e = 2.718...
  real gain;   // effect on the membrane for each unit of g
  real gain_x; // effect on the membrane for each unit of x
};

struct AlphaState {
  real g; // nS or pA
  real x; // nS or pA
};

FN real alpha_step(AlphaParams p, INOUT(AlphaState) s, real arrival, bool held) {
  real g = s.g;
  real x = s.x;
  s.g = p.decay * (g + p.slope * x);
  s.x = p.decay * x + p.jump * arrival;
  return held ? s.g : p.gain * g + p.gain_x * x;
}

FN void alpha_step_vjp(AlphaParams p, AlphaState s, real arrival, bool held, real adj_value,
                       INOUT(AlphaState) adj_s, INOUT(AlphaParams) adj_p, INOUT(real) adj_arrival) {
  real adj_g = adj_s.g + (held ? adj_value : R(0.0));
  real adj_x = adj_s.x;
  real early = held ? R(0.0) : adj_value;
  adj_arrival = adj_x * p.jump;
  adj_p.decay = adj_p.decay + (adj_g * (s.g + p.slope * s.x) + adj_x * s.x);
  adj_p.slope = adj_p.slope + adj_g * p.decay * s.x;
  adj_p.jump = adj_p.jump + adj_x * arrival;
  adj_p.gain = adj_p.gain + early * s.g;
  adj_p.gain_x = adj_p.gain_x + early * s.x;
  adj_s.g = adj_g * p.decay + early * p.gain;
  adj_s.x = adj_g * p.decay * p.slope + adj_x * p.decay + early * p.gain_x;
}
