// factor.glsl: the share of a weight that a spike transmits, as a whole number
// of 2^-30, common subset of GLSL and C++. Weights are whole numbers of quanta,
// and so are their products: a sum of them does not depend on its order.

#ifndef GV_FACTOR
#define GV_FACTOR

#define NO_FACTOR 0x40000000u

// f, from 0 to just below 2, in units of 2^-30.
FN uint gv_factor(real f) { return uint(int(f * R(1073741824.0) + R(0.5))); }

// weight times factor, rounded to the nearest quantum.
FN int gv_scaled(int weight, uint factor) {
  uint hi = 0u;
  uint lo = 0u;
  umulhilo(uint(weight < 0 ? -weight : weight), factor, hi, lo);
  uint low = lo + 0x20000000u;
  hi += low < lo ? 1u : 0u;
  int scaled = int((hi << 2) | (low >> 30));
  return weight < 0 ? -scaled : scaled;
}

#endif
