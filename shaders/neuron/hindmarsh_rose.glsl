// hindmarsh_rose: bursting neuron with three variables, without units.
//
//   dv/dt = y - a v^3 + b v^2 - z + i_e + i_syn + sum_r g_r (e_rev_r - v)
//   dy/dt = c - d v^2 - y
//   dz/dt = r (s (v - v_rest) - z)
// One spike for each upward crossing of v_th; no reset.
//
// Schemes: 0 rk4, 1 exponential_euler (each variable linearised in itself, the
// others at the step's beginning), 2 heun, 3 euler, 4 rk45. Time in ms.
// Paper: Hindmarsh & Rose 1984, Proc. R. Soc. Lond. B 221:87.
struct HindmarshRoseParams {
  real a;      // 1
  real b;      // 1
  real c;      // 1
  real d;      // 1
  real r;      // 1/ms
  real s;      // 1
  real v_rest; // 1
  real v_th;   // 1
  real i_e;    // 1
  real keep_y; // exp(-dt)
  real keep_z; // exp(-r dt)
  real dt;     // ms
};

struct HindmarshRoseState {
  real v; // membrane potential
  real y; // fast recovery
  real z; // slow adaptation
};

FN HindmarshRoseState hindmarsh_rose_rhs(HindmarshRoseParams p, HindmarshRoseState s,
                                         NeuronInput x) {
  HindmarshRoseState k;
  k.v = (p.b - p.a * s.v) * (s.v * s.v) + (s.y - s.z) + (x.ge - x.g * s.v) + (p.i_e + x.i);
  k.y = p.c - p.d * (s.v * s.v) - s.y;
  k.z = p.r * (p.s * (s.v - p.v_rest) - s.z);
  return k;
}

FN HindmarshRoseState hindmarsh_rose_plus(HindmarshRoseState s, real h, HindmarshRoseState k) {
  s.v = s.v + h * k.v;
  s.y = s.y + h * k.y;
  s.z = s.z + h * k.z;
  return s;
}

GV_INTEGRATORS(hindmarsh_rose, HindmarshRoseParams, HindmarshRoseState)

// The state at the step's end.
FN HindmarshRoseState hindmarsh_rose_flow(HindmarshRoseParams p, HindmarshRoseState s,
                                          NeuronInput x, int scheme) {
  if (scheme == 0) {
    hindmarsh_rose_rk4(p, s, x, p.dt);
  } else if (scheme == 1) {
    real dv = hindmarsh_rose_rhs(p, s, x).v;
    real slope = (R(2.0) * p.b - R(3.0) * p.a * s.v) * s.v - x.g;
    real y_inf = p.c - p.d * (s.v * s.v);
    real z_inf = p.s * (s.v - p.v_rest);
    s.v = s.v + gv_exponential_euler(dv, slope, p.dt);
    s.y = y_inf + (s.y - y_inf) * p.keep_y;
    s.z = z_inf + (s.z - z_inf) * p.keep_z;
  } else if (scheme == 2) {
    hindmarsh_rose_heun(p, s, x, p.dt);
  } else if (scheme == 3) {
    hindmarsh_rose_euler(p, s, x, p.dt);
  } else {
    hindmarsh_rose_rk45(p, s, x, p.dt, R(1e-6));
  }
  s.v = s.v + x.dv;
  return s;
}

FN bool hindmarsh_rose_step(HindmarshRoseParams p, INOUT(HindmarshRoseState) s, NeuronInput x,
                            int scheme) {
  real before = s.v;
  s = hindmarsh_rose_flow(p, s, x, scheme);
  return GV_SPIKE(before < p.v_th && s.v >= p.v_th);
}

#include "lib/schemes_vjp.glsl"
#include "lib/adjoint.glsl"

