// poisson_source: independent Poisson spike trains, one for each member.
//
//   a spike in a step with probability rate dt
//
// Scheme: 0 bernoulli. The draw is Philox-4x32-10 of (seed, member, step), so
// a train does not depend on the device or on what else is simulated.
struct PoissonSourceParams {
  real p_spike; // rate dt, probability of a spike in one step
};

struct PoissonSourceState {
  real count; // spikes emitted so far
};

FN bool poisson_source_step(PoissonSourceParams p, INOUT(PoissonSourceState) s, NeuronInput x,
                            int scheme) {
  bool spike = x.u < p.p_spike;
  s.count = spike ? s.count + R(1.0) : s.count;
  return spike;
}
