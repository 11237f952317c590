// k_leak: a constant potassium conductance, which neuromodulators close.
//
//   g = g_max
// Units: nS.
// Paper: McCormick & Huguenard 1992, J. Neurophysiol. 68:1384.
struct KLeakParams {
  real g_max; // nS
};

struct KLeakState {
  real g; // nS, the conductance
};

FN real k_leak_step(KLeakParams p, INOUT(KLeakState) s, ChannelInput x) {
  s.g = p.g_max;
  return p.g_max;
}
