// jansen_rit: a cortical column of pyramidal cells, excitatory and inhibitory interneurons.
//
//   y0'' = a_exc rate_exc S(y1 - y2) - 2 rate_exc y0' - rate_exc^2 y0
//   y1'' = a_exc rate_exc (p + x + c2 S(c1 y0)) - 2 rate_exc y1' - rate_exc^2 y1
//   y2'' = a_inh rate_inh c4 S(c3 y0) - 2 rate_inh y2' - rate_inh^2 y2
//   S(u) = 2 e0 / (1 + exp(r (v0 - u)))
//
// x is the sum of stimuli, couplings and receptors in Hz (spikes/s); v = y1 - y2
// is what an electroencephalogram shows, rate = S(v) what other columns receive.
// Units: mV, ms, Hz. No spikes. Schemes: 0 euler, 1 heun, 2 rk4.
// Paper: Jansen & Rit 1995, Biol. Cybern. 73:357, equation 6.
struct JansenRitParams {
  real b_exc;  // 1/ms, rate of the excitatory synapses
  real b_inh;  // 1/ms, rate of the inhibitory synapses
  real g_exc;  // mV/ms per Hz, a_exc b_exc / 1000
  real g_inh;  // mV/ms per Hz, a_inh b_inh / 1000
  real c1;     // synapses of pyramidal cells on excitatory interneurons
  real c2;     // and back
  real c3;     // synapses of pyramidal cells on inhibitory interneurons
  real c4;     // and back
  real two_e0; // Hz, largest rate
  real v0;     // mV, potential of half the largest rate
  real r;      // 1/mV, slope
  real p;      // Hz, mean input
  real dt;     // ms
};

struct JansenRitState {
  real v;    // mV, y1 - y2
  real y0;   // mV, what pyramidal cells cause
  real y1;   // mV, excitation of pyramidal cells
  real y2;   // mV, inhibition of pyramidal cells
  real z0;   // mV/ms, dy0/dt
  real z1;   // mV/ms, dy1/dt
  real z2;   // mV/ms, dy2/dt
  real rate; // Hz, firing rate of pyramidal cells
};

FN real jansen_rit_sigmoid(JansenRitParams p, real u) {
  return p.two_e0 / (R(1.0) + gv_exp(p.r * (p.v0 - u)));
}

FN JansenRitState jansen_rit_rhs(JansenRitParams p, JansenRitState s, NeuronInput x) {
  JansenRitState k;
  real pyramidal = jansen_rit_sigmoid(p, s.y1 - s.y2);
  real excitatory = p.p + x.i + p.c2 * jansen_rit_sigmoid(p, p.c1 * s.y0);
  real inhibitory = p.c4 * jansen_rit_sigmoid(p, p.c3 * s.y0);
  k.v = R(0.0);
  k.y0 = s.z0;
  k.y1 = s.z1;
  k.y2 = s.z2;
  k.z0 = p.g_exc * pyramidal - p.b_exc * (R(2.0) * s.z0 + p.b_exc * s.y0);
  k.z1 = p.g_exc * excitatory - p.b_exc * (R(2.0) * s.z1 + p.b_exc * s.y1);
  k.z2 = p.g_inh * inhibitory - p.b_inh * (R(2.0) * s.z2 + p.b_inh * s.y2);
  k.rate = R(0.0);
  return k;
}

FN JansenRitState jansen_rit_plus(JansenRitState s, real h, JansenRitState k) {
  s.y0 = s.y0 + h * k.y0;
  s.y1 = s.y1 + h * k.y1;
  s.y2 = s.y2 + h * k.y2;
  s.z0 = s.z0 + h * k.z0;
  s.z1 = s.z1 + h * k.z1;
  s.z2 = s.z2 + h * k.z2;
  return s;
}

GV_FIXED_STEPS(jansen_rit, JansenRitParams, JansenRitState)

FN bool jansen_rit_step(JansenRitParams p, INOUT(JansenRitState) s, NeuronInput x, int scheme) {
  jansen_rit_advance(p, s, x, p.dt, scheme);
  s.v = s.y1 - s.y2;
  s.rate = jansen_rit_sigmoid(p, s.v);
  return false;
}

#include "lib/schemes_vjp.glsl"

