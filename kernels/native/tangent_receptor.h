// tangent_receptor.h: one step of every receptor model that has an adjoint,
// over dual numbers.

// As a neuron's: value gets the receptor's value and its derivative. Returns 0
// for a receptor that has no adjoint.
extern "C" int gv_tangent_receptor(uint32_t kind, int held, const double *p, const double *dp,
                                   double *s, double *ds, double arrival, double d_arrival,
                                   double *value) {
#define D_PARAM(j) Dual(p[j], dp[j])
#define D_STATE(j) Dual(s[j], ds[j])
#define D_SET(j, x)                                                                                \
  {                                                                                                \
    Dual word_ = (x);                                                                              \
    s[j] = word_.v;                                                                                \
    ds[j] = word_.d;                                                                               \
  }
#define D_RECEPTOR(NAME, PARAMS, STATES, STEP, VJP)                                                \
  case SYNAPSE_##NAME: {                                                                           \
    PARAMS params;                                                                                 \
    NAME##_PARAMS_UNPACK(params, D_PARAM) STATES state;                                            \
    NAME##_STATE_UNPACK(state, D_STATE) Dual y =                                                   \
        STEP(params, state, Dual(arrival, d_arrival), held != 0);                                  \
    NAME##_STATE_PACK(state, D_SET) value[0] = y.v;                                                \
    value[1] = y.d;                                                                                \
    return 1;                                                                                      \
  }
  switch (kind) { SYNAPSE_EACH_VJP(D_RECEPTOR) }
  return 0;
}
