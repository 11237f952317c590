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

// The potential at the step's end before threshold and reset.
FN real alif_flow(AlifParams p, AlifState s, NeuronInput x, int scheme) {
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

FN bool alif_step(AlifParams p, INOUT(AlifState) s, NeuronInput x, int scheme) {
  real v = alif_flow(p, s, x, scheme);
  real a = p.rho * s.a;

  bool refractory = s.refractory > R(0.0);
  bool spike = GV_SPIKE(!refractory && v >= p.v_th + p.beta * a);
  s.v = spike ? v - (p.v_th - p.e_l) : v;
  s.a = spike ? a + R(1.0) : a;
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}

// Distance to the threshold of this step, 1 from rest to v_th.
FN real alif_distance(AlifParams p, AlifState s, NeuronInput x, int scheme) {
  real th = p.v_th + p.beta * (p.rho * s.a);
  real d = (alif_flow(p, s, x, scheme) - th) / (p.v_th - p.e_l);
  return s.refractory > R(0.0) ? GV_NEVER : d;
}

FN void alif_flow_vjp(AlifParams p, AlifState s, NeuronInput x, int scheme, real adj_v,
                      INOUT(AlifState) adj_s, INOUT(AlifParams) adj_p, INOUT(NeuronInput) adj_x) {
  real i = p.i_e + x.i;
  real adj_i;
  if (scheme == 0) {
    real drive = p.e_l + p.r_m * i;
    real adj_inf = adj_v * (R(1.0) - p.alpha);
    adj_s.v = adj_v * p.alpha;
    adj_p.alpha = adj_p.alpha + adj_v * (s.v - drive);
    adj_p.e_l = adj_p.e_l + adj_inf;
    adj_p.r_m = adj_p.r_m + adj_inf * i;
    adj_i = adj_inf * p.r_m;
  } else if (scheme == 1) {
    real g = p.g_l + x.g;
    real drive = (p.g_l * p.e_l + x.ge + i) / g;
    real e = gv_exp_decay(-(p.dt_c * g));
    real adj_inf = adj_v * (R(1.0) - e);
    real adj_e = adj_v * (s.v - drive) * e;
    real adj_g = -(adj_e * p.dt_c) - adj_inf * drive / g;
    adj_i = adj_inf / g;
    adj_s.v = adj_v * e;
    adj_p.dt_c = adj_p.dt_c - adj_e * g;
    adj_p.g_l = adj_p.g_l + (adj_g + adj_i * p.e_l);
    adj_p.e_l = adj_p.e_l + adj_i * p.g_l;
    adj_x.g = adj_g;
    adj_x.ge = adj_i;
  } else {
    real f = p.g_l * (p.e_l - s.v) + (x.ge - x.g * s.v) + i;
    adj_i = adj_v * p.dt_c;
    adj_s.v = adj_v - adj_i * (p.g_l + x.g);
    adj_p.dt_c = adj_p.dt_c + adj_v * f;
    adj_p.g_l = adj_p.g_l + adj_i * (p.e_l - s.v);
    adj_p.e_l = adj_p.e_l + adj_i * p.g_l;
    adj_x.g = -(adj_i * s.v);
    adj_x.ge = adj_i;
  }
  adj_p.i_e = adj_p.i_e + adj_i;
  adj_x.i = adj_i;
  adj_x.dv = adj_v;
}

FN void alif_step_vjp(AlifParams p, AlifState s, NeuronInput x, int scheme, real slope, real attach,
                      real adj_spike, INOUT(AlifState) adj_s, INOUT(AlifParams) adj_p,
                      INOUT(NeuronInput) adj_x) {
  real v = alif_flow(p, s, x, scheme);
  real a = p.rho * s.a;
  real th = p.v_th + p.beta * a;
  bool clamped = s.refractory > R(0.0);
  real after = adj_s.v;
  real subtracted = !clamped && v >= th ? after : R(0.0);
  real w = p.v_th - p.e_l;
  real adj_z = adj_spike + adj_s.a - attach * w * after;
  real adj_d = clamped ? R(0.0) : slope * adj_z / w;
  real shift = adj_d * ((v - th) / w);
  real adj_a = adj_s.a - p.beta * adj_d;
  adj_p.v_th = adj_p.v_th - (adj_d + shift + subtracted);
  adj_p.e_l = adj_p.e_l + (shift + subtracted);
  adj_p.beta = adj_p.beta - adj_d * a;
  adj_p.rho = adj_p.rho + adj_a * s.a;
  adj_s.a = adj_a * p.rho;
  adj_s.refractory = R(0.0);
  alif_flow_vjp(p, s, x, scheme, after + adj_d, adj_s, adj_p, adj_x);
}
