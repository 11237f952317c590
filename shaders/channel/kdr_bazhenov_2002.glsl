// kdr_bazhenov_2002: delayed rectifier potassium current of cortical and thalamic cells.
//
//   g = g_max n^4, u = v - v_t
//   alpha = 0.032 (15 - u) / (exp((15 - u) / 5) - 1)     beta = 0.5 exp((10 - u) / 40)
//   dn/dt = phi (alpha (1 - n) - beta n)
// Scheme: exact for constant v. Units: mV, ms, nS.
// Paper: Bazhenov et al. 2002, J. Neurosci. 22:8691, after Traub & Miles 1991.
struct KdrBazhenov2002Params {
  real g_max; // nS
  real v_t;   // mV
  real dt;    // phi dt, ms
};

struct KdrBazhenov2002State {
  real n; // activation
};

FN real kdr_bazhenov_2002_step(KdrBazhenov2002Params p, INOUT(KdrBazhenov2002State) s,
                               ChannelInput x) {
  real u = x.v - p.v_t;
  real alpha = R(0.16) * gv_exprelr((R(15.0) - u) / R(5.0));
  real beta = R(0.5) * gv_exp((R(10.0) - u) / R(40.0));
  real n = gv_gate(s.n, alpha, beta, p.dt);
  real an = x.held ? n : s.n;
  s.n = n;
  return p.g_max * (an * an * an * an);
}
