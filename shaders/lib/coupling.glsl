// coupling.glsl: what one pair of a coupling contributes, common subset of GLSL and C++.
//
// kind as in model.CouplingTypes: 0 additive, 1 diffusive, 2 sine. other is the
// source's variable a delay ago, own the target's at the beginning of the step.

#ifndef GV_COUPLING
#define GV_COUPLING

#include "lib/trig.glsl"

#define COUPLING_ADDITIVE 0u
#define COUPLING_DIFFUSIVE 1u
#define COUPLING_SINE 2u

FN real gv_coupled(uint kind, real other, real own) {
  if (kind == COUPLING_ADDITIVE) return other;
  if (kind == COUPLING_DIFFUSIVE) return other - own;
  return gv_sin(other - own);
}

#endif
