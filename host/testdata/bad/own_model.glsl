// @neuron my_decay a potential that decays
// @param tau 10 ms (0, 1e4] time constant
// @state v 1 mV potential
// @scheme euler voltage: one step
// @derive rate = 1 / tau
struct MyDecayParams {
  real rate; // 1/ms
};

struct MyDecayState {
  real v; // mV
};

FN bool my_decay_step(MyDecayParams p, INOUT(MyDecayState) s, NeuronInput x, int scheme) {
  s.v = s.v * exp(-p.rate) + x.dv;
  return false;
}
