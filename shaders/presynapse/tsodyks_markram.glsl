// tsodyks_markram: short-term depression and facilitation. What a spike
// transmits is u x times the weight.
//
//   between spikes:  dx/dt = (1 - x) / tau_rec,   du/dt = -u / tau_facil
//   at a spike:      u += u_0 (1 - u),  u x of the resources x are released:  x -= u x
//
// u stays below 1 whatever the rate. Kept are u and x of the last spike, x
// before its release. Scheme: exact between spikes.
// Paper: Tsodyks, Pawelzik & Markram 1998, Neural Comput. 10:821, equations
// 2.1-2.3; without facilitation Tsodyks & Markram 1997, PNAS 94:719.
struct TsodyksMarkramParams {
  real u_0;   // share of the resources that a spike uses at rest
  real rec;   // dt / tau_rec
  real facil; // dt / tau_facil
};

struct TsodyksMarkramState {
  real u; // share used by the last spike
  real x; // resources before its release
};

FN real tsodyks_markram_step(TsodyksMarkramParams p, INOUT(TsodyksMarkramState) s, real steps) {
  s.x = R(1.0) - (R(1.0) - (s.x - s.u * s.x)) * gv_exp_decay(-(p.rec * steps));
  s.u = p.u_0 + (R(1.0) - p.u_0) * s.u * gv_exp_decay(-(p.facil * steps));
  return s.u * s.x;
}
