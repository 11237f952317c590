// tangent.h: one step of a neuron model over dual numbers, included once for
// each model that has an adjoint.

// Advances one neuron. p, s and x hold values, dp, ds and dx their directions
// (words in the order of the structs); s and ds become those behind the step.
// force is 0 or 1 to force the spike decision, -1 to leave it. distance gets the
// distance to threshold and its derivative. Returns whether it spiked.
extern "C" int GV_TANGENT_NAME(const double *p, const double *dp, double *s, double *ds,
                               const double *x, const double *dx, int scheme, int force,
                               double *distance) {
#define D_PARAM(j) Dual(p[j], dp[j])
#define D_STATE(j) Dual(s[j], ds[j])
#define D_SET(j, value)                                                                            \
  {                                                                                                \
    Dual word_ = (value);                                                                          \
    s[j] = word_.v;                                                                                \
    ds[j] = word_.d;                                                                               \
  }
  NEURON_PARAMS params;
  NEURON_PARAMS_UNPACK(params, D_PARAM)
  NEURON_STATE state;
  NEURON_STATE_UNPACK(state, D_STATE)
  NeuronInput in = {{x[0], dx[0]}, {x[1], dx[1]}, {x[2], dx[2]}, {x[3], dx[3]}, {x[4], 0}};
  Dual d = NEURON_DISTANCE(params, state, in, scheme);
  distance[0] = d.v;
  distance[1] = d.d;
  gv_forced = force;
  bool spike = NEURON_STEP(params, state, in, scheme);
  gv_forced = -1;
  NEURON_STATE_PACK(state, D_SET)
  return spike ? 1 : 0;
}
