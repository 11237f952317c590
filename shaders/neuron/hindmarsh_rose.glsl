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

FN bool hindmarsh_rose_step(HindmarshRoseParams p, INOUT(HindmarshRoseState) s, NeuronInput x,
                            int scheme) {
  real before = s.v;
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
  return before < p.v_th && s.v >= p.v_th;
}
