// izhikevich: the simple model of 2003.
//
//   dv/dt = p_1 v^2 + p_2 v + p_3 - u + i_e + i_syn + sum_r g_r (e_rev_r - v)
//   du/dt = a (b v - u)
//   spike when v >= v_th: u += d, v = c, held there for t_ref
// In the Runge-Kutta schemes the right-hand sides above v_th are those of v_th.
//
// Schemes: 0 rk4, 1 half_steps (the paper's: two half steps of forward Euler for
// v, then one for u with the new v), 2 exponential_euler (linearised in v, u with
// v of the step's beginning), 3 heun, 4 euler, 5 rk45, 6 semi_implicit (one step of
// forward Euler for v, then one for u with the new v, as the script of 2004 does).
// Units: ms and mV; a current of 1 pA stands for 1 mV/ms, a conductance of 1 nS for 1/ms.
// Paper: Izhikevich 2003, IEEE Trans. Neural Netw. 14:1569; 2004, 15:1063.
struct IzhikevichParams {
  real p_1;              // 1/(mV ms)
  real p_2;              // 1/ms
  real p_3;              // mV/ms
  real a;                // 1/ms
  real b;                // 1/ms
  real c;                // mV
  real d;                // mV/ms
  real v_th;             // mV
  real refractory_steps; // t_ref in steps
  real i_e;              // mV/ms
  real keep_u;           // exp(-a dt)
  real dt;               // ms
};

struct IzhikevichState {
  real v;          // mV, membrane potential
  real u;          // mV/ms, recovery variable
  real refractory; // steps left in the refractory time
};

FN real izhikevich_dv(IzhikevichParams p, real v, real u, NeuronInput x) {
  return (p.p_1 * v + p.p_2) * v + (x.ge - x.g * v) + (p.p_3 - u + p.i_e + x.i);
}

FN IzhikevichState izhikevich_rhs(IzhikevichParams p, IzhikevichState s, NeuronInput x) {
  real v = gv_min(s.v, p.v_th);
  IzhikevichState k;
  k.v = select(s.refractory > R(0.0), R(0.0), izhikevich_dv(p, v, s.u, x));
  k.u = p.a * (p.b * v - s.u);
  k.refractory = R(0.0);
  return k;
}

FN IzhikevichState izhikevich_plus(IzhikevichState s, real h, IzhikevichState k) {
  s.v = s.v + h * k.v;
  s.u = s.u + h * k.u;
  return s;
}

GV_INTEGRATORS(izhikevich, IzhikevichParams, IzhikevichState)

// The state at the step's end, before threshold, reset and refractory time.
FN IzhikevichState izhikevich_flow(IzhikevichParams p, IzhikevichState s, NeuronInput x,
                                   int scheme) {
  bool refractory = s.refractory > R(0.0);
  if (scheme == 0) {
    izhikevich_rk4(p, s, x, p.dt);
  } else if (scheme == 1) {
    real half_dt = R(0.5) * p.dt;
    real v = s.v;
    v = v + half_dt * izhikevich_dv(p, v, s.u, x);
    v = v + half_dt * izhikevich_dv(p, v, s.u, x);
    s.v = select(refractory, s.v, v);
    s.u = s.u + p.dt * p.a * (p.b * s.v - s.u);
  } else if (scheme == 2) {
    real slope = R(2.0) * p.p_1 * s.v + p.p_2 - x.g;
    real u_inf = p.b * s.v;
    s.v = s.v + gv_exponential_euler(izhikevich_dv(p, s.v, s.u, x), slope, p.dt);
    s.u = u_inf + (s.u - u_inf) * p.keep_u;
  } else if (scheme == 3) {
    izhikevich_heun(p, s, x, p.dt);
  } else if (scheme == 4) {
    izhikevich_euler(p, s, x, p.dt);
  } else if (scheme == 6) {
    s.v = select(refractory, s.v, s.v + p.dt * izhikevich_dv(p, s.v, s.u, x));
    s.u = s.u + p.dt * p.a * (p.b * s.v - s.u);
  } else {
    izhikevich_rk45(p, s, x, p.dt, R(1e-5));
  }
  s.v = s.v + x.dv;
  return s;
}

FN bool izhikevich_step(IzhikevichParams p, INOUT(IzhikevichState) s, NeuronInput x, int scheme) {
  bool refractory = s.refractory > R(0.0);
  s = izhikevich_flow(p, s, x, scheme);
  bool spike = GV_SPIKE(!refractory && s.v >= p.v_th);
  s.v = (refractory || spike) ? p.c : s.v;
  s.u = spike ? s.u + p.d : s.u;
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}

#include "lib/schemes_vjp.glsl"
#include "lib/adjoint.glsl"

// The adjoint of izhikevich_dv: returns the cotangent of v; that of u is -adj.
FN real izhikevich_dv_vjp(IzhikevichParams p, real v, NeuronInput x, real adj,
                          INOUT(IzhikevichParams) adj_p, INOUT(NeuronInput) adj_x) {
  adj_p.p_1 = adj_p.p_1 + adj * v * v;
  adj_p.p_2 = adj_p.p_2 + adj * v;
  adj_p.p_3 = adj_p.p_3 + adj;
  adj_p.i_e = adj_p.i_e + adj;
  adj_x.i = adj_x.i + adj;
  adj_x.ge = adj_x.ge + adj;
  adj_x.g = adj_x.g - adj * v;
  return adj * (R(2.0) * p.p_1 * v + p.p_2 - x.g);
}

