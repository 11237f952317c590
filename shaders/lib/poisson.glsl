// poisson.glsl: Poisson counts, common subset of GLSL and C++.

#ifndef GV_POISSON
#define GV_POISSON

// A Poisson count of mean parts * mean, where mean is at most 8 and p0 is
// exp(-mean): the sum of `parts` counts, each by inversion of one uniform of
// 23 bits from Philox(c0, c1, part, 0). A count ends at 48, which a mean of 8
// passes with probability 1e-20, far below the resolution of the uniform.
FN int gv_poisson(int parts, real mean, real p0, uint c0, uint c1, uint k0, uint k1) {
  int total = 0;
  for (int part = 0; part < parts; part++) {
    real u = u01(philox4x32(c0, c1, uint(part), 0u, k0, k1).x);
    real p = p0;
    real sum = p0;
    int k = 0;
    while (u > sum && k < 48) {
      k++;
      p = p * (mean / real(k));
      sum = sum + p;
    }
    total += k;
  }
  return total;
}

#endif
