// alif: leaky integrate-and-fire neuron with an adaptive threshold.
//
//   c_m dv/dt = g_l (e_l - v) + i_e + i_syn + sum_r g_r (e_rev_r - v)
//   tau_a da/dt = -a
//   spike when v >= v_th + beta a: a += 1, v -= v_th - e_l; none for t_ref after it
// The reset subtracts, and v goes on in the refractory time, as in the paper.
//
// Schemes: 0 exact (propagator of the linear equations, current and voltage
// receptors), 1 exponential_euler (conductances held during the step),
// 2 euler (forward for v, a is exact). Units: mV, ms, pF, nS, pA.
// Paper: Bellec, Scherr, Subramoney, Hajek, Salaj, Legenstein & Maass 2020,
// Nature Communications 11:3625.
struct AlifParams {
  real e_l;              // mV
  real g_l;              // nS
  real i_e;              // pA
  real r_m;              // mV/pA, 1 / g_l
  real alpha;            // exp(-dt / tau_m)
  real rho;              // exp(-dt / tau_a)
  real dt_c;             // dt / c_m, mV per pA
  real v_th;             // mV
  real beta;             // mV
  real refractory_steps; // t_ref in steps
};

struct AlifState {
  real v;          // mV, membrane potential
  real a;          // threshold adaptation
  real refractory; // steps left in the refractory time
};

FN bool alif_step(AlifParams p, INOUT(AlifState) s, NeuronInput x, int scheme) {
  real i = p.i_e + x.i;
  real v;
  if (scheme == 0) {
    real v_inf = p.e_l + p.r_m * i;
    v = v_inf + (s.v - v_inf) * p.alpha;
  } else if (scheme == 1) {
    real g = p.g_l + x.g;
    real v_inf = (p.g_l * p.e_l + x.ge + i) / g;
    v = v_inf + (s.v - v_inf) * gv_exp_decay(-(p.dt_c * g));
  } else {
    v = s.v + p.dt_c * (p.g_l * (p.e_l - s.v) + (x.ge - x.g * s.v) + i);
  }
  v = v + x.dv;
  real a = p.rho * s.a;

  bool refractory = s.refractory > R(0.0);
  bool spike = !refractory && v >= p.v_th + p.beta * a;
  s.v = spike ? v - (p.v_th - p.e_l) : v;
  s.a = spike ? a + R(1.0) : a;
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}
