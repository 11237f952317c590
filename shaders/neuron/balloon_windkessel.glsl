// balloon_windkessel: blood flow, volume and deoxyhaemoglobin of a region and
// the signal that functional magnetic resonance imaging measures of it (BOLD).
//
//   dsignal/dt = i - kappa signal - gamma flow         all per s
//   dflow/dt = signal
//   tau dvolume/dt = flow - (V^(1/alpha) - 1)
//   tau ddeoxy/dt = F (1 - (1 - rho)^(1/F)) / rho - V^(1/alpha) Q / V
//   F = 1 + flow, V = 1 + volume, Q = 1 + deoxy: relative to rest
//   bold = v_0 (7 rho (1 - Q) + 2 (1 - Q / V) + (2 rho - 0.2) (1 - V))
//
// i is the neural activity, by a coupling or stimulus, times the efficacy
// epsilon. Deviations from rest are kept, not the quantities themselves, since
// one step changes them by far less than the rounding of a number near 1.
// Schemes: 0 euler, 1 heun, 2 rk4. Time of the parameters in s. No spikes.
// Paper: Friston, Harrison & Penny 2003, NeuroImage 19:1273, equations 3 and 4.
struct BalloonWindkesselParams {
  real epsilon;  // efficacy of the activity
  real kappa;    // 1/s, decay of the signal
  real gamma;    // 1/s, feedback of the flow
  real rate;     // 1/s, 1 / tau
  real power;    // 1 / alpha
  real rho;      // resting oxygen extraction
  real log_rest; // log(1 - rho)
  real v_0;      // resting volume of blood
  real k_1;      // 7 rho
  real k_3;      // 2 rho - 0.2
  real dt;       // s
};

struct BalloonWindkesselState {
  real bold;   // relative change of the measured signal
  real signal; // 1/s, vasodilatory signal
  real flow;   // relative change of the inflow
  real volume; // relative change of the volume
  real deoxy;  // relative change of deoxyhaemoglobin
};

FN BalloonWindkesselState balloon_windkessel_rhs(BalloonWindkesselParams p,
                                                 BalloonWindkesselState s, NeuronInput x) {
  real f = R(1.0) + s.flow;
  real v = R(1.0) + s.volume;
  real q = R(1.0) + s.deoxy;
  real outflow = gv_expm1(p.power * gv_log(v)); // minus that of rest
  BalloonWindkesselState k;
  k.bold = R(0.0);
  k.signal = p.epsilon * x.i - p.kappa * s.signal - p.gamma * s.flow;
  k.flow = s.signal;
  k.volume = p.rate * (s.flow - outflow);
  k.deoxy = p.rate * (-f * gv_expm1(p.log_rest / f) / p.rho - (R(1.0) + outflow) * q / v);
  return k;
}

FN BalloonWindkesselState balloon_windkessel_plus(BalloonWindkesselState s, real h,
                                                  BalloonWindkesselState k) {
  s.signal = s.signal + h * k.signal;
  s.flow = s.flow + h * k.flow;
  s.volume = s.volume + h * k.volume;
  s.deoxy = s.deoxy + h * k.deoxy;
  return s;
}

GV_FIXED_STEPS(balloon_windkessel, BalloonWindkesselParams, BalloonWindkesselState)

FN bool balloon_windkessel_step(BalloonWindkesselParams p, INOUT(BalloonWindkesselState) s,
                                NeuronInput x, int scheme) {
  balloon_windkessel_advance(p, s, x, p.dt, scheme);
  real v = R(1.0) + s.volume;
  s.bold = p.v_0 * ((R(2.0) * (s.volume - s.deoxy) / v - p.k_1 * s.deoxy) - p.k_3 * s.volume);
  return false;
}

#include "lib/schemes_vjp.glsl"

FN BalloonWindkesselState balloon_windkessel_rhs_vjp(BalloonWindkesselParams p,
                                                     BalloonWindkesselState s, NeuronInput x,
                                                     BalloonWindkesselState adj_k,
                                                     INOUT(BalloonWindkesselParams) adj_p,
                                                     INOUT(NeuronInput) adj_x) {
  real f = R(1.0) + s.flow;
  real v = R(1.0) + s.volume;
  real q = R(1.0) + s.deoxy;
  real log_v = gv_log(v);
  real outflow = gv_expm1(p.power * log_v);
  real ratio = p.log_rest / f;
  real taken = gv_expm1(ratio);
  real adj_vol = adj_k.volume * p.rate;
  real adj_deoxy = adj_k.deoxy * p.rate;
  real all = R(1.0) + outflow;
  real adj_out = -(adj_vol + adj_deoxy * q / v);
  real adj_taken = -(adj_deoxy * f / p.rho);
  real adj_ratio = adj_taken * (R(1.0) + taken);
  adj_p.epsilon = adj_p.epsilon + adj_k.signal * x.i;
  adj_p.kappa = adj_p.kappa - adj_k.signal * s.signal;
  adj_p.gamma = adj_p.gamma - adj_k.signal * s.flow;
  adj_p.rate = adj_p.rate + adj_k.volume * (s.flow - outflow) +
               adj_k.deoxy * (-f * taken / p.rho - all * q / v);
  adj_p.rho = adj_p.rho + adj_deoxy * f * taken / (p.rho * p.rho);
  adj_p.log_rest = adj_p.log_rest + adj_ratio / f;
  adj_p.power = adj_p.power + adj_out * all * log_v;
  adj_x.i = adj_x.i + adj_k.signal * p.epsilon;
  BalloonWindkesselState adj;
  adj.bold = R(0.0);
  adj.signal = adj_k.flow - adj_k.signal * p.kappa;
  adj.flow = adj_vol - adj_k.signal * p.gamma - adj_deoxy * taken / p.rho - adj_ratio * ratio / f;
  adj.volume = adj_out * all * p.power / v + adj_deoxy * all * q / (v * v);
  adj.deoxy = -(adj_deoxy * all / v);
  return adj;
}

GV_FIXED_STEPS_VJP(balloon_windkessel, BalloonWindkesselParams, BalloonWindkesselState)

// It never comes near a threshold.
FN real balloon_windkessel_distance(BalloonWindkesselParams p, BalloonWindkesselState s,
                                    NeuronInput x, int scheme) {
  return GV_NEVER;
}

FN void balloon_windkessel_step_vjp(BalloonWindkesselParams p, BalloonWindkesselState s,
                                    NeuronInput x, int scheme, real slope, real attach,
                                    real adj_spike, INOUT(BalloonWindkesselState) adj_s,
                                    INOUT(BalloonWindkesselParams) adj_p,
                                    INOUT(NeuronInput) adj_x) {
  BalloonWindkesselState f = s;
  balloon_windkessel_advance(p, f, x, p.dt, scheme);
  real v = R(1.0) + f.volume;
  real gap = f.volume - f.deoxy;
  real adj = adj_s.bold * p.v_0;
  adj_p.v_0 = adj_p.v_0 + adj_s.bold * ((R(2.0) * gap / v - p.k_1 * f.deoxy) - p.k_3 * f.volume);
  adj_p.k_1 = adj_p.k_1 - adj * f.deoxy;
  adj_p.k_3 = adj_p.k_3 - adj * f.volume;
  adj_s.bold = R(0.0);
  adj_s.volume = adj_s.volume + adj * (R(2.0) / v - R(2.0) * gap / (v * v) - p.k_3);
  adj_s.deoxy = adj_s.deoxy - adj * (R(2.0) / v + p.k_1);
  balloon_windkessel_advance_vjp(p, s, x, p.dt, scheme, adj_s, adj_p, adj_x);
}
