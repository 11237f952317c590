// if: perfect integrate-and-fire neuron, a membrane without leak.
//
//   c_m dv/dt = i_e + i_syn + sum_r g_r (e_rev_r - v)
//   spike when v >= v_th: v = v_reset, held there for t_ref
//
// Schemes: 0 exact (current and voltage receptors), 1 exponential_euler
// (conductances held during the step), 2 euler (forward). Units: mV, ms, pF, nS, pA.
// Paper: Gerstein & Mandelbrot 1964, Biophys. J. 4:41.
struct IfParams {
  real i_e;              // pA
  real dt_c;             // dt / c_m, mV per pA
  real v_th;             // mV
  real v_reset;          // mV
  real refractory_steps; // t_ref in steps
};

struct IfState {
  real v;          // mV, membrane potential
  real refractory; // steps left in the refractory time
};

FN bool if_step(IfParams p, INOUT(IfState) s, NeuronInput x, int scheme) {
  real i = p.i_e + x.i;
  real dv;
  if (scheme == 0) {
    dv = p.dt_c * i;
  } else if (scheme == 1) {
    dv = gv_exponential_euler(x.ge - x.g * s.v + i, -x.g, p.dt_c);
  } else {
    dv = p.dt_c * (x.ge - x.g * s.v + i);
  }
  real v = s.v + dv + x.dv;

  bool refractory = s.refractory > R(0.0);
  bool spike = !refractory && v >= p.v_th;
  s.v = (refractory || spike) ? p.v_reset : v;
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}
