// prelude.glsl: the common subset of GLSL and C++, GLSL side (C++ side: prelude.h).
//
// Model fragments, math.glsl and philox.glsl are compiled by glslc into the
// Vulkan kernels and by g++ into the native engine. They use only what both
// preludes define: scalars real, int, uint, bool; plain structs; free functions
// marked FN; function-style casts real(x), int(x), uint(x); R(literal) for every
// floating literal; INOUT(T) for results that are arguments; select for choices
// that must not branch. They do not use in, out, inout, vectors, arrays of
// arrays, overloads, or a function of the GLSL library.
//
// Arithmetic is exact IEEE float32 on every device: the build decorates every
// float operation NoContraction, so that no driver may fuse or reorder it.

#ifndef GV_PRELUDE
#define GV_PRELUDE

#define REAL_IS_FLOAT 1
#define real float
#define R(x) float(x)
#define INOUT(T) inout T
#define FN

// a when c, else b; both are evaluated.
#define select(c, a, b) mix(b, a, c)

// A spike decision of a fragment. Forward-mode tangents replace it, to see both outcomes.
#define GV_SPIKE(c) (c)

// Bits of a float32 and back.
#define as_uint(x) floatBitsToUint(x)
#define as_real(x) uintBitsToFloat(x)

#define GV_INF uintBitsToFloat(0x7f800000u)
#define GV_NAN uintBitsToFloat(0x7fc00000u)

// The 64-bit product of a and b as two words.
FN void umulhilo(uint a, uint b, INOUT(uint) hi, INOUT(uint) lo) { umulExtended(a, b, hi, lo); }

// Correctly rounded on lavapipe and on CPUs; Vulkan promises 3 ulp.
FN real gv_sqrt(real x) { return sqrt(x); }

#endif
