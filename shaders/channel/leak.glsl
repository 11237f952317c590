// leak: a constant conductance.
//
//   g = g_max
// Units: nS.
struct LeakParams {
  real g_max; // nS
};

struct LeakState {
  real g; // nS, the conductance
};

FN real leak_step(LeakParams p, INOUT(LeakState) s, ChannelInput x) {
  s.g = p.g_max;
  return p.g_max;
}