// The adjoint of the sigmoid: returns the cotangent of u.
FN real jansen_rit_sigmoid_vjp(JansenRitParams p, real u, real adj, INOUT(JansenRitParams) adj_p) {
  real f = R(1.0) / (R(1.0) + gv_exp(p.r * (p.v0 - u)));
  real adj_z = adj * p.two_e0 * f * (R(1.0) - f);
  adj_p.two_e0 = adj_p.two_e0 + adj * f;
  adj_p.r = adj_p.r + adj_z * (u - p.v0);
  adj_p.v0 = adj_p.v0 - adj_z * p.r;
  return adj_z * p.r;
}

FN JansenRitState jansen_rit_rhs_vjp(JansenRitParams p, JansenRitState s, NeuronInput x,
                                     JansenRitState adj_k, INOUT(JansenRitParams) adj_p,
                                     INOUT(NeuronInput) adj_x) {
  real pyramidal = jansen_rit_sigmoid(p, s.y1 - s.y2);
  real excitatory = jansen_rit_sigmoid(p, p.c1 * s.y0);
  real inhibitory = jansen_rit_sigmoid(p, p.c3 * s.y0);
  real drive = p.p + x.i + p.c2 * excitatory;
  real adj_exc = adj_k.z1 * p.g_exc;
  real adj_inh = adj_k.z2 * p.g_inh;
  adj_p.g_exc = adj_p.g_exc + (adj_k.z0 * pyramidal + adj_k.z1 * drive);
  adj_p.g_inh = adj_p.g_inh + adj_k.z2 * p.c4 * inhibitory;
  adj_p.b_exc = adj_p.b_exc - (adj_k.z0 * R(2.0) * (s.z0 + p.b_exc * s.y0) +
                               adj_k.z1 * R(2.0) * (s.z1 + p.b_exc * s.y1));
  adj_p.b_inh = adj_p.b_inh - adj_k.z2 * R(2.0) * (s.z2 + p.b_inh * s.y2);
  adj_p.p = adj_p.p + adj_exc;
  adj_p.c2 = adj_p.c2 + adj_exc * excitatory;
  adj_p.c4 = adj_p.c4 + adj_inh * inhibitory;
  adj_x.i = adj_x.i + adj_exc;
  real adj_u = jansen_rit_sigmoid_vjp(p, s.y1 - s.y2, adj_k.z0 * p.g_exc, adj_p);
  real adj_1 = jansen_rit_sigmoid_vjp(p, p.c1 * s.y0, adj_exc * p.c2, adj_p);
  real adj_3 = jansen_rit_sigmoid_vjp(p, p.c3 * s.y0, adj_inh * p.c4, adj_p);
  adj_p.c1 = adj_p.c1 + adj_1 * s.y0;
  adj_p.c3 = adj_p.c3 + adj_3 * s.y0;
  JansenRitState adj;
  adj.v = R(0.0);
  adj.rate = R(0.0);
  adj.y0 = adj_1 * p.c1 + adj_3 * p.c3 - adj_k.z0 * p.b_exc * p.b_exc;
  adj.y1 = adj_u - adj_k.z1 * p.b_exc * p.b_exc;
  adj.y2 = -adj_u - adj_k.z2 * p.b_inh * p.b_inh;
  adj.z0 = adj_k.y0 - R(2.0) * adj_k.z0 * p.b_exc;
  adj.z1 = adj_k.y1 - R(2.0) * adj_k.z1 * p.b_exc;
  adj.z2 = adj_k.y2 - R(2.0) * adj_k.z2 * p.b_inh;
  return adj;
}

GV_FIXED_STEPS_VJP(jansen_rit, JansenRitParams, JansenRitState)

// It never comes near a threshold.
FN real jansen_rit_distance(JansenRitParams p, JansenRitState s, NeuronInput x, int scheme) {
  return GV_NEVER;
}

FN void jansen_rit_step_vjp(JansenRitParams p, JansenRitState s, NeuronInput x, int scheme,
                            real slope, real attach, real adj_spike, INOUT(JansenRitState) adj_s,
                            INOUT(JansenRitParams) adj_p, INOUT(NeuronInput) adj_x) {
  JansenRitState f = s;
  jansen_rit_advance(p, f, x, p.dt, scheme);
  real adj_v = adj_s.v + jansen_rit_sigmoid_vjp(p, f.y1 - f.y2, adj_s.rate, adj_p);
  adj_s.v = R(0.0);
  adj_s.rate = R(0.0);
  adj_s.y1 = adj_s.y1 + adj_v;
  adj_s.y2 = adj_s.y2 - adj_v;
  jansen_rit_advance_vjp(p, s, x, p.dt, scheme, adj_s, adj_p, adj_x);
}
