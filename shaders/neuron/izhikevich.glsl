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

FN bool izhikevich_step(IzhikevichParams p, INOUT(IzhikevichState) s, NeuronInput x, int scheme) {
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
  real v = s.v + x.dv;

  bool spike = !refractory && v >= p.v_th;
  s.v = (refractory || spike) ? p.c : v;
  s.u = spike ? s.u + p.d : s.u;
  s.refractory = gv_count_down(s.refractory, spike, p.refractory_steps);
  return spike;
}
