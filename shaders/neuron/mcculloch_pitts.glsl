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
  bool spike = h >= p.theta;
  s.h = h;
  s.y = spike ? R(1.0) : R(0.0);
  return spike;
}
