// alif_discrete: leaky integrate-and-fire neuron with an adaptive threshold, in
// the discrete form that networks are trained in.
//
//   c_m dv/dt = g_l (e_l - v) + i_e + i_syn + sum_r g_r (e_rev_r - v)
//   spike when v >= v_th + beta a;  a = a exp(-dt / tau_a), + 1 at a spike
//   scheme 0, hard:     v = v_reset, held there for t_ref
//   scheme 1, subtract: v = v - (v_th + beta a - e_l), no spike for t_ref
// The threshold of a step is that of its beginning. beta 0 is a plain lif.
//
// Both schemes are exponential Euler, input held during the step. Units: mV,
// ms, pF, nS, pA. Paper: Bellec, Salaj, Subramoney, Legenstein & Maass 2018,
// NeurIPS 31, "Long short-term memory and learning-to-learn in networks of
// spiking neurons".
struct AlifDiscreteParams {
  real e_l;              // mV
  real g_l;              // nS
  real i_e;              // pA
  real dt_c;             // dt / c_m, mV per pA
  real v_th;             // mV
  real v_reset;          // mV
  real beta;             // mV
  real rho;              // exp(-dt / tau_a)
  real refractory_steps; // t_ref in steps
};

struct AlifDiscreteState {
  real v;          // mV, membrane potential
  real a;          // adaptation, spikes
  real refractory; // steps left in the refractory time
};

// The potential at the step's end before threshold and reset.
FN real alif_discrete_flow(AlifDiscreteParams p, AlifDiscreteState s, NeuronInput x) {
  real g = p.g_l + x.g;
  real v_inf = (p.g_l * p.e_l + x.ge + (p.i_e + x.i)) / g;
  return v_inf + (s.v - v_inf) * gv_exp_decay(-(p.dt_c * g)) + x.dv;
}

FN bool alif_discrete_step(AlifDiscreteParams p, INOUT(AlifDiscreteState) s, NeuronInput x,
                           int scheme) {
  real v = alif_discrete_flow(p, s, x);
  real th = p.v_th + p.beta * s.a;
  bool refractory = s.refractory > R(0.0);
  bool spike = GV_SPIKE(!refractory && v >= th);
  real hard = (refractory || spike) ? p.v_reset : v;
  s.v = scheme == 0 ? hard : (spike ? v - (th - p.e_l) : v);
  s.a = p.rho * s.a + (spike ? R(1.0) : R(0.0));
  s.refractory = spike ? p.refractory_steps : (refractory ? s.refractory - R(1.0) : R(0.0));
  return spike;
}

// Distance to threshold, 1 from rest to v_th.
FN real alif_discrete_distance(AlifDiscreteParams p, AlifDiscreteState s, NeuronInput x,
                               int scheme) {
  real d = (alif_discrete_flow(p, s, x) - (p.v_th + p.beta * s.a)) / (p.v_th - p.e_l);
  return s.refractory > R(0.0) ? GV_NEVER : d;
}

#include "lib/adjoint.glsl"

FN void alif_discrete_flow_vjp(AlifDiscreteParams p, AlifDiscreteState s, NeuronInput x, real adj_v,
                               INOUT(AlifDiscreteState) adj_s, INOUT(AlifDiscreteParams) adj_p,
                               INOUT(NeuronInput) adj_x) {
  GvMembrane m =
      gv_membrane_vjp(s.v, p.g_l + x.g, p.g_l * p.e_l + x.ge + (p.i_e + x.i), p.dt_c, adj_v);
  adj_s.v = m.v;
  adj_p.dt_c = adj_p.dt_c + m.dt_c;
  adj_p.g_l = adj_p.g_l + (m.g + m.i * p.e_l);
  adj_p.e_l = adj_p.e_l + m.i * p.g_l;
  adj_p.i_e = adj_p.i_e + m.i;
  adj_x.i = m.i;
  adj_x.g = m.g;
  adj_x.ge = m.i;
  adj_x.dv = adj_v;
}

FN void alif_discrete_step_vjp(AlifDiscreteParams p, AlifDiscreteState s, NeuronInput x, int scheme,
                               real slope, real attach, real adj_spike,
                               INOUT(AlifDiscreteState) adj_s, INOUT(AlifDiscreteParams) adj_p,
                               INOUT(NeuronInput) adj_x) {
  real v = alif_discrete_flow(p, s, x);
  real th = p.v_th + p.beta * s.a;
  bool clamped = s.refractory > R(0.0);
  real spike = !clamped && v >= th ? R(1.0) : R(0.0);
  real after = adj_s.v;
  real jump = scheme == 0 ? p.v_reset - v : p.e_l - th;
  real w = p.v_th - p.e_l;
  real adj_z = adj_spike + adj_s.a + attach * jump * after;
  real adj_d = clamped ? R(0.0) : slope * adj_z / w;
  real shift = adj_d * ((v - th) / w);
  bool gone = scheme == 0 && (clamped || spike > R(0.0));
  real subtracted = scheme == 0 ? R(0.0) : spike * after;
  real adj_th = -(subtracted + adj_d);
  adj_p.v_reset = adj_p.v_reset + (gone ? after : R(0.0));
  adj_p.v_th = adj_p.v_th + (adj_th - shift);
  adj_p.e_l = adj_p.e_l + (shift + subtracted);
  adj_p.beta = adj_p.beta + adj_th * s.a;
  adj_p.rho = adj_p.rho + adj_s.a * s.a;
  adj_s.a = p.rho * adj_s.a + p.beta * adj_th;
  adj_s.refractory = R(0.0);
  alif_discrete_flow_vjp(p, s, x, (gone ? R(0.0) : after) + adj_d, adj_s, adj_p, adj_x);
}
