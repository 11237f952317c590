// tsodyks_markram: short-term depression and facilitation. What a spike
// transmits is u x times the weight.
//
//   between spikes:  dx/dt = (1 - x) / tau_rec,   du/dt = -u / tau_facil
//   at a spike:      u += u_0 (1 - u),  u x of the resources x are released:  x -= u x
//
// u stays below 1 whatever the rate. Kept are u and x of the last spike, x
// before its release. Scheme: exact between spikes.
// Paper: Tsodyks, Pawelzik & Markram 1998, Neural Comput. 10:821, equations
// 2.1-2.3; without facilitation Tsodyks & Markram 1997, PNAS 94:719.
struct TsodyksMarkramParams {
  real u_0;   // share of the resources that a spike uses at rest
  real rec;   // dt / tau_rec
  real facil; // dt / tau_facil
};

struct TsodyksMarkramState {
  real u; // share used by the last spike
  real x; // resources before its release
};

FN real tsodyks_markram_step(TsodyksMarkramParams p, INOUT(TsodyksMarkramState) s, real steps) {
  s.x = R(1.0) - (R(1.0) - (s.x - s.u * s.x)) * gv_exp_decay(-(p.rec * steps));
  s.u = p.u_0 + (R(1.0) - p.u_0) * s.u * gv_exp_decay(-(p.facil * steps));
  return s.u * s.x;
}

// One step of training, where time goes in steps: u is what is left of the
// share used, x the resources, both behind the step. Returns what a spike in it
// transmits, whether there is one or not.
FN real tsodyks_markram_each(TsodyksMarkramParams p, INOUT(TsodyksMarkramState) s, bool spike) {
  real rest = s.u * gv_exp_decay(-p.facil);
  real x = R(1.0) - (R(1.0) - s.x) * gv_exp_decay(-p.rec);
  real u = p.u_0 + (R(1.0) - p.u_0) * rest;
  real release = u * x;
  s.u = spike ? u : rest;
  s.x = spike ? x - release : x;
  return release;
}

// Its adjoint; adj_spike is that of the spike by the state it leaves.
FN void tsodyks_markram_each_vjp(TsodyksMarkramParams p, TsodyksMarkramState s, bool spike,
                                 real adj_release, INOUT(TsodyksMarkramState) adj_s,
                                 INOUT(TsodyksMarkramParams) adj_p, INOUT(real) adj_spike) {
  real facil = gv_exp_decay(-p.facil);
  real rec = gv_exp_decay(-p.rec);
  real rest = s.u * facil;
  real x = R(1.0) - (R(1.0) - s.x) * rec;
  real u = p.u_0 + (R(1.0) - p.u_0) * rest;
  adj_spike = adj_s.u * (u - rest) - adj_s.x * (u * x);
  real adj_product = adj_release - (spike ? adj_s.x : R(0.0));
  real adj_u = adj_product * x + (spike ? adj_s.u : R(0.0));
  real adj_x = adj_product * u + adj_s.x;
  real adj_rest = adj_u * (R(1.0) - p.u_0) + (spike ? R(0.0) : adj_s.u);
  adj_p.u_0 = adj_p.u_0 + adj_u * (R(1.0) - rest);
  adj_p.facil = adj_p.facil - adj_rest * rest;
  adj_p.rec = adj_p.rec + adj_x * (R(1.0) - x);
  adj_s.u = adj_rest * facil;
  adj_s.x = adj_x * rec;
}
