// philox.glsl: counter-based random numbers, common subset of GLSL and C++.
//
// Philox-4x32-10 of Salmon, Moraes, Dror and Shaw 2011, SC11, "Parallel random
// numbers: as easy as 1, 2, 3". A draw depends on its counter and key alone, so
// results do not change with workgroup size, threads or devices.

#ifndef GV_PHILOX
#define GV_PHILOX

struct Philox {
  uint x;
  uint y;
  uint z;
  uint w;
};

// Four random words of counter (c0, c1, c2, c3) and key (k0, k1).
FN Philox philox4x32(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1) {
  for (int i = 0; i < 10; i++) {
    uint h0 = 0u;
    uint l0 = 0u;
    uint h1 = 0u;
    uint l1 = 0u;
    umulhilo(0xD2511F53u, c0, h0, l0);
    umulhilo(0xCD9E8D57u, c2, h1, l1);
    c0 = h1 ^ c1 ^ k0;
    c1 = l1;
    c2 = h0 ^ c3 ^ k1;
    c3 = l0;
    k0 = k0 + 0x9E3779B9u;
    k1 = k1 + 0xBB67AE85u;
  }
  Philox r;
  r.x = c0;
  r.y = c1;
  r.z = c2;
  r.w = c3;
  return r;
}

// A number in (0,1) of a random word: the centres of 2^23 equal cells, all exact
// in float32, so that 0 and 1 never come. (With 24 bits the last centre rounds to 1.)
FN real u01(uint x) { return (real(int(x >> 9)) + R(0.5)) * R(1.1920928955078125e-7); }

#endif
