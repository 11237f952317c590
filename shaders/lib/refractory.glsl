// refractory.glsl: the absolute refractory time, common subset of GLSL and C++.

#ifndef GV_REFRACTORY
#define GV_REFRACTORY

// Steps left in the refractory time after this step: all of them at a spike.
FN real gv_count_down(real left, bool spike, real steps) {
  return spike ? steps : (left > R(0.0) ? left - R(1.0) : R(0.0));
}

#endif
