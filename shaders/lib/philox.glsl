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

FN void philox_round(INOUT(Philox) r, uint k0, uint k1) {
  uint h0 = 0u;
  uint l0 = 0u;
  uint h1 = 0u;
  uint l1 = 0u;
  umulhilo(0xD2511F53u, r.x, h0, l0);
  umulhilo(0xCD9E8D57u, r.z, h1, l1);
  r.x = h1 ^ r.y ^ k0;
  r.y = l1;
  r.z = h0 ^ r.w ^ k1;
  r.w = l0;
}

// Four random words of counter (c0, c1, c2, c3) and key (k0, k1). No loop, since
// lavapipe limits the loop trips of one invocation over all loops together.
FN Philox philox4x32(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1) {
  Philox r;
  r.x = c0;
  r.y = c1;
  r.z = c2;
  r.w = c3;
  philox_round(r, k0, k1);
  philox_round(r, k0 + 0x9E3779B9u, k1 + 0xBB67AE85u);
  philox_round(r, k0 + 0x3C6EF372u, k1 + 0x76CF5D0Au);
  philox_round(r, k0 + 0xDAA66D2Bu, k1 + 0x32370B8Fu);
  philox_round(r, k0 + 0x78DDE6E4u, k1 + 0xED9EBA14u);
  philox_round(r, k0 + 0x1715609Du, k1 + 0xA9066899u);
  philox_round(r, k0 + 0xB54CDA56u, k1 + 0x646E171Eu);
  philox_round(r, k0 + 0x5384540Fu, k1 + 0x1FD5C5A3u);
  philox_round(r, k0 + 0xF1BBCDC8u, k1 + 0xDB3D7428u);
  philox_round(r, k0 + 0x8FF34781u, k1 + 0x96A522ADu);
  return r;
}

// A number in (0,1) of a random word: the centres of 2^23 equal cells, all exact
// in float32, so that 0 and 1 never come. (With 24 bits the last centre rounds to 1.)
FN real u01(uint x) { return (real(int(x >> 9)) + R(0.5)) * R(1.1920928955078125e-7); }

#endif
