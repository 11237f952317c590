// @neuron my_lif a copy of lif
//
// @equation c_m dv/dt = g_l (e_l - v) + i_e + i_syn + sum_r g_r (e_rev_r - v)
// @equation spike when v >= v_th: v = v_reset, held there for t_ref
// @paper Rotter & Diesmann 1999, Biol. Cybern. 81:381
//
// @param c_m     250 pF (0, 1e6]   membrane capacitance
// @param g_l      25 nS (0, 1e6]   leak conductance
// @param e_l     -70 mV [-1e4, 1e4] leak reversal potential
// @param v_th    -55 mV [-1e4, 1e4] spike threshold
// @param v_reset -70 mV [-1e4, 1e4] potential after a spike
// @param t_ref     2 ms [0, 1e4]   absolute refractory time, rounded to steps
// @param i_e       0 pA            constant input current
//
// @state v          e_l mV    membrane potential
// @state refractory 0   steps steps left in the refractory time
//
// @scheme exact current voltage exact: propagator of the linear equation
// @scheme exponential_euler current conductance voltage held: conductances held during the step
// @scheme euler current conductance voltage: forward Euler
// @membrane tau = c_m / g_l
// @membrane r = 1 / g_l
//
// @derive r_m = 1 / g_l
// @derive alpha = exp(-dt * g_l / c_m)
// @derive dt_c = dt / c_m
// @derive refractory_steps = round(t_ref / dt)
// @require v_reset < v_th

struct MyLifParams {
  real e_l;              // mV
  real g_l;              // nS
  real i_e;              // pA
  real r_m;              // mV/pA, 1 / g_l
  real alpha;            // exp(-dt / tau_m)
  real dt_c;             // dt / c_m, mV per pA
  real v_th;             // mV
  real v_reset;          // mV
  real refractory_steps; // t_ref in steps
};

struct MyLifState {
  real v;          // mV, membrane potential
  real refractory; // steps left in the refractory time
};

// The potential at the step's end before threshold, reset and refractory time.
FN real my_lif_flow(MyLifParams p, MyLifState s, NeuronInput x, int scheme) {
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
  return v + x.dv;
}

FN bool my_lif_step(MyLifParams p, INOUT(MyLifState) s, NeuronInput x, int scheme) {
  real v = my_lif_flow(p, s, x, scheme);
  bool refractory = s.refractory > R(0.0);
  bool spike = GV_SPIKE(!refractory && v >= p.v_th);
  s.v = (refractory || spike) ? p.v_reset : v;
  s.refractory = spike ? p.refractory_steps : (refractory ? s.refractory - R(1.0) : R(0.0));
  return spike;
}
