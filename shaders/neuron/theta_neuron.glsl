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
  bool spike = s.theta >= R(3.14159265358979323846);
  s.theta = gv_wrap_phase(s.theta);
  return spike;
}
