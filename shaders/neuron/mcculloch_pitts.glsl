// mcculloch_pitts: binary threshold neuron in discrete time.
//
//   h = the sum of the weights that arrive in the step + bias
//   y = 1 and a spike when h >= theta, else y = 0
// A projection's delay of one step makes it the logical calculus of the paper.
//
// Scheme: 0 synchronous, all neurons in every step. No units: a voltage
// receptor's mV and a stimulus' pA count as they are.
// Paper: McCulloch & Pitts 1943, Bull. Math. Biophys. 5:115.
struct MccullochPittsParams {
  real theta; // threshold
  real bias;  // constant input
};

struct MccullochPittsState {
  real h; // total input of the step
  real y; // 1 in a step with a spike
};

FN bool mcculloch_pitts_step(MccullochPittsParams p, INOUT(MccullochPittsState) s, NeuronInput x,
                             int scheme) {
  real h = x.dv + (p.bias + x.i);
  bool spike = GV_SPIKE(h >= p.theta);
  s.h = h;
  s.y = spike ? R(1.0) : R(0.0);
  return spike;
}

// Distance of the total input to the threshold.
FN real mcculloch_pitts_distance(MccullochPittsParams p, MccullochPittsState s, NeuronInput x,
                                 int scheme) {
  return x.dv + (p.bias + x.i) - p.theta;
}

FN void mcculloch_pitts_step_vjp(MccullochPittsParams p, MccullochPittsState s, NeuronInput x,
                                 int scheme, real slope, real attach, real adj_spike,
                                 INOUT(MccullochPittsState) adj_s,
                                 INOUT(MccullochPittsParams) adj_p, INOUT(NeuronInput) adj_x) {
  real adj_d = slope * (adj_spike + adj_s.y);
  real adj_h = adj_s.h + adj_d;
  adj_p.theta = adj_p.theta - adj_d;
  adj_p.bias = adj_p.bias + adj_h;
  adj_x.dv = adj_h;
  adj_x.i = adj_h;
  adj_s.h = R(0.0);
  adj_s.y = R(0.0);
}