FN HindmarshRoseState hindmarsh_rose_rhs_vjp(HindmarshRoseParams p, HindmarshRoseState s,
                                             NeuronInput x, HindmarshRoseState adj_k,
                                             INOUT(HindmarshRoseParams) adj_p,
                                             INOUT(NeuronInput) adj_x) {
  real v2 = s.v * s.v;
  real adj_z = adj_k.z * p.r;
  adj_p.a = adj_p.a - adj_k.v * s.v * v2;
  adj_p.b = adj_p.b + adj_k.v * v2;
  adj_p.c = adj_p.c + adj_k.y;
  adj_p.d = adj_p.d - adj_k.y * v2;
  adj_p.r = adj_p.r + adj_k.z * (p.s * (s.v - p.v_rest) - s.z);
  adj_p.s = adj_p.s + adj_z * (s.v - p.v_rest);
  adj_p.v_rest = adj_p.v_rest - adj_z * p.s;
  adj_p.i_e = adj_p.i_e + adj_k.v;
  adj_x.i = adj_x.i + adj_k.v;
  adj_x.ge = adj_x.ge + adj_k.v;
  adj_x.g = adj_x.g - adj_k.v * s.v;
  HindmarshRoseState adj;
  adj.v = adj_k.v * ((R(2.0) * p.b - R(3.0) * p.a * s.v) * s.v - x.g) -
          R(2.0) * adj_k.y * p.d * s.v + adj_z * p.s;
  adj.y = adj_k.v - adj_k.y;
  adj.z = -(adj_k.v + adj_z);
  return adj;
}

GV_FIXED_STEPS_VJP(hindmarsh_rose, HindmarshRoseParams, HindmarshRoseState)

FN void hindmarsh_rose_flow_vjp(HindmarshRoseParams p, HindmarshRoseState s, NeuronInput x,
                                int scheme, INOUT(HindmarshRoseState) adj_s,
                                INOUT(HindmarshRoseParams) adj_p, INOUT(NeuronInput) adj_x) {
  adj_x.dv = adj_s.v;
  if (scheme == 0) {
    hindmarsh_rose_rk4_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  } else if (scheme == 1) {
    real rise = (R(2.0) * p.b - R(3.0) * p.a * s.v) * s.v - x.g;
    real v2 = s.v * s.v;
    real adj_f = R(0.0);
    real adj_rise = R(0.0);
    real adj_dt = R(0.0);
    gv_exponential_euler_vjp(hindmarsh_rose_rhs(p, s, x).v, rise, p.dt, adj_s.v, adj_f, adj_rise,
                             adj_dt);
    HindmarshRoseState adj_k;
    adj_k.v = adj_f;
    adj_k.y = R(0.0);
    adj_k.z = R(0.0);
    HindmarshRoseState adj = hindmarsh_rose_rhs_vjp(p, s, x, adj_k, adj_p, adj_x);
    adj_p.b = adj_p.b + R(2.0) * adj_rise * s.v;
    adj_p.a = adj_p.a - R(3.0) * adj_rise * v2;
    adj_x.g = adj_x.g - adj_rise;
    real adj_y_inf = adj_s.y * (R(1.0) - p.keep_y);
    real adj_z_inf = adj_s.z * (R(1.0) - p.keep_z);
    adj_p.keep_y = adj_p.keep_y + adj_s.y * (s.y - (p.c - p.d * v2));
    adj_p.keep_z = adj_p.keep_z + adj_s.z * (s.z - p.s * (s.v - p.v_rest));
    adj_p.c = adj_p.c + adj_y_inf;
    adj_p.d = adj_p.d - adj_y_inf * v2;
    adj_p.s = adj_p.s + adj_z_inf * (s.v - p.v_rest);
    adj_p.v_rest = adj_p.v_rest - adj_z_inf * p.s;
    adj_s.v = adj_s.v + adj.v + adj_rise * (R(2.0) * p.b - R(6.0) * p.a * s.v) -
              R(2.0) * adj_y_inf * p.d * s.v + adj_z_inf * p.s;
    adj_s.y = adj_s.y * p.keep_y + adj.y;
    adj_s.z = adj_s.z * p.keep_z + adj.z;
  } else if (scheme == 2) {
    hindmarsh_rose_heun_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  } else {
    hindmarsh_rose_euler_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  }
}

FN real hindmarsh_rose_distance(HindmarshRoseParams p, HindmarshRoseState s, NeuronInput x,
                                int scheme) {
  return gv_crossing_distance(s.v, hindmarsh_rose_flow(p, s, x, scheme).v, p.v_th, R(1.0));
}

FN void hindmarsh_rose_step_vjp(HindmarshRoseParams p, HindmarshRoseState s, NeuronInput x,
                                int scheme, real slope, real attach, real adj_spike,
                                INOUT(HindmarshRoseState) adj_s, INOUT(HindmarshRoseParams) adj_p,
                                INOUT(NeuronInput) adj_x) {
  real adj_d = slope * adj_spike;
  adj_p.v_th = adj_p.v_th - adj_d;
  adj_s.v = adj_s.v + adj_d;
  hindmarsh_rose_flow_vjp(p, s, x, scheme, adj_s, adj_p, adj_x);
}
