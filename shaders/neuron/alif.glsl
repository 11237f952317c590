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

#include "lib/leaky.glsl"

GV_LEAKY(alif, AlifParams, AlifState)

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
