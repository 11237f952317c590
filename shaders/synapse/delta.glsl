// delta: every arriving spike shifts the membrane potential by its weight (mV).
struct DeltaParams {
  real gain; // 1
};

struct DeltaState {
  real jump; // mV, the shift of this step
};

FN real delta_step(DeltaParams p, INOUT(DeltaState) s, real arrival, bool held) {
  s.jump = arrival;
  return p.gain * arrival;
}

FN void delta_step_vjp(DeltaParams p, DeltaState s, real arrival, bool held, real adj_value,
                       INOUT(DeltaState) adj_s, INOUT(DeltaParams) adj_p, INOUT(real) adj_arrival) {
  adj_arrival = adj_value * p.gain + adj_s.jump;
  adj_p.gain = adj_p.gain + adj_value * arrival;
  adj_s.jump = R(0.0);
}