FN IzhikevichState izhikevich_rhs_vjp(IzhikevichParams p, IzhikevichState s, NeuronInput x,
                                      IzhikevichState adj_k, INOUT(IzhikevichParams) adj_p,
                                      INOUT(NeuronInput) adj_x) {
  real v = gv_min(s.v, p.v_th);
  real adj_dv = s.refractory > R(0.0) ? R(0.0) : adj_k.v;
  real adj_v = izhikevich_dv_vjp(p, v, x, adj_dv, adj_p, adj_x) + adj_k.u * p.a * p.b;
  adj_p.a = adj_p.a + adj_k.u * (p.b * v - s.u);
  adj_p.b = adj_p.b + adj_k.u * p.a * v;
  bool over = s.v > p.v_th;
  adj_p.v_th = adj_p.v_th + (over ? adj_v : R(0.0));
  IzhikevichState adj;
  adj.v = over ? R(0.0) : adj_v;
  adj.u = -(adj_dv + adj_k.u * p.a);
  adj.refractory = R(0.0);
  return adj;
}

GV_FIXED_STEPS_VJP(izhikevich, IzhikevichParams, IzhikevichState)

// The adjoint of the schemes in which u takes a step of Euler with the new v.
FN void izhikevich_split_vjp(IzhikevichParams p, IzhikevichState s, NeuronInput x, int scheme,
                             INOUT(IzhikevichState) adj_s, INOUT(IzhikevichParams) adj_p,
                             INOUT(NeuronInput) adj_x) {
  bool refractory = s.refractory > R(0.0);
  real h = scheme == 1 ? R(0.5) * p.dt : p.dt;
  real first = s.v + h * izhikevich_dv(p, s.v, s.u, x);
  real second = scheme == 1 ? first + h * izhikevich_dv(p, first, s.u, x) : first;
  real v = refractory ? s.v : second;
  real adj_u = adj_s.u;
  real gain = adj_u * p.dt;
  adj_p.a = adj_p.a + gain * (p.b * v - s.u);
  adj_p.b = adj_p.b + gain * p.a * v;
  adj_u = adj_u - gain * p.a;
  real adj_v = adj_s.v + gain * p.a * p.b;
  if (!refractory && scheme == 1) {
    adj_u = adj_u - h * adj_v;
    adj_v = adj_v + izhikevich_dv_vjp(p, first, x, h * adj_v, adj_p, adj_x);
  }
  if (!refractory) {
    adj_u = adj_u - h * adj_v;
    adj_v = adj_v + izhikevich_dv_vjp(p, s.v, x, h * adj_v, adj_p, adj_x);
  }
  adj_s.v = adj_v;
  adj_s.u = adj_u;
}

FN void izhikevich_flow_vjp(IzhikevichParams p, IzhikevichState s, NeuronInput x, int scheme,
                            INOUT(IzhikevichState) adj_s, INOUT(IzhikevichParams) adj_p,
                            INOUT(NeuronInput) adj_x) {
  adj_x.dv = adj_s.v;
  if (scheme == 0) {
    izhikevich_rk4_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  } else if (scheme == 1 || scheme == 6) {
    izhikevich_split_vjp(p, s, x, scheme, adj_s, adj_p, adj_x);
  } else if (scheme == 2) {
    real rise = R(2.0) * p.p_1 * s.v + p.p_2 - x.g;
    real adj_f = R(0.0);
    real adj_rise = R(0.0);
    real adj_dt = R(0.0);
    gv_exponential_euler_vjp(izhikevich_dv(p, s.v, s.u, x), rise, p.dt, adj_s.v, adj_f, adj_rise,
                             adj_dt);
    real adj_inf = adj_s.u * (R(1.0) - p.keep_u);
    adj_p.keep_u = adj_p.keep_u + adj_s.u * (s.u - p.b * s.v);
    adj_p.b = adj_p.b + adj_inf * s.v;
    adj_p.p_1 = adj_p.p_1 + R(2.0) * adj_rise * s.v;
    adj_p.p_2 = adj_p.p_2 + adj_rise;
    adj_x.g = adj_x.g - adj_rise;
    adj_s.u = adj_s.u * p.keep_u - adj_f;
    adj_s.v = adj_s.v + adj_inf * p.b + R(2.0) * adj_rise * p.p_1 +
              izhikevich_dv_vjp(p, s.v, x, adj_f, adj_p, adj_x);
  } else if (scheme == 3) {
    izhikevich_heun_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  } else {
    izhikevich_euler_vjp(p, s, x, p.dt, adj_s, adj_p, adj_x);
  }
}

FN real izhikevich_distance(IzhikevichParams p, IzhikevichState s, NeuronInput x, int scheme) {
  return gv_threshold_distance(izhikevich_flow(p, s, x, scheme).v, p.v_th, p.c, s.refractory);
}

FN void izhikevich_step_vjp(IzhikevichParams p, IzhikevichState s, NeuronInput x, int scheme,
                            real slope, real attach, real adj_spike, INOUT(IzhikevichState) adj_s,
                            INOUT(IzhikevichParams) adj_p, INOUT(NeuronInput) adj_x) {
  IzhikevichState f = izhikevich_flow(p, s, x, scheme);
  GvReset q = gv_reset_vjp(f.v, p.v_th, p.c, p.c, s.refractory, slope, attach,
                           adj_spike + p.d * adj_s.u, adj_s.v);
  adj_p.d = adj_p.d + q.spiked * adj_s.u;
  adj_p.c = adj_p.c + q.reset + q.rest;
  adj_p.v_th = adj_p.v_th + q.v_th;
  adj_s.v = q.v;
  adj_s.refractory = R(0.0);
  izhikevich_flow_vjp(p, s, x, scheme, adj_s, adj_p, adj_x);
}
