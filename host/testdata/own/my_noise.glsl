// @neuron my_noise Poisson spike trains, a copy of poisson_source
// @source
// @param rate 10 Hz [0, 1e6] mean rate
// @state count 0 1 spikes emitted so far
// @scheme bernoulli: one draw for each member and step
// @derive p_spike = rate * dt / 1000
// @require rate * dt <= 1000
struct MyNoiseParams {
  real p_spike; // rate dt, probability of a spike in one step
};

struct MyNoiseState {
  real count; // spikes emitted so far
};

FN bool my_noise_step(MyNoiseParams p, INOUT(MyNoiseState) s, NeuronInput x, int scheme) {
  bool spike = x.u < p.p_spike;
  s.count = spike ? s.count + R(1.0) : s.count;
  return spike;
}
