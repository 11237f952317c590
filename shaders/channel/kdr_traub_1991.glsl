// kdr_traub_1991: delayed rectifier potassium current of Traub and Miles.
//
//   g = g_max n^4, u = v - v_t
//   alpha = 0.032 (15 - u) / (exp((15 - u) / 5) - 1)     beta = 0.5 exp((10 - u) / 40)
//   dn/dt = phi (alpha (1 - n) - beta n)
// Scheme: exact for constant v. Units: mV, ms, nS.
// Paper: Traub & Miles 1991, Neuronal Networks of the Hippocampus.
struct KdrTraub1991Params {
  real g_max; // nS
  real v_t;   // mV
  real dt;    // phi dt, ms
};

struct KdrTraub1991State {
  real n; // activation
};

FN real kdr_traub_1991_step(KdrTraub1991Params p, INOUT(KdrTraub1991State) s, ChannelInput x) {
  real u = x.v - p.v_t;
  real alpha = R(0.16) * gv_exprelr((R(15.0) - u) / R(5.0));
  real beta = R(0.5) * gv_exp((R(10.0) - u) / R(40.0));
  real n = gv_gate(s.n, alpha, beta, p.dt);
  real an = x.held ? n : s.n;
  s.n = n;
  return p.g_max * (an * an * an * an);
}
