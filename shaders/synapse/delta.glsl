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
