// theta_neuron: canonical form of neurons that begin to fire at any rate
// (saddle-node on an invariant circle); tan(theta / 2) is the v of a quadratic
// integrate-and-fire neuron with threshold and reset at infinity.
//
//   tau dtheta/dt = (1 - cos theta) + (1 + cos theta) (eta + i)
//   spike when theta passes pi: theta continues at theta - 2 pi
//
// i is the sum of stimuli, couplings and receptors, dimensionless. For a
// constant eta + i > 0 it fires with rate sqrt(eta + i) / (pi tau).
// Schemes: 0 euler, 1 heun, 2 rk4. Units: rad, ms.
// Paper: Ermentrout & Kopell 1986, SIAM J. Appl. Math. 46:233.
struct ThetaNeuronParams {
  real rate; // 1/ms, 1 / tau
  real eta;  // constant input
  real dt;   // ms
};

struct ThetaNeuronState {
  real theta; // rad, phase
};

FN ThetaNeuronState theta_neuron_rhs(ThetaNeuronParams p, ThetaNeuronState s, NeuronInput x) {
  real c = gv_cos(s.theta);
  ThetaNeuronState k;
  k.theta = p.rate * ((R(1.0) - c) + (R(1.0) + c) * (p.eta + x.i));
  return k;
}

FN ThetaNeuronState theta_neuron_plus(ThetaNeuronState s, real h, ThetaNeuronState k) {
  s.theta = s.theta + h * k.theta;
  return s;
}

GV_FIXED_STEPS(theta_neuron, ThetaNeuronParams, ThetaNeuronState)

FN bool theta_neuron_step(ThetaNeuronParams p, INOUT(ThetaNeuronState) s, NeuronInput x,
                          int scheme) {
  theta_neuron_advance(p, s, x, p.dt, scheme);
  bool spike = GV_SPIKE(s.theta >= R(3.14159265358979323846));
  s.theta = gv_wrap_phase(s.theta);
  return spike;
}

#include "lib/schemes_vjp.glsl"

// Distance to pi, 1 from the phase 0.
FN real theta_neuron_distance(ThetaNeuronParams p, ThetaNeuronState s, NeuronInput x, int scheme) {
  theta_neuron_advance(p, s, x, p.dt, scheme);
  return s.theta * R(0.31830988618379067) - R(1.0);
}

FN ThetaNeuronState theta_neuron_rhs_vjp(ThetaNeuronParams p, ThetaNeuronState s, NeuronInput x,
                                         ThetaNeuronState adj_k, INOUT(ThetaNeuronParams) adj_p,
                                         INOUT(NeuronInput) adj_x) {
  real c = gv_cos(s.theta);
  real total = p.eta + x.i;
  real adj = adj_k.theta * p.rate;
  adj_p.rate = adj_p.rate + adj_k.theta * ((R(1.0) - c) + (R(1.0) + c) * total);
  adj_p.eta = adj_p.eta + adj * (R(1.0) + c);
  adj_x.i = adj_x.i + adj * (R(1.0) + c);
  ThetaNeuronState adj_s;
  adj_s.theta = adj * (R(1.0) - total) * gv_sin(s.theta);
  return adj_s;
}

GV_FIXED_STEPS_VJP(theta_neuron, ThetaNeuronParams, ThetaNeuronState)

FN void theta_neuron_step_vjp(ThetaNeuronParams p, ThetaNeuronState s, NeuronInput x, int scheme,
                              real slope, real attach, real adj_spike,
                              INOUT(ThetaNeuronState) adj_s, INOUT(ThetaNeuronParams) adj_p,
                              INOUT(NeuronInput) adj_x) {
  // The phase goes on round the circle: nothing but the spike itself is lost or won by it.
  adj_s.theta = adj_s.theta + slope * adj_spike * R(0.31830988618379067);
  theta_neuron_advance_vjp(p, s, x, p.dt, scheme, adj_s, adj_p, adj_x);
}
