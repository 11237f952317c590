// gif: generalised leaky integrate-and-fire neuron of Mihalas and Niebur.
//
//   c_m dv/dt = g_l (e_l - v) + i_1 + i_2 + i_e + i_syn + sum_r g_r (e_rev_r - v)
//   dv_th/dt = a (v - e_l) - b (v_th - v_th_inf)
//   di_j/dt = -k_j i_j, j = 1, 2
//   spike when v >= v_th: i_j = r_j i_j + a_j, v_th = max(v_th, v_th_reset),
//   v = v_reset, held there for t_ref (v_th and i_j go on)
//
// Schemes: 0 exact (propagator of the linear equations, current and voltage
// receptors; the threshold sees their mean over the step), 1 exponential_euler
// (conductances, v, i_1 and i_2 held during the step). Units: mV, ms, pF, nS, pA.
// Paper: Mihalas & Niebur 2009, Neural Computation 21:704.
struct GifParams {
  real e_l;              // mV
  real g_l;              // nS
  real dt_c;             // dt / c_m, mV per pA
  real v_v;              // of v at the step's end by v at its beginning, both from e_l
  real v_i;              // mV/pA, by the current
  real v_1;              // mV/pA, by i_1
  real v_2;              // mV/pA, by i_2
  real t_t;              // of v_th, from v_th_inf, by itself
  real t_v;              // by v
  real t_i;              // mV/pA
  real t_1;              // mV/pA
  real t_2;              // mV/pA
  real t_held;           // by a v that is held during the step
  real keep_1;           // exp(-k_1 dt)
  real keep_2;           // exp(-k_2 dt)
  real v_th_inf;         // mV
  real v_th_reset;       // mV
  real v_reset;          // mV
  real r_1;              // 1
  real r_2;              // 1
  real a_1;              // pA
  real a_2;              // pA
  real i_e;              // pA
  real refractory_steps; // t_ref in steps
};

struct GifState {
  real v;          // mV, membrane potential
  real v_th;       // mV, threshold
  real i_1;        // pA, spike-induced currents
  real i_2;        // pA
  real refractory; // steps left in the refractory time
};

FN bool gif_step(GifParams p, INOUT(GifState) s, NeuronInput x, int scheme) {
  bool refractory = s.refractory > R(0.0);
  real i = p.i_e + x.i;
  real u = s.v - p.e_l;
  real own = p.t_t * (s.v_th - p.v_th_inf) + p.v_th_inf;
  real held = own + p.t_held * u;
  real v;
  real th;
  if (scheme == 0) {
    v = p.e_l + (p.v_v * u + p.v_i * i + (p.v_1 * s.i_1 + p.v_2 * s.i_2));
    th = own + (p.t_v * u + p.t_i * i + (p.t_1 * s.i_1 + p.t_2 * s.i_2));
    th = select(refractory, held, th);
  } else {
    real g = p.g_l + x.g;
    real v_inf = (p.g_l * p.e_l + x.ge + i + (s.i_1 + s.i_2)) / g;
    v = v_inf + (s.v - v_inf) * gv_exp_decay(-(p.dt_c * g));
    th = held;
  }
  v = v + x.dv;
  real i_1 = p.keep_1 * s.i_1;
  real i_2 = p.keep_2 * s.i_2;

  bool spike = !refractory && v >= th;
  s.v = (refractory || spike) ? p.v_reset : v;
  s.v_th = spike ? gv_max(th, p.v_th_reset) : th;
  s.i_1 = spike ? p.r_1 * i_1 + p.a_1 : i_1;
  s.i_2 = spike ? p.r_2 * i_2 + p.a_2 : i_2;
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}
